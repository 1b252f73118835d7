import { Fault } from '../api/faults.ts'
import type { Definition } from '../core/definition/model.ts'
import { bareId, isSecret, resolveParameters } from '../core/definition/parameters.ts'
import { partsOfAttempt } from '../core/runs/instance-id.ts'
import type { Attempt } from './instance.ts'
import type { Work } from './ports.ts'
import { type Context, recordOf } from './service/context.ts'
import { lookingBack } from './surroundings.ts'
import { prepare } from './work.ts'

/** An attempt with all that it was handed, evaluated as it was then. */
export interface AttemptWork {
  readonly work: Work
  readonly attempt: Attempt
  readonly logUri: string | undefined
  readonly pipelineName: string
  /** Values that nobody may see, by the bare ids of their parameters. */
  readonly secrets: ReadonlyMap<string, string>
  /** The account that ran it, where that was not this machine. */
  readonly ranIn?: string
}

/** Fails with NotFound where there is no such attempt, and with InvalidRequestException where its fields make no sense. */
export function attemptWork(context: Context, pipelineId: string, attemptId: string): AttemptWork {
  const record = recordOf(context, pipelineId)
  const { instanceId, number } = partsOfAttempt(attemptId) ?? { instanceId: '', number: 0 }
  const instance = context.ledger.instance(pipelineId, instanceId)
  const attempt = context.store.attempts(pipelineId, instanceId).find(one => one.number === number)
  const version = instance && context.ledger.version(pipelineId, instance.plan.version)
  if (!instance || !attempt || !version)
    throw new Fault('NotFound', `There is no attempt ${attemptId} in pipeline ${pipelineId}.`)
  const prepared = prepare(lookingBack(context.ledger), { ...instance, head: attempt })
  if ('errorId' in prepared) throw new Fault('InvalidRequestException', prepared.errorMessage)
  return {
    work: prepared.work,
    attempt,
    logUri: prepared.logUri,
    pipelineName: record.name,
    secrets: secretsOf(version.definition),
  }
}

function secretsOf(definition: Definition): ReadonlyMap<string, string> {
  const ids = new Set([
    ...definition.parameters.filter(isSecret).map(one => bareId(one.id)),
    ...definition.values.filter(one => one.id.startsWith('*')).map(one => bareId(one.id)),
  ])
  const { values } = resolveParameters(definition)
  return new Map(
    [...ids].flatMap(id => {
      const value = values.get(id)?.join(',')
      return value ? [[id, value] as const] : []
    }),
  )
}
