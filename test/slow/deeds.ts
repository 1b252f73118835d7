import { copyObjects, pasteObjects } from '../../src/app/design/clipboard.ts'
import { adopt, type EditorStore } from '../../src/app/state/editor.ts'
import {
  addField,
  addObject,
  addParameter,
  type Command,
  completeFile,
  connect,
  disconnect,
  duplicateObjects,
  type FieldValue,
  freeId,
  joinField,
  mendText,
  moveParameter,
  removeField,
  removeObjects,
  removeParameter,
  renameObject,
  renameParameter,
  replaceText,
  setField,
  setFieldList,
  setName,
  setParameterAttribute,
  setParameterValue,
  typed,
} from '../../src/core/definition/commands.ts'
import { read } from '../../src/core/definition/text.ts'
import { convert, editableText, formats, readDefinition } from '../../src/core/formats/index.ts'
import type { Dice } from './dice.ts'
import type { Named } from './texts.ts'
import { anyText } from './writing.ts'

/** Something that a person does to a document; time passes while they do. */
export type Deed = (editor: EditorStore, dice: Dice, clock: { now: number }) => void

const objectIn = (editor: EditorStore, dice: Dice): string => {
  const { objects } = editor.getState().document.definition
  return objects.length === 0 || dice.chance(0.03) ? 'Nobody' : dice.pick(objects).id
}
const keyIn = (editor: EditorStore, dice: Dice, id: string): string => {
  const fields = editor.getState().document.definition.objects.find(object => object.id === id)?.fields ?? []
  return fields.length === 0 || dice.chance(0.3) ? dice.pick(['command', 'dependsOn', 'myNew']) : dice.pick(fields).key
}
const parameterIn = (editor: EditorStore, dice: Dice): string => {
  const { parameters } = editor.getState().document.definition
  return parameters.length === 0 ? 'myNobody' : dice.pick(parameters).id
}
const someOf = (editor: EditorStore, dice: Dice) =>
  Array.from({ length: 1 + dice.below(3) }, () => objectIn(editor, dice))
const valueFor = (editor: EditorStore, dice: Dice): FieldValue =>
  dice.chance(0.3) ? { ref: objectIn(editor, dice) } : anyText(dice)
const pinned = (editor: EditorStore, dice: Dice) => ({
  ...editor.getState().pins,
  [objectIn(editor, dice)]: { x: dice.below(900), y: dice.below(900) },
})

const runs =
  (make: (editor: EditorStore, dice: Dice) => Command): Deed =>
  (editor, dice) =>
    editor.getState().run(make(editor, dice))

/** Keys pressed one after the other at one place: one step of the history. */
const typing: Deed = (editor, dice, clock) => {
  const { text } = editor.getState().document
  let offset = dice.below(text.length + 1)
  for (const char of dice.pick(['echo', '"', '},\n{', '// note\n', '\r\n', 'é🚀', '[[', '\\u00'])) {
    clock.now += 40
    editor.getState().run(typed([{ offset, length: 0, text: char }]), { merge: 'type', by: 'source' })
    offset += char.length
  }
}

