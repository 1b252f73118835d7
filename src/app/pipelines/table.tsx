import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Pagination from '@cloudscape-design/components/pagination'
import Select from '@cloudscape-design/components/select'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import type { PipelineSummary } from '../../api/workspace.ts'
import { useEngineNow } from '../data/clock.ts'
import { useAddress } from '../state/address.ts'
import { useZone, type Zone } from '../state/zone.ts'
import { CountsMark, StatusMark } from '../ui/status.tsx'
import { formatAge, formatTime } from '../ui/time.ts'
import { Health } from './health.tsx'

const Dialogs = lazy(() => import('./dialogs.tsx').then(room => ({ default: room.Dialogs })))

const pageSize = 50

/** The list. Search, state, order and page stand in the address; ticked rows do not. */
export function PipelineTable({ pipelines }: { readonly pipelines: readonly PipelineSummary[] }) {
  const [address, change] = useAddress()
  const zone = useZone()
  const now = useEngineNow(10_000)
  const [ticked, setTicked] = useState<readonly string[]>([])
  const [asked, setAsked] = useState<{ what: string; about: readonly PipelineSummary[] }>()

  const columns = columnsOf(zone, now)
  const sorted = columns.find(column => column.id === (address.sort ?? 'name').replace('-', ''))
  const descending = (address.sort ?? 'name').startsWith('-')
  const found = matching(pipelines, address.q ?? '', address.state)
  const ordered = sorted?.sortingComparator ? [...found].sort(sorted.sortingComparator) : [...found]
  if (descending) ordered.reverse()
  const page = Math.min(Math.max(1, Number(address.page ?? 1) || 1), Math.max(1, Math.ceil(ordered.length / pageSize)))
  const chosen = pipelines.filter(one => ticked.includes(one.id))
  const states = [...new Set(pipelines.map(one => one.state))]

  return (
    <>
      <Table
        variant="container"
        trackBy="id"
        items={ordered.slice((page - 1) * pageSize, page * pageSize)}
        columnDefinitions={columns}
        {...(sorted && { sortingColumn: sorted })}
        sortingDescending={descending}
        onSortingChange={({ detail }) =>
          change({ sort: `${detail.isDescending ? '-' : ''}${(detail.sortingColumn as { id?: string }).id ?? 'name'}` })
        }
        selectionType="multi"
        selectedItems={[...chosen]}
        onSelectionChange={({ detail }) => setTicked(detail.selectedItems.map(one => one.id))}
        ariaLabels={{
          selectionGroupLabel: 'Pipelines to act on',
          allItemsSelectionLabel: () => 'Tick all pipelines on this page',
          itemSelectionLabel: (_, one) => `Tick ${one.name}`,
        }}
        filter={
          <div className="pw-row pw-pipelines-filter">
            <div className="pw-pipelines-search">
              <TextFilter
                filteringText={address.q ?? ''}
                filteringPlaceholder="Find by name, id, description or tag"
                filteringAriaLabel="Find pipelines"
                countText={address.q || address.state ? `${found.length} of ${pipelines.length}` : ''}
                onChange={({ detail }) => change({ q: detail.filteringText || undefined, page: undefined })}
              />
            </div>
            <Select
              ariaLabel="State"
              selectedOption={
                address.state && states.some(state => state === address.state)
                  ? { value: address.state, label: address.state }
                  : { value: '', label: 'Any state' }
              }
              options={[{ value: '', label: 'Any state' }, ...states.map(state => ({ value: state, label: state }))]}
              onChange={({ detail }) => change({ state: detail.selectedOption.value || undefined, page: undefined })}
            />
            <span className="pw-pipelines-actions">
              {chosen.length > 0 && <span className="pw-quiet">{chosen.length} ticked</span>}
              <ButtonDropdown
                items={actionsFor(chosen)}
                disabled={chosen.length === 0}
                onItemClick={({ detail }) => setAsked({ what: detail.id, about: chosen })}
              >
                Actions
              </ButtonDropdown>
            </span>
          </div>
        }
        {...(ordered.length > pageSize && {
          pagination: (
            <Pagination
              currentPageIndex={page}
              pagesCount={Math.ceil(ordered.length / pageSize)}
              onChange={({ detail }) => change({ page: String(detail.currentPageIndex) })}
            />
          ),
        })}
        empty={
          <Box textAlign="center" padding="l">
            <p>No pipeline matches.</p>
            <Button onClick={() => change({ q: undefined, state: undefined })}>Clear the filter</Button>
          </Box>
        }
      />
      {asked && (
        <Suspense>
          <Dialogs
            {...asked}
            close={done => {
              setAsked(undefined)
              if (done) setTicked([])
            }}
          />
        </Suspense>
      )}
    </>
  )
}

