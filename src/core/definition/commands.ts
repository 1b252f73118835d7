import { arrange, difference } from './edit.ts'
import {
  addFieldEdits,
  type FieldValue,
  joinFieldEdits,
  removeKeyEdits,
  removeSites,
  setFieldEdits,
  setFieldListEdits,
} from './field-edits.ts'
import { sitesOf } from './fields.ts'
import { formatEdits } from './format.ts'
import { differenceByLines } from './lines.ts'
import { asFile } from './lists.ts'
import { mendEdits } from './mend.ts'
import type { ParameterObject, PipelineObject, Place, TextEdit } from './model.ts'
import { addObjectsEdits, duplicateEdits, removeObjectsEdits, renameObjectEdits, setNameEdits } from './object-edits.ts'
import {
  addParameterEdits,
  moveParameterEdits,
  removeParameterEdits,
  renameParameterEdits,
  setValueEdits,
} from './parameter-edits.ts'
import { type Document, entryOf } from './text.ts'
import type { TextNode } from './tree.ts'

export type { FieldValue } from './field-edits.ts'
export { copyIds, freeId } from './object-edits.ts'

/** An intent: it plans edits of the text, sorted and apart from each other; none if there is nothing to do. */
export interface Command {
  readonly label: string
  edits(document: Document): readonly TextEdit[]
}

/** Gives a field a value; only the value's characters change. Adds the field if the object lacks it. */
export const setField = (id: string, key: string, value: FieldValue, occurrence = 0): Command =>
  key === 'name' && typeof value === 'string'
    ? setName(id, value)
    : key === 'id' && typeof value === 'string'
      ? renameObject(id, value)
      : onObject(`Set ${key} of ${id}`, id, (document, node) =>
          setFieldEdits(document, node, 'object', key, value, occurrence),
        )

/** Gives a field one more value. */
export const addField = (id: string, key: string, value: FieldValue): Command =>
  onObject(`Add ${key} to ${id}`, id, (document, node) => addFieldEdits(document, node, 'object', key, value))

/** Takes a field away, or only one of its values. */
export const removeField = (id: string, key: string, occurrence?: number): Command =>
  onObject(`Remove ${key} of ${id}`, id, (document, node) => removeKeyEdits(document, node, 'object', key, occurrence))

/** Takes several fields away, with all their values. */
export const removeFields = (id: string, keys: readonly string[]): Command =>
  onObject(`Remove fields of ${id}`, id, (document, node) =>
    removeSites(
      document,
      node,
      'object',
      sitesOf(document.text, node, 'object').filter(site => keys.includes(site.key)),
    ),
  )

/** Makes these the values of a field. */
export const setFieldList = (id: string, key: string, values: readonly FieldValue[]): Command =>
  onObject(`Set ${key} of ${id}`, id, (document, node) => setFieldListEdits(document, node, 'object', key, values))

/** Makes one list of a field whose key is repeated in a CLI file, where the AWS CLI would keep only the last. */
export const joinField = (id: string, key: string): Command =>
  onObject(`Make ${key} of ${id} a list`, id, (document, node) => joinFieldEdits(document, node, 'object', key))

/** Points a field of one object to another: in place of what it points to, or, with `many`, besides. */
export const connect = (from: string, key: string, to: string, many: boolean): Command =>
  onObject(`Connect ${from} to ${to}`, from, (document, node) => {
    const sites = sitesOf(document.text, node, 'object').filter(site => site.key === key)
    if (sites.some(site => site.isRef && site.text === to)) return []
    return many
      ? addFieldEdits(document, node, 'object', key, { ref: to })
      : setFieldEdits(document, node, 'object', key, { ref: to })
  })

/** Takes away what points from a field of one object to another. */
export const disconnect = (from: string, key: string, to: string): Command =>
  onObject(`Disconnect ${from} from ${to}`, from, (document, node) => {
    const sites = sitesOf(document.text, node, 'object')
    const doomed = sites.filter(site => site.key === key && site.isRef && site.text === to)
    return removeSites(document, node, 'object', doomed)
  })

/** Adds an object at the end. */
export const addObject = (object: PipelineObject): Command =>
  command(`Add ${object.id}`, document => addObjectsEdits(document, [object]))

