// biome-ignore-all lint/a11y/noNoninteractiveTabindex: the log scrolls with the keys.
// biome-ignore-all lint/a11y/useSemanticElements: lines are placed by hand, so that a log of any length scrolls.
import { useQueries } from '@tanstack/react-query'
import { type MouseEvent, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import type { LogPage } from '../../api/logs.ts'
import { logPageQuery } from '../data/runs.ts'
import { useService } from '../data/service.ts'
import { cleanLine, levelOf, splitAt, widestLine } from './log-line.ts'
import { useSize } from './use-size.ts'

export const lineHeight = 18
const pageSize = 400
/** Chromium draws nothing beyond some 33 million pixels: longer logs scroll in scale. */
const tallest = 8_000_000
/** Broken lines are as high as they are: of so many all are in the page, which then scrolls by itself. */
const mostFlowing = 1_000

export interface LogPlace {
  readonly pipelineId: string
  readonly attemptId: string
  readonly uri: string
}

export interface LogWindowHandle {
  readonly reveal: (line: number) => void
}

interface LogWindowProps extends LogPlace {
  readonly total: number
  readonly live: boolean
  readonly follow: boolean
  /** Called when someone scrolls away from the end or back to it. */
  readonly onAtEnd: (atEnd: boolean) => void
  readonly onTotal: (total: number) => void
  readonly wrap: boolean
  readonly pattern: RegExp | undefined
  /** The match that is shown now. */
  readonly hit: number | undefined
  readonly selection: { readonly first: number; readonly last: number } | undefined
  readonly onSelect: (line: number, extend: boolean) => void
  readonly handle: React.RefObject<LogWindowHandle | null>
}

/** Lines in view, fetched page by page; nothing else of the log is in the browser. */
export function LogWindow(props: LogWindowProps) {
  const {
    pipelineId,
    attemptId,
    uri,
    total,
    live,
    follow,
    onAtEnd,
    onTotal,
    wrap,
    pattern,
    hit,
    selection,
    onSelect,
    handle,
  } = props
  const service = useService()
  const box = useRef<HTMLDivElement>(null)
  const { height } = useSize(box)
  const [scrollTop, setScrollTop] = useState(0)

  const full = total * lineHeight
  const inner = Math.min(full, tallest)
  const visible = Math.max(1, Math.floor(height / lineHeight))
  const room = Math.max(1, inner - height)
  const flowing = wrap && total <= mostFlowing
  // Nobody knows how many broken lines fill the window, so that every line can be its first.
  const lastTop = Math.max(0, total - (wrap ? 1 : visible))
  const exact = full <= tallest && !wrap
  const inScale = !exact && !flowing
  const top = flowing ? 0 : exact ? scrollTop / lineHeight : Math.min(1, scrollTop / room) * lastTop
  const atEnd = scrollTop >= room - 2
  const first = Math.max(0, inScale && atEnd ? total - visible : Math.floor(top))
  const last = flowing ? total : Math.min(total, first + visible + 2)

  const pages: number[] = []
  for (let page = Math.floor(first / pageSize); page * pageSize < Math.max(last, 1); page += 1) pages.push(page)
  const answers = useQueries({
    queries: pages.map(page => ({
      ...logPageQuery(service, { pipelineId, attemptId, uri, from: page * pageSize, count: pageSize }),
      staleTime: live ? 0 : Number.POSITIVE_INFINITY,
      placeholderData: (old: LogPage | undefined) =>
        old?.from === page * pageSize && old.uri === uri ? old : undefined,
    })),
  })
  const known = answers.reduce((most, { data }) => Math.max(most, data?.totalLines ?? 0), 0)
  useEffect(() => {
    if (known > 0 && known !== total) onTotal(known)
  }, [known, total, onTotal])
  const failure = answers.find(answer => answer.error)?.error
  const lineAt = (line: number): string | undefined => {
    const answer = answers[pages.indexOf(Math.floor(line / pageSize))]?.data
    return answer?.lines[line - answer.from]
  }

  const scrollToLine = useCallback(
    (line: number) => {
      const element = box.current
      if (!element) return
      if (!flowing) {
        element.scrollTop = exact ? line * lineHeight : (Math.max(0, line) / Math.max(1, lastTop)) * room
        return
      }
      const shown = element.querySelector(`[data-line="${Math.max(0, line) + 1}"]`)
      if (shown) element.scrollTop += shown.getBoundingClientRect().top - element.getBoundingClientRect().top
    },
    [exact, flowing, lastTop, room],
  )
  /** Lines that are left in sight above one that is looked for. */
  const above = wrap ? 1 : Math.floor(visible / 3)
  const wanted = useRef<number>(undefined)
  useImperativeHandle(handle, () => ({
    reveal: line => {
      if (height === 0) wanted.current = line
      else if (wrap || line < first + 1 || line > first + visible - 3) scrollToLine(line - above)
    },
  }))
  useEffect(() => {
    if (height === 0 || wanted.current === undefined) return
    scrollToLine(wanted.current - above)
    wanted.current = undefined
  }, [height, above, scrollToLine])
  useLayoutEffect(() => {
    if (follow && box.current && inner > 0) box.current.scrollTop = inner
  }, [follow, inner])
  useLayoutEffect(() => {
    // How high the lines are shows only once they are there.
    if (follow && flowing && box.current) box.current.scrollTop = box.current.scrollHeight
  })

  // In scale the same place of the scroll bar means another line once the window's size changes: stay at the line.
  const kept = useRef({ room, lastTop })
  useLayoutEffect(() => {
    const before = kept.current
    kept.current = { room, lastTop }
    if (!inScale || follow || !box.current || before.room === room || before.room >= inner) return
    const line = Math.min(1, box.current.scrollTop / before.room) * before.lastTop
    box.current.scrollTop = (line / Math.max(1, lastTop)) * room
  }, [inScale, follow, room, lastTop, inner])

  // In scale a pixel may be a thousand lines: the wheel then moves by lines.
  useEffect(() => {
    const element = box.current
    if (!element || !inScale) return
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0) return
      event.preventDefault()
      const lines = Math.sign(event.deltaY) * Math.max(1, Math.round(Math.abs(event.deltaY) / lineHeight))
      element.scrollTop += (lines / Math.max(1, lastTop)) * room
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [inScale, lastTop, room])

  const digits = `${String(Math.max(total, 1)).length + 1}ch`
  const rows = []
  for (let line = first; line < last; line += 1) {
    const text = lineAt(line)
    const chosen = selection !== undefined && line >= selection.first && line <= selection.last
    rows.push(
      <Line
        key={line}
        line={line}
        text={text}
        pattern={pattern}
        here={line === hit}
        chosen={chosen}
        digits={digits}
        onSelect={onSelect}
      />,
    )
  }
  return (
    <div
      ref={box}
      className="pw-log-window"
      data-wrap={wrap}
      role="log"
      aria-label={`Log with ${total} lines`}
      aria-live="off"
      tabIndex={0}
      onScroll={event => {
        const element = event.currentTarget
        setScrollTop(element.scrollTop)
        onAtEnd(element.scrollTop >= element.scrollHeight - element.clientHeight - 2)
      }}
    >
      <div className="pw-log-space" style={flowing ? {} : { height: Math.max(inner, 1) }}>
        <div
          className="pw-log-lines"
          style={
            flowing
              ? {}
              : !exact && atEnd && inner > height
                ? { position: 'absolute', bottom: 0 }
                : { position: 'absolute', top: exact ? first * lineHeight : scrollTop }
          }
        >
          {rows}
        </div>
      </div>
      {failure && <div className="pw-log-trouble">{failure.message}</div>}
    </div>
  )
}

interface LineProps {
  readonly line: number
  readonly text: string | undefined
  readonly pattern: RegExp | undefined
  readonly here: boolean
  readonly chosen: boolean
  readonly digits: string
  readonly onSelect: (line: number, extend: boolean) => void
}

function Line({ line, text, pattern, here, chosen, digits, onSelect }: LineProps) {
  const clean = text === undefined ? '' : cleanLine(text)
  const cut = clean.length > widestLine
  const parts = splitAt(cut ? clean.slice(0, widestLine) : clean, pattern)
  return (
    <div
      className="pw-log-line"
      data-level={text === undefined ? 'plain' : levelOf(clean)}
      data-here={here}
      data-chosen={chosen}
    >
      <button
        type="button"
        className="pw-log-number"
        style={{ width: digits }}
        tabIndex={-1}
        title="Select this line; with Shift, up to this line"
        data-line={line + 1}
        aria-label={`Line ${line + 1}`}
        onClick={(event: MouseEvent) => onSelect(line, event.shiftKey)}
      />
      <span className="pw-log-text">
        {text === undefined && <span className="pw-quiet">…</span>}
        {parts.map((part, i) => {
          const key = `${i}`
          return i % 2 === 1 ? <mark key={key}>{part}</mark> : part
        })}
        {cut && (
          <span className="pw-quiet">
            {' '}
            … {clean.length.toLocaleString('en-US')} characters in this line; download the log to see them all
          </span>
        )}
      </span>
    </div>
  )
}
