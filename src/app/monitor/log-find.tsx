import { useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useState } from 'react'
import { useService } from '../data/service.ts'
import type { LogPlace } from './log-window.tsx'

export interface Find {
  readonly text: string
  readonly regex: boolean
  readonly caseSensitive: boolean
}

export const noFind: Find = { text: '', regex: false, caseSensitive: false }

/** All matches in the whole file, found by the server; asked anew while the log grows. */
export function useHits(place: LogPlace | undefined, find: Find, total: number) {
  const service = useService()
  const [asked, setAsked] = useState(find)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(find), 180)
    return () => clearTimeout(timer)
  }, [find])
  return useQuery({
    queryKey: ['logs', place?.pipelineId, place?.attemptId, 'hits', place?.uri, asked, total],
    queryFn: ({ signal }) =>
      service.SearchLog({ ...(place ?? { pipelineId: '', attemptId: '', uri: '' }), ...asked }, signal),
    enabled: place !== undefined && asked.text !== '',
    placeholderData: old => (asked.text === '' ? undefined : old),
    retry: false,
  })
}

interface FindBarProps {
  readonly find: Find
  readonly onFind: (find: Find) => void
  readonly hits: ReturnType<typeof useHits>
  /** Place of the match shown now among all. */
  readonly at: number
  readonly onStep: (step: 1 | -1) => void
  readonly onClose: () => void
  readonly input: RefObject<HTMLInputElement | null>
}

export function FindBar({ find, onFind, hits, at, onStep, onClose, input }: FindBarProps) {
  const { data, error } = hits
  return (
    <search className="pw-log-find">
      <input
        ref={input}
        className="pw-entry"
        placeholder="Find in the whole log"
        aria-label="Find in the whole log"
        value={find.text}
        onChange={event => onFind({ ...find, text: event.target.value })}
        onKeyDown={event => {
          if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1)
          else if (event.key === 'Escape') onClose()
          else return
          event.preventDefault()
        }}
      />
      <button
        type="button"
        className="pw-btn"
        aria-pressed={find.caseSensitive}
        title="Match capitals"
        onClick={() => onFind({ ...find, caseSensitive: !find.caseSensitive })}
      >
        Aa
      </button>
      <button
        type="button"
        className="pw-btn"
        aria-pressed={find.regex}
        title="Use a regular expression"
        onClick={() => onFind({ ...find, regex: !find.regex })}
      >
        .*
      </button>
      <span className="pw-note pw-number" role="status" style={{ minWidth: 90 }}>
        {error
          ? error.message
          : find.text === ''
            ? ''
            : data
              ? countWords(at, data.lines.length, data.total, data.limit)
              : 'Searching…'}
      </span>
      <button
        type="button"
        className="pw-btn"
        aria-label="Previous match"
        title="Previous match (Shift and Enter)"
        disabled={!data?.total}
        onClick={() => onStep(-1)}
      >
        ↑
      </button>
      <button
        type="button"
        className="pw-btn"
        aria-label="Next match"
        title="Next match (Enter)"
        disabled={!data?.total}
        onClick={() => onStep(1)}
      >
        ↓
      </button>
      <button type="button" className="pw-btn" aria-label="Close the find bar" title="Close (Escape)" onClick={onClose}>
        ×
      </button>
    </search>
  )
}

function countWords(at: number, listed: number, total: number, limit: string | undefined): string {
  if (total === 0) return 'No line matches'
  const place = listed > 0 ? `${(at + 1).toLocaleString('en-US')} of ` : ''
  return `${place}${total.toLocaleString('en-US')} lines${limit === undefined ? '' : `, the first ${listed.toLocaleString('en-US')} listed (${limit})`}`
}
