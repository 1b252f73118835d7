import { objectTypes } from '../../core/catalog/index.ts'
import type { Action } from '../state/actions.ts'
import { derive, graphOf } from '../state/derived.ts'
import type { Session } from '../state/session.ts'

/** What the palette can add to the graph: one action for each type of the catalogue. */
export const typeActions = (add: (type: string) => void): readonly Action[] =>
  objectTypes
    .filter(type => type.family !== 'default')
    .map(type => ({
      id: `add/${type.name}`,
      label: `Add ${type.name}`,
      about: type.deprecated ? `Retired: use ${type.deprecated}.` : type.summary,
      group: 'Add to the graph',
      family: type.family,
      run: () => add(type.name),
    }))

/** Where the palette can go: one action for each object. */
export function objectActions({ editor }: Session, go: (id: string) => void): readonly Action[] {
  const { document, whole } = editor.getState()
  return graphOf(derive(document, whole).definition).cards.map(card => ({
    id: `object/${card.id}`,
    label: card.name === card.id ? card.id : `${card.name} (${card.id})`,
    about: card.type ?? 'No type yet',
    group: 'Objects',
    ...(card.family && { family: card.family }),
    run: () => go(card.id),
  }))
}
