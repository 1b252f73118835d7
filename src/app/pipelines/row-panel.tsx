import './row-panel.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { PipelineSummary } from '../../api/pipelines.ts'
import { familyOf, isRunnable } from '../../core/catalog/index.ts'
import type { Family } from '../../core/catalog/schema.ts'
import type { Definition, PipelineObject } from '../../core/definition/model.ts'
import { ownValue, typeOf } from '../../core/definition/query.ts'
import { parseDateTime } from '../../core/expression/value.ts'
import type { Status } from '../../core/runs/instance.ts'
import { componentsQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { useZone } from '../state/zone.ts'
import { FamilyIcon, families, familyInk } from '../ui/family.tsx'
import { Trouble, Waiting } from '../ui/kit.tsx'
import { StatusMark } from '../ui/status.tsx'
import { formatTime, formatTimeWithZone } from '../ui/time.ts'
import { Tags } from './columns.tsx'
import { HealthLink } from './health.tsx'

interface PanelProps {
  readonly pipeline: PipelineSummary
  readonly editTags: () => void
}

/** What a row opens to: schedules, tags, and every part that runs with its health, as the service describes them. */
export function RowPanel({ pipeline, editTags }: PanelProps) {
  const { id: pipelineId, name, description } = pipeline
  const { data, error, refetch } = useQuery(componentsQuery(useService(), pipelineId))
  const zone = useZone()
  return (
    <section className="pw-row-panel" aria-label={`Details of ${name}`}>
      <div className="pw-row-panel-side">
        {description && <p>{description}</p>}
        <div>
          <h3>Schedule</h3>
          {data ? <Schedules definition={data.definition} pipeline={pipeline} /> : <span className="pw-quiet">…</span>}
        </div>
        <div>
          <h3>Tags</h3>
          {pipeline.tags.length === 0 ? (
            <span className="pw-quiet">None. </span>
          ) : (
            <Tags tags={pipeline.tags} most={10} />
          )}{' '}
          <button type="button" className="pw-plain pw-link" onClick={editTags}>
            View all/Edit
          </button>
        </div>
        <div>
          <h3>Created</h3>
          <span className="pw-number">{formatTimeWithZone(pipeline.createdAt, zone)}</span>
        </div>
        <div className="pw-row-panel-links">
          <Link className="pw-link" to="/pipelines/$pipelineId/runs" params={{ pipelineId }}>
            View execution details
          </Link>
          <Link className="pw-link" to="/pipelines/$pipelineId/design" params={{ pipelineId }}>
            Open the designer
          </Link>
          <Link className="pw-link" to="/pipelines/$pipelineId/launch" params={{ pipelineId }}>
            Launch
          </Link>
        </div>
      </div>
      <div className="pw-row-panel-parts">
        {error && <Trouble what="Its parts could not be read" error={error} retry={() => void refetch()} />}
        {!data && !error && <Waiting what="Asking the service for its parts" />}
        {data && <Parts pipelineId={pipelineId} {...data} />}
      </div>
    </section>
  )
}

function Schedules({ definition, pipeline }: { readonly definition: Definition; readonly pipeline: PipelineSummary }) {
  const schedules = definition.objects.filter(object => familyOf(typeOf(definition, object) ?? '') === 'schedule')
  if (schedules.length === 0 || pipeline.scheduleType === 'ondemand')
    return <span>{pipeline.scheduleType === 'ondemand' ? 'On demand: each activation is one run.' : 'None.'}</span>
  return (
    <ul>
      {schedules.map(one => (
        <li key={one.id}>
          <b>{one.name}</b>: every {(ownValue(one, 'period') ?? '…').toLowerCase()}, {startWords(one)}
          {endWords(one)}
        </li>
      ))}
    </ul>
  )
}

function startWords(schedule: PipelineObject): string {
  const start = ownValue(schedule, 'startDateTime')
  return start === undefined ? 'from its first activation on' : `from ${start.replace('T', ' ')} UTC`
}

function endWords(schedule: PipelineObject): string {
  const end = ownValue(schedule, 'endDateTime')
  const times = ownValue(schedule, 'occurrences')
  return end ? ` to ${end.replace('T', ' ')} UTC` : times ? `, ${times} times` : ', without end'
}

const order: readonly Family[] = ['activity', 'precondition', 'dataNode', 'resource']

interface PartsProps {
  readonly pipelineId: string
  readonly definition: Definition
  readonly described: readonly PipelineObject[]
}

/** Every component that runs, activities first. */
function Parts({ pipelineId, definition, described }: PartsProps) {
  const zone = useZone()
  const parts = described
    .flatMap(object => {
      const family = familyOf(typeOf(definition, object) ?? '')
      return family && isRunnable(family) ? [{ object, family, type: typeOf(definition, object) ?? '' }] : []
    })
    .toSorted((a, b) => order.indexOf(a.family) - order.indexOf(b.family))
  if (parts.length === 0)
    return (
      <p className="pw-quiet">The service has no definition of it in which anything runs. Its draft may have one.</p>
    )
  const tallies = [...Map.groupBy(parts, part => part.family)].map(
    ([family, all]) =>
      `${all.length} ${(all.length === 1 ? families[family].word : families[family].plural).toLowerCase()}`,
  )
  return (
    <>
      <h3>Components and their health</h3>
      <p className="pw-note">{tallies.join(', ')}</p>
      <div className="pw-row-panel-scroll" data-scroll>
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Type</th>
              <th scope="col">Status</th>
              <th scope="col">Health</th>
              <th scope="col">Last run</th>
            </tr>
          </thead>
          <tbody>
            {parts.map(({ object, family, type }) => (
              <tr key={object.id}>
                <td>
                  <span className="pw-object" style={{ color: familyInk(family) }}>
                    <span className="pw-object-icon">
                      <FamilyIcon family={family} size={15} />
                    </span>
                    <Link
                      className="pw-link pw-cut"
                      to="/pipelines/$pipelineId/design"
                      params={{ pipelineId }}
                      search={{ select: encodeURIComponent(object.id) } as never}
                      title={`See ${object.id} in the designer`}
                    >
                      {object.name}
                    </Link>
                  </span>
                </td>
                <td>{type}</td>
                <td>
                  <StatusMark status={(ownValue(object, '@status') ?? 'PENDING') as Status} />
                </td>
                <td>
                  <PartHealth pipelineId={pipelineId} object={object} />
                </td>
                <td className="pw-number">{momentOf(object, '@latestRunTime', time => formatTime(time, zone))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function PartHealth({ pipelineId, object }: { readonly pipelineId: string; readonly object: PipelineObject }) {
  const health = ownValue(object, '@healthStatus')
  if (health)
    return (
      <HealthLink
        pipelineId={pipelineId}
        health={health}
        instanceId={ownValue(object, '@healthStatusFromInstanceId')}
      />
    )
  return (
    <span className="pw-quiet">
      {ownValue(object, '@latestRunTime') === undefined ? 'No Health Information Available' : 'No Completed Executions'}
    </span>
  )
}

function momentOf(object: PipelineObject, key: string, words: (time: number) => string) {
  const time = parseDateTime(ownValue(object, key) ?? '')
  return time === undefined ? <span className="pw-quiet">–</span> : words(time)
}
