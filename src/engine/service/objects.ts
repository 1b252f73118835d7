import type { InputOf, PipelineService } from '../../api/operations.ts'
import type { PipelineObject } from '../../core/definition/model.ts'
import { resolveParameters } from '../../core/definition/parameters.ts'
import { type Surroundings, scopeOf } from '../../core/definition/scope.ts'
import { evaluateTemplate } from '../../core/expression/evaluate.ts'
import { partsOfAttempt } from '../../core/runs/instance-id.ts'
import type { PipelineRecord } from '../ports.ts'
import { surroundingsOf, surroundingsOfAttempt } from '../surroundings.ts'
import { type Context, invalid, recordOf } from './context.ts'
import { describeAttempt, describeComponent, describeInstance, evaluatedComponent, objectOf } from './describe.ts'
import { queryObjects } from './query.ts'
import { verdictOf } from './verdict.ts'

type Operations = Pick<PipelineService, 'DescribeObjects' | 'QueryObjects' | 'EvaluateExpression'>

export function objects(context: Context): Operations {
  return {
    QueryObjects: async input => {
      context.runtime.flush()
      return queryObjects(context, recordOf(context, input.pipelineId), input)
    },

    async DescribeObjects(input) {
      context.runtime.flush()
      const record = recordOf(context, input.pipelineId)
      const described = describe(context, record, input)
      return {
        pipelineObjects: described.map(({ id, name, fields }) => ({ id, name, fields: [...fields] })),
        hasMoreResults: false,
      }
    },

    async EvaluateExpression({ pipelineId, objectId, expression }) {
      context.runtime.flush()
      const record = recordOf(context, pipelineId)
      const here = surroundings(context, record, objectId)
      if (!here) throw invalid(`There is no object ${objectId} in pipeline ${pipelineId}.`)
      const result = evaluateTemplate(expression, scopeOf(here))
      if ('error' in result) throw invalid(`The expression cannot be evaluated: ${result.error}`)
      return { evaluatedExpression: result.values.join(',') }
    },
  }
}

function describe(
  context: Context,
  record: PipelineRecord,
  input: InputOf<'DescribeObjects'>,
): readonly PipelineObject[] {
  const evaluate = input.evaluateExpressions ?? false
  let shared: ReturnType<typeof componentFacts> | undefined
  return input.objectIds.map(id => {
    const tried = attemptOf(context, record, id)
    if (tried) return describeAttempt(context, tried.instance, tried.attempt, evaluate)
    const instance = context.ledger.instance(record.id, id)
    if (instance) return describeInstance(context, instance, evaluate)
    const object = objectOf(context, record, id)
    if (!object) throw invalid(`There is no object ${id} in pipeline ${record.id}.`)
    shared ??= componentFacts(context, record)
    const described = describeComponent(context, record, object, shared.stats.get(id), shared.errors.get(id) ?? [])
    const here = evaluate ? surroundings(context, record, id) : undefined
    return here ? evaluatedComponent(here, described) : described
  })
}

function attemptOf({ ledger, store }: Context, record: PipelineRecord, id: string) {
  const parts = partsOfAttempt(id)
  const instance = parts && ledger.instance(record.id, parts.instanceId)
  const attempt = instance && store.attempts(record.id, instance.plan.id).find(one => one.number === parts.number)
  return attempt && { instance, attempt }
}

function componentFacts(context: Context, record: PipelineRecord) {
  const definition =
    record.latest === undefined ? undefined : context.ledger.version(record.id, record.latest)?.definition
  const verdict = record.errored && definition ? verdictOf(definition, context.settings.limits()) : undefined
  return {
    stats: new Map(context.store.stats(record.id).map(one => [one.componentId, one])),
    errors: new Map(verdict?.validationErrors.map(one => [one.id ?? '', (one.errors ?? []) as string[]])),
  }
}

/** Where expressions of an object stand: a component without a run, an instance or attempt within its own. */
function surroundings(context: Context, record: PipelineRecord, id: string): Surroundings | undefined {
  const tried = attemptOf(context, record, id)
  if (tried) return surroundingsOfAttempt(context.ledger, tried.instance, tried.attempt)
  const instance = context.ledger.instance(record.id, id)
  if (instance) return surroundingsOf(context.ledger, instance)
  const object = objectOf(context, record, id)
  const definition =
    record.latest === undefined ? undefined : context.ledger.version(record.id, record.latest)?.definition
  return object && definition && { definition, object, values: resolveParameters(definition).values }
}
