import { type Group, otherKey } from '../../core/graph/groups.ts'
import type { Grouping } from '../../core/graph/pins.ts'

/** What a frame says of its cards, in few words and in whole sentences. */

export function frameCounts({ key, count, inherited }: Group, grouping: Grouping): string {
  if (key === otherKey) return count === 1 ? '1 object' : `${count} objects`
  const verb =
    grouping === 'resource' ? (count === 1 ? 'runs on it' : 'run on it') : count === 1 ? 'keeps to it' : 'keep to it'
  return `${count} ${verb}${inherited > 0 ? `, ${inherited} by inheritance` : ''}`
}

export function frameTitle(group: Group, grouping: Grouping): string {
  const { key, name, members, count, inherited } = group
  if (key === otherKey) return `${name}\nNeither they nor a parent name one.`
  const beside = members.filter(id => id !== key).length - count
  const parts = [
    `${name}: ${frameCounts(group, grouping)}.`,
    inherited > 0 ? 'By inheritance: a parent such as Default says so.' : '',
    beside > 0 ? `${beside} more belong to these alone.` : '',
    'Press to select them all.',
  ]
  return parts.filter(Boolean).join('\n')
}
