/** Ways to mend what a rule found, as commands of the editor. */

import {
  addParameter as addParameterCommand,
  type Command,
  connect,
  removeField,
  removeFields,
  removeObjects,
  removeParameter as removeParameterCommand,
  renameParameter as renameParameterCommand,
  setField,
  setParameterAttribute,
} from '../definition/commands.ts'
import { arrange } from '../definition/edit.ts'
import { locate } from '../definition/text.ts'
import type { Stretch } from '../expression/tree.ts'
import { placeOf, type Written } from './facts.ts'
import type { Fix } from './rule.ts'
import { all, few, shown } from './words.ts'

export const setText = (written: Written, text: string): Fix => ({
  label: `Change ${written.key} to ${isSecret(written) ? 'another text' : shown(text)}`,
  command: setField(written.subject.id, written.key, text, written.occurrence),
})

/** Puts other characters in place of a stretch of a text. */
export const replaceWithin = (written: Written, { offset, length }: Stretch, by: string): Fix => {
  const text = written.text ?? ''
  return setText(written, text.slice(0, offset) + by + text.slice(offset + length))
}

export const pointTo = ({ subject, key, occurrence }: Written, id: string): Fix => ({
  label: `Point ${key} to ${id}`,
  command: setField(subject.id, key, { ref: id }, occurrence),
})

export const removeValue = (written: Written): Fix => ({
  label: `Remove ${written.key}${quoted(written)}`,
  command: removeField(written.subject.id, written.key, written.occurrence),
})

export const addText = (id: string, key: string, text: string): Fix => ({
  label: `Set ${key} of ${id} to ${shown(text)}`,
  command: setField(id, key, text),
})

export const addReference = (id: string, key: string, target: string): Fix => ({
  label: `Point ${key} of ${id} to ${target}`,
  command: connect(id, key, target, false),
})

/** Lets a field take its text from a parameter, declared if it is new, whose value is given at activation. */
export const askFor = (
  id: string,
  key: string,
  parameter: string,
  attributes: Readonly<Record<string, string>>,
): Fix => ({
  label: `Take ${key} of ${id} from the parameter ${parameter}`,
  command: {
    label: `Take ${key} of ${id} from ${parameter}`,
    edits: document =>
      arrange([
        ...setField(id, key, `#{${parameter}}`).edits(document),
        ...(document.definition.parameters.some(one => one.id === parameter)
          ? []
          : addParameterCommand({
              id: parameter,
              attributes: Object.entries(attributes).map(([key, stringValue]) => ({ key, stringValue })),
            }).edits(document)),
      ]),
  },
})

/** Gives a field another name where it stands; all its values keep theirs. */
export const renameField = (written: Written, name: string): Fix => ({
  label: `Rename ${written.key} to ${name}`,
  command: renamed(written, name),
})

/** Takes objects away, with every reference to them, and fields of Default that were there for them alone. */
export function removeAll(ids: readonly string[], idle: readonly string[] = []): Fix {
  const also = [...ids.slice(1), ...(idle.length > 0 ? [`${all(idle)} of Default`] : [])]
  const label = also.length === 0 ? `Remove ${ids[0]}` : `Remove ${ids[0]} and what only it uses: ${few(also, 3)}`
  return { label, command: several(label, [removeObjects(ids), removeFields('Default', idle)]) }
}

/** Takes all references away that lead from one object to another. */
export function removeLinks(links: readonly Written[]): Fix {
  const [first] = links
  const names = links.map(({ subject, key, ref }) => `${key} ${ref} of ${subject.id}`)
  const label = links.length === 1 && first ? `Remove ${first.key}${quoted(first)}` : `Remove ${all(names)}`
  return {
    label,
    command: several(
      label,
      links.toReversed().map(written => removeValue(written).command),
    ),
  }
}

/** Gives a field another name, and the object one more field that the new name asks for. */
export function renameFieldWith(written: Written, name: string, key: string, text: string): Fix {
  const rename = renameField(written, name)
  const add = setField(written.subject.id, key, text)
  return {
    label: `${rename.label} and set ${key} to ${shown(text)}`,
    command: several(rename.label, [rename.command, add]),
  }
}

export const addParameter = (id: string): Fix => ({
  label: `Declare the parameter ${id}`,
  command: addParameterCommand({ id, attributes: [{ key: 'type', stringValue: 'String' }] }),
})

export const removeParameter = (id: string): Fix => ({
  label: `Remove the parameter ${id}`,
  command: removeParameterCommand(id),
})

export const renameParameter = (from: string, to: string): Fix => ({
  label: `Rename the parameter to ${to}`,
  command: renameParameterCommand(from, to),
})

export const setAttribute = (id: string, key: string, value: string | readonly string[] | undefined): Fix => ({
  label: value === undefined ? `Remove ${key} of ${id}` : `Set ${key} of ${id} to ${shown([value].flat().join(', '))}`,
  command: setParameterAttribute(id, key, value),
})

/** Several commands that touch different places, as one. */
const several = (label: string, commands: readonly Command[]): Command => ({
  label,
  edits: document => arrange(commands.flatMap(command => command.edits(document))),
})

/** Values that no label repeats. */
const isSecret = ({ key, slot }: Written): boolean =>
  slot?.kind === 'secret' || key.startsWith('*') || /passw|secret|token|credential/i.test(key)

function quoted(written: Written): string {
  const { ref, text } = written
  if (ref) return ` ${ref}`
  return text && text.length < 40 && !isSecret(written) ? ` ${shown(text)}` : ''
}

const renamed = (written: Written, name: string): Command => ({
  label: `Rename ${written.key} of ${written.subject.id}`,
  edits(document) {
    const key = locate(document, placeOf(written), 'key')
    return key ? [{ offset: key.offset, length: key.length, text: JSON.stringify(name) }] : []
  },
})
