import { Fault } from '../../api/faults.ts'
import type { RehearsalSetup } from '../../api/rehearsals.ts'
import type { Definition } from '../../core/definition/model.ts'
import { bareId } from '../../core/definition/parameters.ts'
import { readDefinition } from '../../core/formats/index.ts'
import { withoutSecrets } from '../../core/formats/secrets.ts'
import { readScenario } from '../../core/scenario/read.ts'
import { noScenario } from '../../core/scenario/scenario.ts'
import { standIns } from '../../core/scenario/stand-ins.ts'
import { validate } from '../../core/validation/index.ts'
import { withValues } from '../../engine/run-once.ts'
import type { Settings } from '../settings.ts'
import type { Job } from './job.ts'

interface PlanParts {
  readonly settings: Pick<Settings, 'limits'>
  readonly region: () => string
  readonly nameOf: (pipelineId: string) => string | undefined
}

/** What is to be played, or a Fault that says why it cannot be. */
export function planOf(
  setup: RehearsalSetup,
  text: string,
  parts: PlanParts,
): { readonly plan: Omit<Job, 'file'>; readonly secrets: ReadonlySet<string> } {
  const { pipelineId, from, to, seed } = setup
  const refuse = (message: string) => new Fault('InvalidRequestException', message)
  const pipelineName = parts.nameOf(pipelineId)
  if (pipelineName === undefined)
    throw new Fault('PipelineNotFoundException', `There is no pipeline with id ${pipelineId}.`)
  if (from >= to) throw refuse('The end of a rehearsal must be later than its beginning.')
  const { definition: read, document } = readDefinition(text)
  // Nothing secret is written down with a rehearsal: stand-ins do as well, for nothing really runs.
  const stands = standIns(read, 'all')
  const definition = tellingNothing(read, stands)
  const values = { ...bareKeys(setup.values ?? {}), ...stands }
  if (definition.objects.length === 0)
    throw refuse(document.problems[0]?.message ?? 'The definition has no objects to rehearse.')
  const limits = parts.settings.limits()
  const [error] = validate(withValues(definition, values), limits).filter(one => one.severity === 'error')
  if (error) throw refuse(`The definition has errors and cannot be rehearsed. ${error.message}`)
  const { scenario, problems } = readScenario(setup.scenario.trim() === '' ? '{}' : setup.scenario, definition)
  if (problems.length > 0) throw refuse(`The scenario cannot be played. ${problems[0]}`)
  return {
    secrets: new Set(Object.keys(stands)),
    plan: {
      pipelineId,
      pipelineName,
      definition,
      from,
      to,
      seed,
      values,
      scenario: scenario ?? noScenario,
      region: parts.region(),
      limits,
    },
  }
}

/** A definition without its secrets, but for the names of those that stand-ins are given for. */
function tellingNothing(read: Definition, stands: Readonly<Record<string, string>>): Definition {
  const { definition } = withoutSecrets(read, () => 'stand-in')
  return {
    ...definition,
    parameters: definition.parameters.map(one =>
      bareId(one.id) in stands ? { ...one, attributes: one.attributes.filter(({ key }) => key !== 'default') } : one,
    ),
    values: definition.values.filter(one => !(bareId(one.id) in stands)),
  }
}

const bareKeys = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [bareId(id), value]))
