/** Rectangles put onto a page without overlaps. */

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Corner {
  readonly x: number
  readonly y: number
}

/** The page looks best a little wider than high. */
const shape = 1.6

/**
 * Puts boxes below one another in as many columns as make the page about as wide as a screen, in the order given:
 * down the first column, then the next.
 */
export function packColumns(boxes: readonly Size[], gap: Size): readonly Corner[] {
  let best: readonly Corner[] = []
  let nearest = Number.POSITIVE_INFINITY
  const total = boxes.reduce((sum, box) => sum + box.height + gap.height, 0)
  const tallest = boxes.reduce((most, box) => Math.max(most, box.height), 0)
  for (let columns = 1; columns <= Math.min(boxes.length, 24); columns += 1) {
    const { corners, page } = columnsOf(boxes, gap, heightFor(boxes, gap, columns, tallest, total))
    const distance = Math.abs(Math.log(page.width / page.height / shape))
    if (distance >= nearest) continue
    nearest = distance
    best = corners
  }
  return best
}

/** The least height of a page on which so many columns hold all boxes, so that none begins a column of its own. */
function heightFor(boxes: readonly Size[], gap: Size, columns: number, tallest: number, total: number): number {
  let [low, high] = [Math.max(tallest, total / columns - gap.height), total]
  if (columnCount(boxes, gap, low) <= columns) return low
  while (high - low > 1) {
    const middle = (low + high) / 2
    if (columnCount(boxes, gap, middle) <= columns) high = middle
    else low = middle
  }
  return high
}

function columnCount(boxes: readonly Size[], gap: Size, height: number): number {
  let [count, y] = [1, 0]
  for (const box of boxes) {
    if (y > 0 && y + box.height > height + 0.5) {
      count += 1
      y = 0
    }
    y += box.height + gap.height
  }
  return count
}

function columnsOf(
  boxes: readonly Size[],
  gap: Size,
  height: number,
): { readonly corners: readonly Corner[]; readonly page: Size } {
  let [x, y, width, bottom] = [0, 0, 0, 0]
  const corners = boxes.map(box => {
    if (y > 0 && y + box.height > height + 0.5) {
      x += width + gap.width
      y = 0
      width = 0
    }
    const corner = { x, y }
    y += box.height + gap.height
    width = Math.max(width, box.width)
    bottom = Math.max(bottom, corner.y + box.height)
    return corner
  })
  return { corners, page: { width: x + width, height: Math.max(bottom, 1) } }
}

/**
 * Puts cells of one size into rows, each as near as can be to the column it wants: the same, one next to it, or the
 * same in a row below. Columns are whole numbers from 0; gives the column and row of each, in the order given.
 */
export function packRows(wanted: readonly number[], columns: number): readonly { column: number; row: number }[] {
  const taken: Set<number>[] = []
  const least = Math.max(columns, 1)
  return wanted.map(wish => {
    const column = Math.min(Math.max(Math.round(wish), 0), least - 1)
    for (let row = 0; ; row += 1) {
      const line = taken[row] ?? new Set<number>()
      taken[row] = line
      const free = [column, column + 1, column - 1].find(one => one >= 0 && one < least && !line.has(one))
      if (free === undefined) continue
      line.add(free)
      return { column: free, row }
    }
  })
}
