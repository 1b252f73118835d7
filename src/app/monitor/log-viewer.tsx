// biome-ignore-all lint/a11y/noStaticElementInteractions: it only notices that someone reads.
import './log.css'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { LogFile } from '../../api/logs.ts'
import { logsQuery } from '../data/runs.ts'
import { useService } from '../data/service.ts'
import { Trouble, Waiting } from '../ui/kit.tsx'
import { formatSize } from '../ui/time.ts'
import { tell, tellTrouble } from '../ui/toasts.tsx'
import { FindBar, noFind, useHits } from './log-find.tsx'
import { errorPattern, patternOf, readLines, writeLines } from './log-line.ts'
import { fetchLines, saveLog } from './log-save.ts'
import { LogWindow, type LogWindowHandle } from './log-window.tsx'

/** What the viewer shows, as it stands in the address: name of the file, and lines counted from 1. */
export interface LogView {
  readonly log?: string | undefined
  readonly line?: string | undefined
}

interface LogViewerProps extends LogView {
  readonly pipelineId: string
  readonly attemptId: string
  readonly failed: boolean
  readonly onView: (view: LogView) => void
}

const kindWords: Readonly<Record<LogFile['kind'], string>> = {
  stdout: 'StdOutput',
  stderr: 'StdError',
  activity: 'Activity',
  other: '',
}
const nameOf = (file: LogFile) => kindWords[file.kind] || file.name.replace(/\.gz$/, '')

/** The logs of an attempt: a tab each. */
export function LogViewer({ pipelineId, attemptId, failed, log, line, onView }: LogViewerProps) {
  const { data, error, refetch } = useQuery(logsQuery(useService(), pipelineId, attemptId))
  if (error) return <Trouble what="The logs could not be listed" error={error} retry={() => void refetch()} />
  if (!data) return <Waiting what="Looking for logs" />
  const { logs } = data
  const file = logs.find(one => nameOf(one) === log) ?? telling(logs, failed)
  if (!file)
    return (
      <div className="pw-log-none">
        <b>No logs.</b> {data.reason ?? 'This attempt has written none.'}
      </div>
    )
  return (
    <OneLog
      key={file.uri}
      file={file}
      pipelineId={pipelineId}
      attemptId={attemptId}
      line={nameOf(file) === log ? line : undefined}
      failed={failed}
      onLine={next => onView({ log: nameOf(file), line: next })}
      tabs={
        <div className="pw-segments" role="tablist" aria-label="Logs of this attempt">
          {logs.map(one => (
            <button
              key={one.uri}
              type="button"
              role="tab"
              aria-selected={one === file}
              className="pw-btn"
              title={`${one.uri}, ${formatSize(one.size)}`}
              onClick={() => onView({ log: nameOf(one), line: undefined })}
            >
              {nameOf(one)}
              {one.size === 0 && <span className="pw-quiet"> empty</span>}
            </button>
          ))}
        </div>
      }
    />
  )
}

/** The log that most likely says what one wants to know: of a failure what went to stderr. */
function telling(logs: readonly LogFile[], failed: boolean): LogFile | undefined {
  const kinds: readonly LogFile['kind'][] = failed
    ? ['stderr', 'activity', 'stdout', 'other']
    : ['stdout', 'activity', 'stderr', 'other']
  return kinds.flatMap(kind => logs.find(one => one.kind === kind && one.size > 0) ?? [])[0] ?? logs[0]
}

interface OneLogProps {
  readonly file: LogFile
  readonly pipelineId: string
  readonly attemptId: string
  readonly line: string | undefined
  readonly failed: boolean
  readonly onLine: (line: string | undefined) => void
  readonly tabs: React.ReactNode
}

