import type { InputOf } from '../../api/operations.ts'
import type { Field, PipelineObject } from '../../core/definition/model.ts'
import type { RemoteService } from './data-pipeline.ts'

type Asked = Pick<InputOf<'DescribeObjects'>, 'pipelineId' | 'evaluateExpressions'>

/** Objects by their ids, 25 a call and page after page. */
export async function describeAll(
  remote: Pick<RemoteService, 'DescribeObjects'>,
  asked: Asked,
  objectIds: readonly string[],
  signal?: AbortSignal,
): Promise<readonly PipelineObject[]> {
  const found: PipelineObject[] = []
  for (let at = 0; at < objectIds.length; at += mostDescribed)
    for (let marker: string | undefined; ; ) {
      const ids = objectIds.slice(at, at + mostDescribed)
      const page = await remote.DescribeObjects({ ...asked, objectIds: ids, ...(marker && { marker }) }, signal)
      found.push(...page.pipelineObjects.map(one => ({ ...one, fields: one.fields.map(plainField) })))
      if (!page.hasMoreResults || !page.marker) break
      marker = page.marker
    }
  return found
}

/** As the definition writes it: what the SDK leaves undefined is not there. */
const plainField = ({ key, stringValue, refValue }: FieldSeen): Field => ({
  key,
  ...(stringValue !== undefined && { stringValue }),
  ...(refValue !== undefined && { refValue }),
})

interface FieldSeen {
  readonly key: string
  readonly stringValue?: string | undefined
  readonly refValue?: string | undefined
}

export const textIn = (fields: readonly Field[], key: string): string | undefined =>
  fields.find(field => field.key === key)?.stringValue

export const refIn = (fields: readonly Field[], key: string): string | undefined =>
  fields.find(field => field.key === key)?.refValue

/** How many objects one call describes. Source: API reference, DescribeObjects. */
const mostDescribed = 25
