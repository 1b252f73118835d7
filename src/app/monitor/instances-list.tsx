import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { InstanceRow } from '../../core/runs/instance.ts'
import { useRunRoute } from '../state/run-place.ts'
import type { Zone } from '../state/zone.ts'
import { Grid, type GridColumn } from '../ui/grid.tsx'
import { ObjectName } from '../ui/object-name.tsx'
import { Rehearsed, StatusMark } from '../ui/status.tsx'
import { formatAge, formatDuration, formatTime, formatTimeWithZone } from '../ui/time.ts'
import { Taken } from './taken.tsx'
import { gistOf, tookOf } from './words.ts'

interface InstancesListProps {
  readonly instances: readonly InstanceRow[]
  readonly now: number
  readonly zone: Zone
  /** Name of each pipeline; given where instances of several are listed. */
  readonly pipelineNames?: ReadonlyMap<string, string>
  /** Whether all are of one run, so that their scheduled time need not be told. */
  readonly oneRun?: boolean
  readonly selected?: string | undefined
  readonly onOpen: (instance: InstanceRow) => void
}

export function InstancesList({
  instances,
  now,
  zone,
  pipelineNames,
  oneRun = false,
  selected,
  onOpen,
}: InstancesListProps) {
  const names = useMemo(() => new Map(instances.map(one => [one.id, one.name])), [instances])
  const nameOf = (id: string) => names.get(id) ?? idOf(id)
  const routeOf = useRunRoute()
  const columns: readonly GridColumn<InstanceRow>[] = [
    {
      id: 'status',
      header: 'Status',
      width: '206px',
      cell: one => <StatusMark status={one.status} strong />,
    },
    {
      id: 'name',
      header: 'Object',
      width: 'minmax(100px, 1.2fr)',
      cell: one => (
        <span className="pw-status" title={one.id}>
          <ObjectName name={one.name} family={one.family} />
          {one.rehearsed !== undefined && <Rehearsed why={one.rehearsed} />}
          {one.taken !== undefined && <Taken from={one.taken} zone={zone} />}
        </span>
      ),
    },
    {
      id: 'type',
      header: 'Type',
      width: 'minmax(60px, 0.9fr)',
      cell: one => <span className="pw-quiet">{one.type}</span>,
    },
    ...(pipelineNames
      ? [
          {
            id: 'pipeline',
            header: 'Pipeline',
            width: 'minmax(70px, 0.9fr)',
            cell: (one: InstanceRow) => pipelineNames.get(one.pipelineId) ?? one.pipelineId,
          },
        ]
      : []),
    ...(oneRun
      ? []
      : [
          {
            id: 'scheduled',
            header: 'Scheduled',
            width: '126px',
            cell: (one: InstanceRow) => (
              <Link
                className="pw-link pw-number"
                {...routeOf(one.pipelineId, one.scheduledStart)}
                search={{ instance: one.id } as never}
              >
                {formatTime(one.scheduledStart, zone)}
              </Link>
            ),
          },
        ]),
    {
      id: 'started',
      header: 'Started',
      width: oneRun ? '150px' : '90px',
      cell: one =>
        one.actualStart === undefined ? (
          <span className="pw-quiet">–</span>
        ) : (
          <span className="pw-number" title={formatTimeWithZone(one.actualStart, zone, 'second')}>
            {oneRun ? formatTime(one.actualStart, zone, 'second') : formatAge(one.actualStart, now)}
          </span>
        ),
    },
    {
      id: 'duration',
      header: 'Duration',
      width: '80px',
      align: 'end',
      cell: one => {
        const took = tookOf(one.actualStart, one.actualEnd, now)
        return took === undefined ? '–' : formatDuration(took)
      },
    },
    { id: 'attempts', header: 'Tries', width: '44px', align: 'end', cell: one => one.attemptCount },
    {
      id: 'note',
      header: 'What happened',
      width: 'minmax(100px, 2.4fr)',
      cell: one => <Note instance={one} nameOf={nameOf} />,
    },
  ]
  return (
    <Grid
      label="Objects of runs"
      columns={columns}
      count={instances.length}
      itemAt={i => instances[i]}
      isSelected={one => one.id === selected}
      onOpen={onOpen}
    />
  )
}

const idOf = (instanceId: string) => /^@(.*)_\d{4}-\d\d-\d\dT[\d:.]+$/.exec(instanceId)?.[1] ?? instanceId

interface NoteProps {
  readonly instance: InstanceRow
  readonly nameOf: (instanceId: string) => string
}

function Note({ instance, nameOf }: NoteProps) {
  const { errorMessage, errorId, cascadeFailedOn, waitingOn, status } = instance
  if (errorMessage)
    return (
      <span className="pw-mono" title={errorMessage}>
        {gistOf(errorMessage)}
      </span>
    )
  const text =
    errorId ??
    (cascadeFailedOn !== undefined
      ? `because ${nameOf(cascadeFailedOn)} failed`
      : waitingOn.length > 0 && status === 'WAITING_ON_DEPENDENCIES'
        ? `waits for ${waitingOn.map(nameOf).join(', ')}`
        : '')
  return (
    <span className="pw-quiet" title={text}>
      {text}
    </span>
  )
}
