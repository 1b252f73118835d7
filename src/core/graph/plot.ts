import type { Corner } from './pack.ts'

/** A card with what lies beneath it. */
export interface Block extends Corner {
  readonly height: number
}

/** A plot with what stands on it already, all of one width. */
export interface Plot {
  readonly take: (block: Block) => void
  readonly isFree: (block: Block) => boolean
  /** The free place straight above or below that is nearest, `gap` away from what stands there; below of two alike. */
  readonly nearestFree: (block: Block) => Corner
}

export function createPlot(width: number, gap: number): Plot {
  const taken = new Map<number, Block[]>()
  const stripesOf = (x: number): readonly number[] => {
    const first = Math.floor(x / width)
    const last = Math.floor((x + width) / width)
    return first === last ? [first] : [first, last]
  }
  const overlap = (a: Block, b: Block): boolean =>
    Math.abs(a.x - b.x) < width && a.y < b.y + b.height && b.y < a.y + a.height
  const inWay = (block: Block): readonly Block[] =>
    stripesOf(block.x).flatMap(stripe => taken.get(stripe)?.filter(other => overlap(block, other)) ?? [])
  return {
    take(block) {
      for (const stripe of stripesOf(block.x)) {
        const blocks = taken.get(stripe)
        if (blocks) blocks.push(block)
        else taken.set(stripe, [block])
      }
    },
    isFree: block => inWay(block).length === 0,
    nearestFree(from) {
      const search = (step: (blocks: readonly Block[]) => number): number => {
        let y = from.y
        for (let blocks = inWay({ ...from, y }); blocks.length > 0; blocks = inWay({ ...from, y })) y = step(blocks)
        return y
      }
      const lower = search(blocks => Math.max(...blocks.map(one => one.y + one.height)) + gap)
      const upper = search(blocks => Math.min(...blocks.map(one => one.y)) - from.height - gap)
      return { x: from.x, y: from.y - upper < lower - from.y ? upper : lower }
    },
  }
}