/** Whatever people do to a document, by where they do it; texts are what they paste and import. */
export const deedsWith = (texts: readonly Named[]): Readonly<Record<string, readonly Deed[]>> => ({
  canvas: [
    runs((editor, dice) => {
      const id = freeId(editor.getState().document.definition, dice.pick(['Load', 'Copy', 'Größe']))
      return addObject({ id, name: id, fields: [{ key: 'type', stringValue: 'S3DataNode' }] })
    }),
    runs((editor, dice) => connect(objectIn(editor, dice), 'dependsOn', objectIn(editor, dice), dice.chance(0.7))),
    runs((editor, dice) => disconnect(objectIn(editor, dice), 'dependsOn', objectIn(editor, dice))),
    runs((editor, dice) => removeObjects(someOf(editor, dice))),
    runs((editor, dice) => duplicateObjects(someOf(editor, dice))),
    runs((editor, dice) => renameObject(objectIn(editor, dice), `${objectIn(editor, dice)}${dice.below(99)}`)),
    (editor, dice) => {
      const id = freeId(editor.getState().document.definition, 'Dropped')
      const pins = { ...editor.getState().pins, [id]: { x: dice.below(900), y: 7 } }
      editor.getState().run(addObject({ id, name: id, fields: [] }), { pins })
    },
  ],
  form: [
    runs((editor, dice) => {
      const id = objectIn(editor, dice)
      return setField(id, keyIn(editor, dice, id), valueFor(editor, dice), dice.below(2))
    }),
    runs((editor, dice) => addField(objectIn(editor, dice), dice.pick(['myList', 'input']), valueFor(editor, dice))),
    runs((editor, dice) => {
      const id = objectIn(editor, dice)
      return removeField(id, keyIn(editor, dice, id), dice.pick([undefined, 0, 1]))
    }),
    runs((editor, dice) => {
      const id = objectIn(editor, dice)
      const values = Array.from({ length: dice.below(4) }, () => valueFor(editor, dice))
      return setFieldList(id, keyIn(editor, dice, id), values)
    }),
    runs((editor, dice) => {
      const id = objectIn(editor, dice)
      return joinField(id, keyIn(editor, dice, id))
    }),
    runs((editor, dice) => setName(objectIn(editor, dice), anyText(dice))),
    runs((_, dice) =>
      addParameter({ id: `my${dice.below(999)}`, attributes: [{ key: 'type', stringValue: 'String' }] }),
    ),
    runs((editor, dice) => removeParameter(parameterIn(editor, dice))),
    runs((editor, dice) => moveParameter(parameterIn(editor, dice))),
    runs((editor, dice) => renameParameter(parameterIn(editor, dice), `my${dice.below(999)}`)),
    runs((editor, dice) =>
      setParameterAttribute(parameterIn(editor, dice), 'help', dice.pick([anyText(dice), undefined])),
    ),
    runs((editor, dice) =>
      setParameterValue(parameterIn(editor, dice), dice.pick([anyText(dice), undefined, ['a', 'b']])),
    ),
    (editor, dice, clock) => {
      const id = objectIn(editor, dice)
      for (const said of ['e', 'ec', 'echo']) {
        clock.now += 90
        editor.getState().run(setField(id, 'command', said), { merge: `${id}/command` })
      }
    },
  ],
  text: [
    typing,
    (editor, dice) => {
      const { text } = editor.getState().document
      const offset = dice.below(text.length + 1)
      const length = Math.min(dice.below(dice.chance(0.1) ? 200 : 4), text.length - offset)
      editor.getState().run(typed([{ offset, length, text: '' }]), { by: 'source' })
    },
    runs(() => mendText()),
    runs(() => completeFile()),
  ],
  paste: [
    (editor, dice) => {
      const from = dice.chance(0.5) ? editor.getState().document : read(dice.pick(texts).text)
      const ids = from.definition.objects.map(object => object.id)
      if (ids.length === 0) return
      const copied = copyObjects(from, [dice.pick(ids), dice.pick(ids)])
      const pasted = pasteObjects(editor.getState().document.definition, copied)
      if (pasted) editor.getState().run(pasted.command)
    },
  ],
  import: [
    (editor, dice) => {
      const { text } = dice.pick(texts)
      const { definition } = readDefinition(text)
      const exported = convert(definition, dice.pick(formats).name).files[0]?.text ?? text
      editor.getState().run(replaceText(editableText(readDefinition(dice.chance(0.5) ? text : exported))))
    },
    (editor, dice) => adopt(editor, dice.pick(texts).text, pinned(editor, dice)),
  ],
  pins: [
    (editor, dice) => editor.getState().pin('Move', pinned(editor, dice)),
    (editor, dice, clock) => {
      for (let turn = 0; turn < 3; turn++) {
        clock.now += 16
        editor.getState().pin('Drag', pinned(editor, dice), 'drag')
      }
    },
    editor => editor.getState().pin('Lay out anew', {}),
  ],
})

/** How often each kind is done; imports seldom, or nothing would ever be edited twice. */
export const kinds = [
  ...Array.from({ length: 8 }, () => 'canvas'),
  ...Array.from({ length: 9 }, () => 'form'),
  ...Array.from({ length: 6 }, () => 'text'),
  ...['paste', 'paste', 'pins', 'pins', 'pins', 'import'],
]
