import type { Family } from '../../core/catalog/schema.ts'
import type { Apart, ObjectPreview } from '../../core/runs/preview.ts'

/** Objects that run at the same times. */
export interface Group {
  readonly key: string
  readonly objects: readonly ObjectPreview[]
  /** Any of them: they run alike. */
  readonly one: ObjectPreview
  /** What some of them wait for that counts time in another way, each once. */
  readonly apart: readonly (Apart & { readonly of: string })[]
}

/** Objects by the times at which they run, in the order of the definition. */
export function groupsOf(all: readonly ObjectPreview[]): readonly Group[] {
  const groups = Map.groupBy(
    all,
    one => `${one.schedule ?? ''}|${one.type}|${one.moment}|${one.problem?.problem ?? ''}`,
  )
  return [...groups].flatMap(([key, objects]) => {
    const [one] = objects
    return one
      ? [{ key, objects, one, apart: objects.flatMap(own => own.apart.map(other => ({ ...other, of: own.id }))) }]
      : []
  })
}

/** The groups that a selection is about: those of its objects, those that keep to its schedules, or all. */
export function groupsFor(all: readonly Group[], selected: readonly string[]): readonly Group[] {
  const chosen = new Set(selected)
  const found = all.filter(
    ({ objects, one }) =>
      objects.some(object => chosen.has(object.id)) || (one.schedule !== undefined && chosen.has(one.schedule)),
  )
  return found.length > 0 ? found : all
}

/** Such as `3 activities, 1 machine`. */
export function familyCounts(objects: readonly ObjectPreview[]): string {
  const counts = Map.groupBy(objects, one => one.family)
  return [...counts]
    .map(([family, { length }]) =>
      `${length} ${(length === 1 ? names[family] : `${names[family]}s`) ?? family}`.replace('activitys', 'activities'),
    )
    .join(', ')
}

const names: Readonly<Partial<Record<Family, string>>> = {
  activity: 'activity',
  dataNode: 'data node',
  resource: 'machine',
}
