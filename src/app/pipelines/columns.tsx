import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { PipelineSummary } from '../../api/pipelines.ts'
import type { Zone } from '../state/zone.ts'
import { CountsMark, StatusMark } from '../ui/status.tsx'
import { formatAge, formatTime } from '../ui/time.ts'
import { Health, healthWord } from './health.tsx'

export interface Column {
  readonly id: string
  readonly header: string
  readonly compare?: (a: PipelineSummary, b: PipelineSummary) => number
  readonly cell: (one: PipelineSummary, zone: Zone, now: number) => ReactNode
}

const byText = (of: (one: PipelineSummary) => string) => (a: PipelineSummary, b: PipelineSummary) =>
  of(a).localeCompare(of(b))
const byTime = (of: (one: PipelineSummary) => number | undefined) => (a: PipelineSummary, b: PipelineSummary) =>
  (of(a) ?? 0) - (of(b) ?? 0)

/** What the list says of each pipeline, in the words of the console where it had them. */
export const columns: readonly Column[] = [
  { id: 'name', header: 'Name, Pipeline ID', compare: byText(one => one.name), cell: one => <Names pipeline={one} /> },
  {
    id: 'state',
    header: 'Schedule state',
    compare: byText(one => one.state),
    cell: one => <StatusMark status={one.state} />,
  },
  { id: 'health', header: 'Health status', compare: byText(healthWord), cell: one => <Health pipeline={one} /> },
  { id: 'schedule', header: 'Schedule', compare: byText(one => one.period ?? ''), cell: one => scheduleWords(one) },
  {
    id: 'last',
    header: 'Last run',
    compare: byTime(one => one.latestRun),
    cell: (one, zone, now) => <Moment time={one.latestRun} zone={zone} now={now} none="Never ran" />,
  },
  {
    id: 'next',
    header: 'Next run',
    compare: byTime(one => one.nextRun),
    cell: (one, zone, now) => <Moment time={one.nextRun} zone={zone} now={now} none="–" />,
  },
  { id: 'runs', header: 'Runs', cell: one => <RunCounts pipeline={one} /> },
  { id: 'tags', header: 'Tags', cell: one => <Tags tags={one.tags} most={2} /> },
]

/** Both lead to the designer, as the ID did in the console. */
const Names = ({ pipeline: { id, name, description, objects } }: { readonly pipeline: PipelineSummary }) => (
  <>
    <Link
      className="pw-link pw-plist-name"
      to="/pipelines/$pipelineId/design"
      params={{ pipelineId: id }}
      title={description}
    >
      {name}
    </Link>
    <Link className="pw-plist-id" to="/pipelines/$pipelineId/design" params={{ pipelineId: id }}>
      {id}
    </Link>
    <span className="pw-plist-count">
      {objects === undefined ? 'only a draft' : objects === 1 ? '1 object' : `${objects} objects`}
    </span>
  </>
)

interface TagsProps {
  readonly tags: PipelineSummary['tags']
  /** More than so many are only counted. */
  readonly most: number
}

export const Tags = ({ tags, most }: TagsProps) => (
  <>
    {tags.slice(0, most).map(({ key, value }) => (
      <span key={key} className="pw-tag" title={value ? `${key}: ${value}` : key}>
        {key}
        {value && `: ${value}`}
      </span>
    ))}
    {tags.length > most && (
      <span className="pw-quiet" title={tags.map(({ key, value }) => `${key}: ${value}`).join('\n')}>
        +{tags.length - most}
      </span>
    )}
  </>
)

const RunCounts = ({ pipeline }: { readonly pipeline: PipelineSummary }) =>
  Object.keys(pipeline.runs).length === 0 ? (
    <span className="pw-quiet">None yet</span>
  ) : (
    <Link className="pw-pipelines-runs" to="/pipelines/$pipelineId/runs" params={{ pipelineId: pipeline.id }}>
      <CountsMark counts={pipeline.runs} />
    </Link>
  )

/** `Every day`: the schedule in the words of its type. */
function scheduleWords({ scheduleType, period }: PipelineSummary) {
  if (scheduleType?.toLowerCase() === 'ondemand' || period === 'on demand') return 'On demand'
  if (!period) return <span className="pw-quiet">Not set</span>
  const each = /^1\s/.test(period) ? period.replace(/^1\s+/, '') : period
  return (
    <span
      title={
        scheduleType?.toLowerCase() === 'cron' ? 'Runs at the start of each period' : 'Runs at the end of each period'
      }
    >
      Every {each.toLowerCase()}
    </span>
  )
}

interface MomentProps {
  readonly time: number | undefined
  readonly zone: Zone
  readonly now: number
  readonly none: string
}

const Moment = ({ time, zone, now, none }: MomentProps) =>
  time === undefined ? (
    <span className="pw-quiet">{none}</span>
  ) : (
    <span className="pw-number" title={formatAge(time, now)}>
      {formatTime(time, zone)}
    </span>
  )
