import { familyOf } from '../../core/catalog/index.ts'
import type { Family } from '../../core/catalog/schema.ts'
import type { Definition, PipelineObject } from '../../core/definition/model.ts'
import { typeOf } from '../../core/definition/query.ts'

export interface Section {
  readonly id: string
  readonly title: string
  /** Whose icon stands before it. */
  readonly family: Family
  /** Families whose objects it lists. */
  readonly families: readonly Family[]
}

/** What stands in no section of its own; what has no type that is known as well. */
export const others: Section = {
  id: 'others',
  title: 'Others',
  family: 'default',
  families: ['default', 'database', 'dataFormat', 'action', 'config', 'utility'],
}

/** The sections of the console's right pane that list objects, in its order. */
export const sections: readonly Section[] = [
  { id: 'activities', title: 'Activities', family: 'activity', families: ['activity'] },
  { id: 'data-nodes', title: 'Data nodes', family: 'dataNode', families: ['dataNode'] },
  { id: 'schedules', title: 'Schedules', family: 'schedule', families: ['schedule'] },
  { id: 'resources', title: 'Resources', family: 'resource', families: ['resource'] },
  { id: 'preconditions', title: 'Preconditions', family: 'precondition', families: ['precondition'] },
  others,
]

/** Every object in its section. */
export function sectionsOf(definition: Definition): ReadonlyMap<Section, readonly PipelineObject[]> {
  return Map.groupBy(definition.objects, object => sectionOf(definition, object))
}

export function sectionOf(definition: Definition, object: PipelineObject): Section {
  const family = familyOf(typeOf(definition, object) ?? '')
  return sections.find(section => family !== undefined && section.families.includes(family)) ?? others
}