function OneLog({ file, pipelineId, attemptId, line, failed, onLine, tabs }: OneLogProps) {
  const service = useService()
  const place = useMemo(() => ({ pipelineId, attemptId, uri: file.uri }), [pipelineId, attemptId, file.uri])
  const window = useRef<LogWindowHandle>(null)
  const input = useRef<HTMLInputElement>(null)
  const [total, setTotal] = useState(file.lines ?? 1)
  // The activity log says who speaks when before it says what, which would lie beyond the edge.
  const [wrap, setWrap] = useState(file.kind === 'activity')
  const [follow, setFollow] = useState(file.live && line === undefined)
  const [finding, setFinding] = useState(false)
  const [find, setFind] = useState(noFind)
  const hits = useHits(place, find, file.live ? total : 0)
  const [at, setAt] = useState(0)
  const pattern = useMemo(
    () => (finding ? patternOf(find.text, find.regex, find.caseSensitive) : undefined),
    [finding, find],
  )
  const errors = useQuery({
    queryKey: ['logs', pipelineId, attemptId, 'errors', file.uri, file.live ? total : 0],
    queryFn: ({ signal }) =>
      service.SearchLog({ ...place, text: errorPattern, regex: true, caseSensitive: true }, signal),
    placeholderData: old => old,
    retry: false,
  })
  const selection = readLines(line)
  const lines = hits.data?.lines ?? none

  const show = useCallback((to: number | undefined) => {
    if (to === undefined) return
    setFollow(false)
    window.current?.reveal(to)
  }, [])

  // Opened at a line of the address, else at the last error of what failed.
  const opened = useRef(false)
  // Whoever has begun to read is not moved any more.
  const touched = () => {
    opened.current = true
  }
  useEffect(() => {
    if (opened.current || total <= 1) return
    const target = selection?.first ?? (failed && !file.live ? errors.data?.lines.at(-1) : undefined)
    if (target === undefined && failed && errors.isPending) return
    opened.current = true
    show(target)
  }, [selection, failed, file.live, errors, total, show])
  useEffect(() => {
    setAt(0)
    show(lines[0])
  }, [lines, show])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 'f' || document.activeElement === input.current) return
      event.preventDefault()
      // At once, lest the next key be lost.
      flushSync(() => setFinding(true))
      input.current?.select()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  const step = (by: 1 | -1) => {
    if (lines.length === 0) return
    const next = (at + by + lines.length) % lines.length
    setAt(next)
    show(lines[next])
  }
  const error = errors.data?.lines
  const [errorAt, setErrorAt] = useState(-1)
  const nextError = () => {
    if (!error || error.length === 0) return
    const next = (errorAt + 1) % error.length
    setErrorAt(next)
    show(error[next])
  }
  const select = useCallback(
    (to: number, extend: boolean) => {
      const from = extend && selection ? selection.first : to
      onLine(
        !extend && selection && selection.first === to && selection.last === to
          ? undefined
          : writeLines(Math.min(from, to), Math.max(from, to)),
      )
    },
    [selection, onLine],
  )
  const copyLines = async (first: number, last: number) => {
    const text = await fetchLines(service, place, first, last)
    await navigator.clipboard.writeText(text.join('\n'))
    tell(`Copied ${text.length.toLocaleString('en-US')} ${text.length === 1 ? 'line' : 'lines'}`)
  }
  return (
    <div className="pw-log" onWheel={touched} onPointerDown={touched} onKeyDown={touched}>
      <div className="pw-log-tools">
        {tabs}
        <span className="pw-note pw-number">
          {total.toLocaleString('en-US')} {total === 1 ? 'line' : 'lines'}, {formatSize(file.size)}
          {file.live && ', growing'}
        </span>
        {error && error.length > 0 && (
          <button
            type="button"
            className="pw-btn"
            style={{ color: 'var(--pw-error)' }}
            title="Go to the next line that tells of an error"
            onClick={nextError}
          >
            {(errors.data?.total ?? 0).toLocaleString('en-US')} error {error.length === 1 ? 'line' : 'lines'} ↓
          </button>
        )}
        <span style={{ flex: 1 }} />
        {selection && (
          <>
            <button
              type="button"
              className="pw-btn"
              onClick={() => void copyLines(selection.first, selection.last).catch(tellTrouble('Nothing copied'))}
            >
              Copy {selection.last === selection.first ? 'line' : `${selection.last - selection.first + 1} lines`}
            </button>
            <button
              type="button"
              className="pw-btn"
              title="Copy an address that opens this log at these lines"
              onClick={() =>
                void navigator.clipboard
                  .writeText(location.href)
                  .then(() => tell('Copied the address of these lines'), tellTrouble('Nothing copied'))
              }
            >
              Copy link
            </button>
          </>
        )}
        {file.live && (
          <button
            type="button"
            className="pw-btn"
            aria-pressed={follow}
            title="Stay at the end while the log grows"
            onClick={() => setFollow(!follow)}
          >
            Follow
          </button>
        )}
        <button
          type="button"
          className="pw-btn"
          aria-pressed={wrap}
          title="Break long lines"
          onClick={() => setWrap(!wrap)}
        >
          Wrap
        </button>
        <button
          type="button"
          className="pw-btn"
          aria-pressed={finding}
          title="Find in the whole log (Ctrl+F)"
          onClick={() => {
            flushSync(() => setFinding(!finding))
            input.current?.select()
          }}
        >
          Find
        </button>
        <button
          type="button"
          className="pw-btn"
          title="Save the whole log as a file"
          onClick={() =>
            void saveLog(service, place, `${attemptId}-${nameOf(file)}`, total).catch(
              tellTrouble('The log was not saved'),
            )
          }
        >
          Download
        </button>
      </div>
      {finding && (
        <FindBar
          find={find}
          onFind={setFind}
          hits={hits}
          at={at}
          onStep={step}
          input={input}
          onClose={() => {
            setFinding(false)
            setFind(noFind)
          }}
        />
      )}
      {file.size === 0 && total <= 1 ? (
        <div className="pw-log-none">
          {file.live ? 'Nothing has been written here yet.' : 'Nothing was written here.'}
        </div>
      ) : (
        <LogWindow
          {...place}
          total={total}
          live={file.live}
          follow={follow}
          onAtEnd={end => file.live && setFollow(end)}
          onTotal={setTotal}
          wrap={wrap}
          pattern={pattern}
          hit={lines[at]}
          selection={selection}
          onSelect={select}
          handle={window}
        />
      )}
    </div>
  )
}

const none: readonly number[] = []
