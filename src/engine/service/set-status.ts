import type { PipelineService } from '../../api/operations.ts'
import { objectById } from '../../core/definition/query.ts'
import type { PipelineRecord } from '../ports.ts'
import { type Context, invalid, recordOf } from './context.ts'

const componentVerbs = ['PAUSE', 'RESUME']
const instanceVerbs = ['TRY_CANCEL', 'RERUN', 'MARK_FINISHED']

/**
 * Source: API reference, SetStatus. A verb that does not suit the state of an object changes nothing. With `revive`, a
 * FINISHED pipeline takes it as well, and is FINISHED again when what was set going is over.
 */
export const setStatus =
  (context: Context, revive: boolean): PipelineService['SetStatus'] =>
  async ({ pipelineId, objectIds, status }) => {
    const { runtime, ledger } = context
    const record = recordOf(context, pipelineId)
    const verb = status.toUpperCase()
    if (record.state === 'FINISHED' && !revive)
      throw invalid(`Pipeline ${pipelineId} is FINISHED; activate it again before you set a status in it.`)
    if (!componentVerbs.includes(verb) && !instanceVerbs.includes(verb))
      throw invalid(`'${status}' cannot be set; say ${[...componentVerbs, ...instanceVerbs].join(', ')}.`)
    const instances = objectIds.filter(id => id.startsWith('@'))
    if (instances.length > 0 && instances.length < objectIds.length)
      throw invalid('Components and instances cannot be mixed in one call.')
    if (instances.length > 0 !== instanceVerbs.includes(verb))
      throw invalid(
        instances.length > 0
          ? `${verb} is for components; instances take ${instanceVerbs.join(', ')}.`
          : `${verb} is for instances; components take ${componentVerbs.join(', ')}.`,
      )
    if (instances.length === 0) hold(context, record, objectIds, verb === 'PAUSE')
    else
      for (const id of instances) {
        const instance = ledger.instance(pipelineId, id)
        if (!instance) throw invalid(`There is no instance ${id} in pipeline ${pipelineId}.`)
      }
    if (instances.length > 0 && record.state === 'FINISHED') {
      ledger.setPipeline({ ...record, state: 'SCHEDULED' })
      runtime.touch(pipelineId)
    }
    for (const id of instances) {
      const instance = ledger.instance(pipelineId, id)
      if (verb === 'TRY_CANCEL') runtime.tell(pipelineId, id, { type: 'cancel', reason: 'Somebody canceled it.' })
      else if (verb === 'MARK_FINISHED') runtime.tell(pipelineId, id, { type: 'markFinished' })
      else if (instance) runtime.rerun(instance)
    }
    await runtime.saved()
  }

function hold({ ledger, runtime }: Context, record: PipelineRecord, ids: readonly string[], pause: boolean) {
  const definitions = [record.active, record.latest].flatMap(number =>
    number === undefined ? [] : (ledger.version(record.id, number)?.definition ?? []),
  )
  const unknown = ids.find(id => !definitions.some(definition => objectById(definition, id)))
  if (unknown !== undefined) throw invalid(`There is no component ${unknown} in pipeline ${record.id}.`)
  const paused = new Set(record.paused)
  for (const id of ids) {
    if (pause) paused.add(id)
    else paused.delete(id)
  }
  ledger.setPipeline({ ...record, paused: [...paused] })
  for (const { plan } of ledger.live(record.id))
    if (ids.includes(plan.componentId)) runtime.tell(record.id, plan.id, { type: pause ? 'hold' : 'unhold' })
}