/** Adds objects at the end, in one step. */
export const addObjects = (objects: readonly PipelineObject[]): Command =>
  command(`Add ${listed(objects.map(object => object.id))}`, document => addObjectsEdits(document, objects))

/** Removes objects and every reference to them. */
export const removeObjects = (ids: readonly string[]): Command =>
  command(`Remove ${listed(ids)}`, document => removeObjectsEdits(document, new Set(ids)))

/** Gives an object another id; what points to it follows. Does nothing if the new id is taken or empty. */
export const renameObject = (from: string, to: string): Command =>
  command(`Rename ${from} to ${to}`, document => renameObjectEdits(document, from, to))

export const setName = (id: string, name: string): Command =>
  onObject(`Name ${id} ${name}`, id, (document, node) => setNameEdits(document, node, name))

/** Copies objects, each behind its original, under the ids of `copyIds`; references among them follow. */
export const duplicateObjects = (ids: readonly string[]): Command =>
  command(`Duplicate ${listed(ids)}`, document => duplicateEdits(document, ids))

/** Adds a parameter at the end. */
export const addParameter = (parameter: ParameterObject): Command =>
  command(`Add parameter ${parameter.id}`, document => addParameterEdits(document, parameter))

/** Gives a parameter's attribute these values: one text, several, or none, which takes the attribute away. */
export const setParameterAttribute = (
  id: string,
  key: string,
  value: string | readonly string[] | undefined,
): Command =>
  onEntry(`Set ${key} of ${id}`, { parameter: id }, (document, node) =>
    typeof value === 'string'
      ? setFieldListEdits(document, node, 'parameter', key, [value])
      : setFieldListEdits(document, node, 'parameter', key, value ?? []),
  )

/** Removes a parameter and the values kept for it. Expressions that name it stay and are reported by the checks. */
export const removeParameter = (id: string): Command =>
  command(`Remove parameter ${id}`, document => removeParameterEdits(document, id))

/** Gives a parameter another id; its values and the expressions that name it follow. */
export const renameParameter = (from: string, to: string): Command =>
  command(`Rename parameter ${from} to ${to}`, document => renameParameterEdits(document, from, to))

/** Moves a parameter that stands among the objects to the list of parameters. */
export const moveParameter = (id: string): Command =>
  command(`Move ${id} to the parameters`, document => moveParameterEdits(document, id))

/** Keeps these values for a parameter: one text, several, or none, which takes them away. */
export const setParameterValue = (id: string, value: string | readonly string[] | undefined): Command =>
  command(`Set the value of ${id}`, document =>
    setValueEdits(document, id, value === undefined ? [] : typeof value === 'string' ? [value] : value),
  )

/** Puts another text in place; lines that both share stay as they are. */
export const replaceText = (text: string): Command =>
  command('Replace the text', document => differenceByLines(document.text, text))

/** Mends what is wrong with the JSON, as far as there is only one way to. */
export const mendText = (): Command => command('Mend the JSON', document => mendEdits(document.text))

/** Lays the text out anew; only blanks and line breaks between its signs change. */
export const formatText = (): Command => command('Format the text', formatEdits)

/** Puts what a fragment lacks around it, so that it is a file of its own. */
export const completeFile = (): Command =>
  command('Make it a whole file', document => difference(document.text, asFile(document)))

/** What somebody typed. */
export const typed = (edits: readonly TextEdit[]): Command => command('Type', () => edits)

const command = (label: string, plan: (document: Document) => readonly TextEdit[]): Command => ({
  label,
  edits: document => (document.dialect === 'foreign' ? [] : arrange(plan(document))),
})

const onEntry = (
  label: string,
  place: Place,
  plan: (document: Document, node: TextNode) => readonly TextEdit[],
): Command =>
  command(label, document => {
    const entry = entryOf(document, place)
    return entry ? plan(document, entry.node) : []
  })

const onObject = (label: string, id: string, plan: (document: Document, node: TextNode) => readonly TextEdit[]) =>
  onEntry(label, { object: id }, plan)

const listed = (ids: readonly string[]) => (ids.length === 1 ? String(ids[0]) : `${ids.length} objects`)
