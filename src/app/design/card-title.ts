import { inheritedWords } from '../../core/graph/inherited.ts'
import type { Card } from '../../core/graph/project.ts'
import { familyWord } from '../ui/family.tsx'

/** All that a card says when one points at it, line by line. */
export function cardTitle(card: Card, hidden: boolean): string {
  const { id, name, type, family, lines, note, folded, members } = card
  if (members) return `${name}\n${members.length} objects, collapsed. Press twice to expand.\n\n${listed(members)}`
  const parts = [
    name,
    name === id ? '' : `id ${id}`,
    `${type ?? 'No type yet'} (${familyWord(family).toLowerCase()})`,
    lines[0] ?? '',
    note === undefined ? '' : `\nNote: ${note}`,
    folded
      ? `\n${folded === 1 ? 'One object that hangs on it is' : `${folded} objects that hang on it are`} folded away.`
      : '',
    ...inheritedWords(card).map((line, at) => (at === 0 ? `\n${line}` : line)),
    hidden ? '\nThe text is broken where this object stands; it is shown as it was.' : '',
  ]
  return parts.filter(Boolean).join('\n')
}

const most = 20

const listed = (ids: readonly string[]): string =>
  `${ids.slice(0, most).join('\n')}${ids.length > most ? `\nand ${ids.length - most} more` : ''}`
