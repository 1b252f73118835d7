import './status.css'
import type { ReactNode } from 'react'
import type { Status } from '../../core/runs/instance.ts'
import { type Look, lookOf } from '../../core/runs/life.ts'
import { type StatusCounts, sortedCounts } from '../../core/runs/summary.ts'
import { Drawing } from './drawing.tsx'

interface Face {
  /** What it means, in one sentence. Source: developer guide, interpreting pipeline status. */
  readonly about: string
  /** Drawn on a 16 by 16 grid; each status has a shape of its own, so that colour is never needed to tell them apart. */
  readonly icon: ReactNode
}

const disc = <circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" />
const ring = <circle cx="8" cy="8" r="6" />
const dashed = <circle cx="8" cy="8" r="6" strokeDasharray="2.2 2.5" />
const cut = { stroke: 'var(--pw-panel)', strokeWidth: 2 } as const

const faces: Readonly<Record<Status, Face>> = {
  PENDING: { about: 'Not activated yet.', icon: dashed },
  VALIDATING: {
    about: 'The service is checking the definition.',
    icon: (
      <>
        {dashed}
        <path d="M5.5 8.2l1.8 1.8 3.2-3.6" />
      </>
    ),
  },
  ACTIVATING: {
    about: 'The service is starting it.',
    icon: (
      <>
        {dashed}
        <path d="M8 11V5.2M5.6 7.4L8 5l2.4 2.4" />
      </>
    ),
  },
  SCHEDULED: {
    about: 'Its next run is on the calendar.',
    icon: (
      <>
        {ring}
        <path d="M8 4.6V8l2.3 1.6" />
      </>
    ),
  },
  DEACTIVATING: {
    about: 'It is being taken off its schedule; what still runs is being ended.',
    icon: (
      <>
        {dashed}
        <path d="M6.4 5.8v4.4M9.6 5.8v4.4" />
      </>
    ),
  },
  INACTIVE: {
    about: 'Deactivated: it does nothing until it is activated again.',
    icon: (
      <>
        {ring}
        <path d="M5.2 8h5.6" />
      </>
    ),
  },
  PAUSED: {
    about: 'Held back by hand: it does not start until it is resumed.',
    icon: (
      <>
        {ring}
        <path d="M6.4 5.8v4.4M9.6 5.8v4.4" />
      </>
    ),
  },
  WAITING_ON_DEPENDENCIES: {
    about: 'Its scheduled time, an input, a precondition or another object has to come first.',
    icon: <path d="M4 2.2h8M4 13.8h8M5 2.4c0 3 3 3.6 3 5.6s-3 2.6-3 5.6M11 2.4c0 3-3 3.6-3 5.6s3 2.6 3 5.6" />,
  },
  WAITING_FOR_RUNNER: {
    about: 'Ready to run: no machine or worker has taken it yet.',
    icon: (
      <>
        {ring}
        <path d="M5 8h.01M8 8h.01M11 8h.01" strokeWidth="2" />
      </>
    ),
  },
  CREATING: {
    about: 'The machine or cluster is being started.',
    icon: (
      <>
        <rect x="2.2" y="2.2" width="11.6" height="11.6" rx="2" strokeDasharray="2.4 2.2" />
        <path d="M8 5.4v5.2M5.4 8h5.2" />
      </>
    ),
  },
  RUNNING: {
    about: 'It runs now.',
    icon: (
      <>
        {disc}
        <path d="M6.4 5.2v5.6L11 8z" fill="var(--pw-panel)" stroke="none" />
      </>
    ),
  },
  SHUTTING_DOWN: {
    about: 'The machine or cluster did its work and is being shut down.',
    icon: (
      <>
        <rect x="2.2" y="2.2" width="11.6" height="11.6" rx="2" />
        <path d="M8 5v5.4M5.6 8.2L8 10.6l2.4-2.4" />
      </>
    ),
  },
  FINISHED: {
    about: 'Done, and well.',
    icon: (
      <>
        {disc}
        <path d="M4.8 8.2l2.3 2.4 4.2-4.9" {...cut} />
      </>
    ),
  },
  FAILED: {
    about: 'It failed and has no tries left.',
    icon: (
      <>
        <path d="M5 .9h6L15.1 5v6L11 15.1H5L.9 11V5z" fill="currentColor" stroke="none" />
        <path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" {...cut} />
      </>
    ),
  },
  CASCADE_FAILED: {
    about: 'It never ran: something that it depends on failed.',
    icon: (
      <>
        <path d="M5.2 1.6h5.6l3.6 3.6v5.6l-3.6 3.6H5.2l-3.6-3.6V5.2z" />
        <path d="M5 8h5.4M8.2 5.6L10.6 8l-2.4 2.4" />
      </>
    ),
  },
  CANCELED: {
    about: 'Stopped by hand, or by an action, before it was done.',
    icon: (
      <>
        {ring}
        <path d="M3.8 12.2l8.4-8.4" />
      </>
    ),
  },
  TIMEDOUT: {
    about: 'It took longer than its time-out allows.',
    icon: (
      <>
        <path d="M5 .9h6L15.1 5v6L11 15.1H5L.9 11V5z" fill="currentColor" stroke="none" />
        <path d="M8 4.2V8l2.6 1.8" {...cut} />
      </>
    ),
  },
  SKIPPED: {
    about: 'Its time passed while the pipeline was inactive, so it was left out.',
    icon: <path d="M2.5 3.8L7.4 8l-4.9 4.2zM8 3.8L12.9 8 8 12.2zM13.6 3.6v8.8" />,
  },
  DELETING: {
    about: 'It is being deleted with its history.',
    icon: (
      <>
        {dashed}
        <path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" />
      </>
    ),
  },
}