const inactive: ReadonlySet<PipelineSummary['state']> = new Set(['PENDING', 'INACTIVE', 'FINISHED', 'DELETING'])

/** What can be done with the ticked pipelines; what cannot says why. */
function actionsFor(chosen: readonly PipelineSummary[]) {
  const single = chosen.length === 1
  const active = chosen.filter(one => !inactive.has(one.state))
  return [
    { id: 'activate', text: 'Activate…', disabled: !single, disabledReason: 'Tick one pipeline.' },
    {
      id: 'deactivate',
      text: 'Deactivate…',
      disabled: active.length === 0,
      disabledReason: 'None of these is active.',
    },
    { id: 'clone', text: 'Clone…', disabled: !single, disabledReason: 'Tick one pipeline.' },
    { id: 'tags', text: 'Edit tags…', disabled: !single, disabledReason: 'Tick one pipeline.' },
    { id: 'delete', text: 'Delete…' },
  ]
}

function matching(pipelines: readonly PipelineSummary[], words: string, state: string | undefined) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return pipelines.filter(one => {
    if (state !== undefined && one.state !== state) return false
    const said = [one.name, one.id, one.description, ...one.tags.map(tag => `${tag.key}=${tag.value}`)]
      .join(' ')
      .toLowerCase()
    return wanted.every(word => said.includes(word))
  })
}

const byText = (of: (one: PipelineSummary) => string) => (a: PipelineSummary, b: PipelineSummary) =>
  of(a).localeCompare(of(b))
const byTime = (of: (one: PipelineSummary) => number | undefined) => (a: PipelineSummary, b: PipelineSummary) =>
  (of(a) ?? 0) - (of(b) ?? 0)

function columnsOf(zone: Zone, now: number): (TableProps.ColumnDefinition<PipelineSummary> & { id: string })[] {
  return [
    {
      id: 'name',
      header: 'Name',
      isRowHeader: true,
      minWidth: 200,
      sortingComparator: byText(one => one.name),
      cell: one => (
        <div>
          <Link
            className="pw-link pw-pipelines-name"
            to="/pipelines/$pipelineId/design"
            params={{ pipelineId: one.id }}
          >
            {one.name}
          </Link>
          <div className="pw-pipelines-about" title={`${one.id}${one.description ? `\n${one.description}` : ''}`}>
            {one.objects === 1 ? '1 object' : `${one.objects} objects`} · {one.description ?? one.id}
          </div>
        </div>
      ),
    },
    {
      id: 'state',
      header: 'State',
      minWidth: 120,
      sortingComparator: byText(one => one.state),
      cell: one => <StatusMark status={one.state} />,
    },
    {
      id: 'health',
      header: 'Health',
      minWidth: 110,
      sortingComparator: byText(one => one.health ?? ''),
      cell: one => <Health pipeline={one} />,
    },
    {
      id: 'schedule',
      header: 'Schedule',
      minWidth: 130,
      sortingComparator: byText(one => one.period ?? ''),
      cell: one => scheduleWords(one),
    },
    {
      id: 'last',
      header: 'Last run',
      minWidth: 132,
      sortingComparator: byTime(one => one.latestRun),
      cell: one => <Moment time={one.latestRun} zone={zone} now={now} none="Never ran" />,
    },
    {
      id: 'next',
      header: 'Next run',
      minWidth: 132,
      sortingComparator: byTime(one => one.nextRun),
      cell: one => <Moment time={one.nextRun} zone={zone} now={now} none="–" />,
    },
    { id: 'runs', header: 'Runs', minWidth: 120, cell: one => <RunCounts pipeline={one} /> },
    {
      id: 'tags',
      header: 'Tags',
      minWidth: 120,
      cell: one =>
        one.tags.map(tag => (
          <span key={tag.key} className="pw-tag">
            {tag.key}
            {tag.value && `: ${tag.value}`}
          </span>
        )),
    },
  ]
}

const RunCounts = ({ pipeline }: { readonly pipeline: PipelineSummary }) =>
  Object.keys(pipeline.runs).length === 0 ? (
    <span className="pw-quiet">None yet</span>
  ) : (
    <Link className="pw-pipelines-runs" to="/pipelines/$pipelineId/runs" params={{ pipelineId: pipeline.id }}>
      <CountsMark counts={pipeline.runs} />
    </Link>
  )

/** `Every day at its start`: the schedule in the words of its type. */
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
