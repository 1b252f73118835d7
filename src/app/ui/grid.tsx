// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by transform, which table elements cannot be.
import './grid.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'

export interface GridColumn<T> {
  readonly id: string
  readonly header: ReactNode
  /** A track of CSS grid: `120px`, `minmax(160px, 2fr)`. */
  readonly width: string
  readonly align?: 'end'
  readonly cell: (item: T, index: number) => ReactNode
}

interface GridProps<T> {
  /** What it lists, for people who hear it. */
  readonly label: string
  readonly columns: readonly GridColumn<T>[]
  readonly count: number
  /** Undefined while it is being fetched. */
  readonly itemAt: (index: number) => T | undefined
  readonly isSelected?: (item: T) => boolean
  readonly onOpen?: (item: T) => void
  /** Called when other rows come into view: the first and the last index. */
  readonly onRange?: (first: number, last: number) => void
  readonly rowHeight?: number
}

/**
 * A list of any length: only rows in view are in the page. It scrolls with the nearest ancestor that has
 * `data-scroll`, or with the page. Arrow keys, Page and Home keys move, Enter opens.
 */
export function Grid<T>({ label, columns, count, itemAt, isSelected, onOpen, onRange, rowHeight = 33 }: GridProps<T>) {
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const [scrollMargin, setScrollMargin] = useState(0)
  const scroller = () => frame.current?.closest<HTMLElement>('[data-scroll], .pw-main') ?? null
  const rows = useVirtualizer({
    count,
    getScrollElement: scroller,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin,
    scrollPaddingStart: 40,
  })
  useLayoutEffect(() => {
    const box = frame.current?.closest<HTMLElement>('[data-scroll], .pw-main')
    if (!body.current || !box) return
    const margin = body.current.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop
    if (Math.abs(margin - scrollMargin) > 1) setScrollMargin(margin)
  })

  const items = rows.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => onRange?.(first, last), [onRange, first, last])

  const move = (to: number) => {
    const next = Math.min(Math.max(0, to), count - 1)
    setActive(next)
    rows.scrollToIndex(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const to = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 20,
      PageUp: active - 20,
      Home: 0,
      End: count - 1,
    }[event.key]
    if (to !== undefined) move(to)
    else if (event.key === 'Enter') {
      const item = itemAt(active)
      if (item !== undefined) onOpen?.(item)
    } else return
    event.preventDefault()
  }

  const tracks = { gridTemplateColumns: columns.map(column => column.width).join(' '), minWidth: leastOf(columns) }
  return (
    <div
      ref={frame}
      className="pw-grid"
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-activedescendant={count > 0 ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="pw-grid-head" role="row" aria-rowindex={1} tabIndex={-1} style={tracks}>
        {columns.map(column => (
          <div key={column.id} role="columnheader" tabIndex={-1} className="pw-grid-cell" data-align={column.align}>
            {column.header}
          </div>
        ))}
      </div>
      <div
        ref={body}
        className="pw-grid-body"
        role="rowgroup"
        style={{ height: rows.getTotalSize(), minWidth: tracks.minWidth }}
      >
        {items.map(({ index, start, size }) => {
          const item = itemAt(index)
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself takes the keys for its active row.
            <div
              key={index}
              id={`${id}-${index}`}
              className="pw-grid-row"
              role="row"
              tabIndex={-1}
              aria-rowindex={index + 2}
              aria-selected={item !== undefined && (isSelected?.(item) ?? false)}
              data-active={index === active}
              data-opens={onOpen !== undefined}
              style={{ ...tracks, height: size, transform: `translateY(${start - scrollMargin}px)` }}
              onClick={event => {
                setActive(index)
                const inside = event.target instanceof Element && event.target.closest('a, button, input')
                if (item !== undefined && !inside) onOpen?.(item)
              }}
            >
              {columns.map(column => (
                <div key={column.id} role="gridcell" tabIndex={-1} className="pw-grid-cell" data-align={column.align}>
                  {item === undefined ? <div className="pw-grid-pending" /> : column.cell(item, index)}
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** The least width that all columns need, with what is between and beside them, in pixels. */
const leastOf = (columns: readonly { readonly width: string }[]): number =>
  columns.reduce((sum, { width }) => sum + Number(/(\d+)px/.exec(width)?.[1] ?? 0), 0) + 12 * (columns.length - 1) + 24
