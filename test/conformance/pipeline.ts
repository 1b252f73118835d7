import assert from 'node:assert/strict'
import type { InputOf, OutputOf, PipelineService } from '../../src/api/operations.ts'
import { type Objects, wireObjects } from './definitions.ts'

/** What a put carries besides objects: attributes and values of parameters by id. */
export interface Put {
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
  readonly values?: Readonly<Record<string, string | readonly string[]>>
}

type Verdict = OutputOf<'PutPipelineDefinition'>
export type Selector = readonly [
  field: string,
  operator: 'EQ' | 'REF_EQ' | 'LE' | 'GE' | 'BETWEEN',
  ...values: string[],
]

/** A pipeline as its owner sees it. Ids of instances are `@First_<time>`; `run('First')` is that of the beginning. */
export interface Pipeline {
  readonly id: string
  put(objects: Objects, more?: Put): Promise<Verdict>
  activate(more?: Omit<InputOf<'ActivatePipeline'>, 'pipelineId'>): Promise<void>
  deactivate(cancelActive?: boolean): Promise<void>
  /** Sets the status of objects, named by their ids. */
  set(status: string, ...ids: string[]): Promise<void>
  run(componentId: string, offset?: string): string
  /** First value of a field of an object, text or reference. */
  field(id: string, key: string, evaluated?: boolean): Promise<string | undefined>
  /** All values of a field. */
  fields(id: string, key: string, evaluated?: boolean): Promise<readonly string[]>
  /** Every key that an object has. */
  keys(id: string): Promise<readonly string[]>
  /** First value of a field of the pipeline itself. */
  own(key: string): Promise<string | undefined>
  ids(sphere: string, ...selectors: Selector[]): Promise<readonly string[]>
  /** The components of instances named have these statuses; others may have any. */
  stands(expected: Readonly<Record<string, string>>, offset?: string): Promise<void>
  /** The pipeline has that state. */
  isIn(state: string): Promise<void>
  evaluates(expression: string, on?: string): Promise<string>
}

interface Ground {
  readonly service: PipelineService
  readonly at: (offset?: string) => string
  readonly rests: () => Promise<void>
  readonly patience: number
}

export function pipelineOn({ service, at, rests, patience }: Ground, pipelineId: string): Pipeline {
  const run = (componentId: string, offset?: string) => `@${componentId}_${at(offset)}`

  const all = async (id: string, evaluateExpressions = false) => {
    const { pipelineObjects } = await service.DescribeObjects({ pipelineId, objectIds: [id], evaluateExpressions })
    return pipelineObjects[0]?.fields ?? []
  }
  const fields = async (id: string, key: string, evaluated?: boolean) =>
    (await all(id, evaluated)).flatMap(one => (one.key === key ? [one.stringValue ?? one.refValue ?? ''] : []))
  const own = async (key: string) => {
    const { pipelineDescriptionList } = await service.DescribePipelines({ pipelineIds: [pipelineId] })
    return pipelineDescriptionList[0]?.fields.find(one => one.key === key)?.stringValue
  }

  /** Asks again as long as the service may be late. */
  async function eventually(check: () => Promise<void>) {
    for (const until = Date.now() + patience; ; ) {
      try {
        return await check()
      } catch (error) {
        if (Date.now() >= until) throw error
        await new Promise(resolve => setTimeout(resolve, 5_000))
      }
    }
  }

  return {
    id: pipelineId,
    put: (objects, more = {}) =>
      service.PutPipelineDefinition({ pipelineId, pipelineObjects: wireObjects(objects), ...wireParameters(more) }),
    async activate(more = {}) {
      await service.ActivatePipeline({ pipelineId, ...more })
      await rests()
    },
    async deactivate(cancelActive) {
      await service.DeactivatePipeline({ pipelineId, ...(cancelActive !== undefined && { cancelActive }) })
      await rests()
    },
    async set(status, ...objectIds) {
      await service.SetStatus({ pipelineId, objectIds, status })
      await rests()
    },
    run,
    field: async (id, key, evaluated) => (await fields(id, key, evaluated))[0],
    fields,
    keys: async id => (await all(id)).map(one => one.key),
    own,
    async ids(sphere, ...selectors) {
      const query = {
        selectors: selectors.map(([fieldName, type, ...values]) => ({ fieldName, operator: { type, values } })),
      }
      return (await service.QueryObjects({ pipelineId, sphere, query })).ids
    },
    stands: (expected, offset) =>
      eventually(async () => {
        const objectIds = Object.keys(expected).map(id => (id.startsWith('@') ? id : run(id, offset)))
        const { pipelineObjects } = await service.DescribeObjects({ pipelineId, objectIds })
        const status = pipelineObjects.map(one => one.fields.find(field => field.key === '@status')?.stringValue)
        assert.deepStrictEqual(Object.fromEntries(Object.keys(expected).map((id, k) => [id, status[k]])), expected)
      }),
    isIn: state => eventually(async () => assert.equal(await own('@pipelineState'), state)),
    evaluates: async (expression, on) =>
      (await service.EvaluateExpression({ pipelineId, objectId: on ?? run('First'), expression })).evaluatedExpression,
  }
}

export const wireParameters = ({ parameters = {}, values = {} }: Put) => ({
  parameterObjects: Object.entries(parameters).map(([id, attributes]) => ({
    id,
    attributes: spread(attributes).map(([key, stringValue]) => ({ key, stringValue })),
  })),
  parameterValues: spread(values).map(([id, stringValue]) => ({ id, stringValue })),
})

const spread = (values: Readonly<Record<string, string | readonly string[]>>) =>
  Object.entries(values).flatMap(([key, value]) => [value].flat().map(one => [key, one] as const))
