/** Ways to mend what a rule found, as commands of the editor. */

import {
  addField,
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
import { locate } from '../definition/text.ts'
import { placeOf, type Written } from './facts.ts'
import type { Fix } from './rule.ts'
import { shown } from './words.ts'

export const setText = ({ subject, key, occurrence }: Written, text: string): Fix => ({
  label: `Change ${key} to ${shown(text)}`,
  command: setField(subject.id, key, text, occurrence),
})

export const pointTo = ({ subject, key, occurrence }: Written, id: string): Fix => ({
  label: `Point ${key} to ${id}`,
  command: setField(subject.id, key, { ref: id }, occurrence),
})

export const removeValue = ({ subject, key, occurrence, text, ref }: Written): Fix => ({
  label: ref ? `Remove ${key} ${ref}` : text && text.length < 40 ? `Remove ${key} ${shown(text)}` : `Remove ${key}`,
  command: removeField(subject.id, key, occurrence),
})

export const addText = (id: string, key: string, text: string): Fix => ({
  label: `Set ${key} of ${id} to ${shown(text)}`,
  command: setField(id, key, text),
})

export const addReference = (id: string, key: string, target: string, many = false): Fix => ({
  label: `Point ${key} of ${id} to ${target}`,
  command: many ? addField(id, key, { ref: target }) : connect(id, key, target, false),
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

const renamed = (written: Written, name: string): Command => ({
  label: `Rename ${written.key} of ${written.subject.id}`,
  edits(document) {
    const key = locate(document, placeOf(written), 'key')
    return key ? [{ offset: key.offset, length: key.length, text: JSON.stringify(name) }] : []
  },
})
