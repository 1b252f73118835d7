/** Ways to mend what a rule found, as commands of the editor. */

import {
  addParameter as addParameterCommand,
  type Command,
  connect,
  removeField,
  removeObjects,
  removeParameter as removeParameterCommand,
  renameParameter as renameParameterCommand,
  setField,
  setParameterAttribute,
} from '../definition/commands.ts'
import { arrange } from '../definition/edit.ts'
import { locate } from '../definition/text.ts'
import { placeOf, type Written } from './facts.ts'
import type { Fix } from './rule.ts'
import { shown } from './words.ts'

export const setText = (written: Written, text: string): Fix => ({
  label: `Change ${written.key} to ${isSecret(written) ? 'another text' : shown(text)}`,
  command: setField(written.subject.id, written.key, text, written.occurrence),
})

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

export const removeObject = (id: string): Fix => ({ label: `Remove ${id}`, command: removeObjects([id]) })

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
