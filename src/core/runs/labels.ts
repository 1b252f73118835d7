import type { Definition } from '../definition/model.ts'
import type { InstanceRow } from './instance.ts'

/** Names of a definition's objects by id. */
export const objectNames = (definition: Definition | undefined): ReadonlyMap<string, string> =>
  new Map(definition?.objects.map(object => [object.id, object.name]))

/** Instances under the names their authors gave them: the service names an instance by its id, which says less. */
export const withNames = (
  instances: readonly InstanceRow[],
  names: ReadonlyMap<string, string>,
): readonly InstanceRow[] =>
  instances.map(one => {
    const name = names.get(one.componentId) ?? (one.name === one.id ? one.componentId : one.name)
    return name === one.name ? one : { ...one, name }
  })