export const inkOf = (look: Look): string => `var(--pw-ink-${look})`

interface IconProps {
  readonly status: Status
  readonly size?: number
}

/** Only the shape: the status in words must stand beside it. */
export const StatusIcon = ({ status, size = 16 }: IconProps) => (
  <Drawing box={16} size={size} style={{ color: inkOf(lookOf(status)) }}>
    {faces[status].icon}
    {status === 'RUNNING' && (
      <path className="pw-status-turn" d="M8 .9a7.1 7.1 0 0 1 7.1 7.1" stroke="var(--pw-panel)" strokeWidth="1.2" />
    )}
  </Drawing>
)

interface StatusProps {
  readonly status: Status
  readonly strong?: boolean
  /** Why the life cycle was played and nothing really ran, if so. */
  readonly rehearsed?: string | undefined
}

/** A status as shape, colour and the service's own word, as users know it from its API; hovering says what it means. */
export const StatusMark = ({ status, strong, rehearsed }: StatusProps) => (
  <span className={`pw-status${strong ? ' pw-status-strong' : ''}`} title={faces[status].about}>
    <StatusIcon status={status} />
    <span className="pw-cut" style={{ color: inkOf(lookOf(status)) }}>
      {status}
    </span>
    {rehearsed !== undefined && <Rehearsed why={rehearsed} />}
  </span>
)

/** Stands wherever something was only rehearsed, so that nobody takes it for real. */
export const Rehearsed = ({ why }: { readonly why: string }) => (
  <span className="pw-rehearsed" title={`Only its life cycle was played, nothing really ran: ${why}`}>
    rehearsed
  </span>
)

/** How many there are of each status, the worst first. */
export const CountsMark = ({ counts }: { readonly counts: StatusCounts }) => (
  <span className="pw-counts">
    {sortedCounts(counts).map(([status, n]) => (
      <span key={status} className="pw-status" title={`${n} ${status}: ${faces[status].about}`}>
        <StatusIcon status={status} size={14} />
        <span className="pw-number">{n}</span>
        <span className="pw-unseen">{status}</span>
      </span>
    ))}
  </span>
)
