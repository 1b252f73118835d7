import type { Definition } from '../core/definition/model.ts'
import { bareId, resolveParameters } from '../core/definition/parameters.ts'
import { type Roster, rosterOf } from '../engine/roster.ts'
import type { SqliteStore } from './store.ts'

/** What is read of a version, remembered: a version never changes. */
export interface RememberedVersions {
  roster(pipelineId: string, version: number, firstActivation?: number): Roster | undefined
  parameters(pipelineId: string, version: number): Readonly<Record<string, string>>
}

/** Versions that are kept at hand. */
const mostVersions = 1_000

export function rememberedVersions(store: SqliteStore): RememberedVersions {
  const rosters = new Map<string, Roster | undefined>()
  const parameters = new Map<string, Readonly<Record<string, string>>>()
  const remembered = <T>(known: Map<string, T>, key: string, read: () => T): T => {
    const found = known.get(key)
    if (found !== undefined) return found
    if (known.size >= mostVersions) known.delete(known.keys().next().value ?? '')
    const value = read()
    known.set(key, value)
    return value
  }
  return {
    roster: (pipelineId, version, firstActivation) =>
      remembered(rosters, `${pipelineId}|${version}|${firstActivation ?? ''}`, () => {
        const definition = store.version(pipelineId, version)?.definition
        return definition && rosterOf(definition, resolveParameters(definition).values, version, firstActivation)
      }),
    parameters: (pipelineId, version) =>
      remembered(parameters, `${pipelineId}|${version}`, () =>
        parametersOf(store.version(pipelineId, version)?.definition),
      ),
  }
}

/** Values that a version runs with, those of secret parameters masked. */
function parametersOf(definition: Definition | undefined): Readonly<Record<string, string>> {
  if (!definition) return {}
  const secrets = new Set(
    [...definition.parameters, ...definition.values]
      .map(one => one.id)
      .flatMap(id => (id.startsWith('*') ? bareId(id) : [])),
  )
  return Object.fromEntries(
    [...resolveParameters(definition).values]
      .filter(([, values]) => values.length > 0)
      .map(([id, values]) => [id, secrets.has(id) ? '••••••••' : values.join(', ')]),
  )
}
