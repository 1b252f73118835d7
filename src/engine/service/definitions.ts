import type { InputOf, PipelineService } from '../../api/operations.ts'
import type { Definition, Field } from '../../core/definition/model.ts'
import { resolveParameters } from '../../core/definition/parameters.ts'
import type { PipelineRecord } from '../ports.ts'
import { rosterOf } from '../roster.ts'
import { mostObjectsOf } from '../settings.ts'
import { backfillWarnings } from './backfill.ts'
import { type Context, invalid, recordOf } from './context.ts'
import { forbiddenEdits } from './forbidden.ts'
import { type Verdict, verdictOf } from './verdict.ts'

type Operations = Pick<
  PipelineService,
  'PutPipelineDefinition' | 'ValidatePipelineDefinition' | 'GetPipelineDefinition'
>

export function definitions(context: Context): Operations {
  const { ledger, runtime } = context
  return {
    async ValidatePipelineDefinition(input) {
      const record = recordOf(context, input.pipelineId)
      return judge(context, record, definitionOf(input))
    },

    async PutPipelineDefinition(input) {
      const record = recordOf(context, input.pipelineId)
      const definition = definitionOf(input)
      refuse(definition, mostObjectsOf(context.settings))
      const verdict = judge(context, record, definition)
      const version = record.versions + 1
      ledger.addVersion({ pipelineId: record.id, version, createdAt: runtime.now(), source: 'put', definition })
      ledger.setPipeline({ ...record, versions: version, latest: version, errored: verdict.errored })
      await runtime.saved()
      return verdict
    },

    async GetPipelineDefinition({ pipelineId, version }) {
      const record = recordOf(context, pipelineId)
      const wanted = (version ?? 'latest').toLowerCase()
      if (wanted !== 'latest' && wanted !== 'active')
        throw invalid(`There is no version '${version}'; ask for latest or active.`)
      const number = wanted === 'active' ? record.active : record.latest
      if (wanted === 'active' && number === undefined)
        throw invalid(`Pipeline ${pipelineId} was never activated, so it has no active version.`)
      const definition = number === undefined ? undefined : ledger.version(pipelineId, number)?.definition
      return {
        pipelineObjects: (definition?.objects ?? []).map(object => ({ ...object, fields: [...object.fields] })),
        parameterObjects: (definition?.parameters ?? []).map(one => ({ ...one, attributes: [...one.attributes] })),
        parameterValues: [...(definition?.values ?? [])],
      }
    },
  }
}

function definitionOf(input: InputOf<'PutPipelineDefinition'>): Definition {
  return {
    objects: input.pipelineObjects.map(({ id, name, fields }) => ({ id, name, fields: fields.map(plain) })),
    parameters: input.parameterObjects ?? [],
    values: input.parameterValues ?? [],
  }
}

const plain = ({
  key,
  stringValue,
  refValue,
}: {
  key: string
  stringValue?: string | undefined
  refValue?: string | undefined
}): Field => ({
  key,
  ...(stringValue !== undefined && { stringValue }),
  ...(refValue !== undefined && { refValue }),
})

/** What is not even saved. Source: API reference, PutPipelineDefinition; empty attributes from what clients met. */
function refuse({ objects, parameters }: Definition, mostObjects: number) {
  if (objects.length > mostObjects)
    throw invalid(`A pipeline has at most ${mostObjects} objects; this one has ${objects.length}.`)
  for (const { id, name, fields } of objects) {
    if (id === '' || name === '') throw invalid('Every object needs an id and a name.')
    const empty = fields.find(field => field.stringValue === '' || field.refValue === '')
    if (empty) throw invalid(`Field '${empty.key}' of ${id} is empty; give a value or leave the field out.`)
    const bare = fields.find(field => field.stringValue === undefined && field.refValue === undefined)
    if (bare) throw invalid(`Field '${bare.key}' of ${id} has neither a stringValue nor a refValue.`)
  }
  for (const { id, attributes } of parameters) {
    const empty = attributes.find(one => one.stringValue === '')
    if (empty) throw invalid(`Attribute '${empty.key}' of parameter ${id} is empty; give a value or leave it out.`)
  }
}

function judge({ ledger, runtime, settings }: Context, record: PipelineRecord, definition: Definition): Verdict {
  const active = record.active === undefined ? undefined : ledger.version(record.id, record.active)?.definition
  if (active) return verdictOf(definition, settings.limits(), forbiddenEdits(active, definition))
  const roster = rosterOf(definition, resolveParameters(definition).values, record.versions + 1)
  return verdictOf(definition, settings.limits(), [], backfillWarnings(roster, runtime.now()))
}
