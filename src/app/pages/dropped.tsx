import Button from '@cloudscape-design/components/button'
import { type DragEvent, type ReactNode, useState } from 'react'
import { addParameter, replaceText, setParameterValue } from '../../core/definition/commands.ts'
import { mend } from '../../core/definition/mend.ts'
import type { Definition } from '../../core/definition/model.ts'
import { objectById } from '../../core/definition/query.ts'
import { writeCli } from '../../core/formats/cli.ts'
import { describeReading } from '../../core/formats/describe.ts'
import { editableText, type Reading, readDefinition } from '../../core/formats/index.ts'
import { type Pasted, pasteObjects } from '../design/clipboard.ts'
import { sequence } from '../state/sequence.ts'
import { type Session, useSession } from '../state/session.ts'
import { say, select } from '../state/view.ts'
import { Dialog } from '../ui/dialog.tsx'
import { tell } from '../ui/toasts.tsx'

/** A definition larger than this is surely something else. */
const mostBytes = 20_000_000

interface Dropped {
  readonly file: string
  readonly reading: Reading
}

/** Takes a definition that is dropped as a file anywhere on the designer, and asks what to do with it. */
export function DropTarget({ children }: { readonly children: ReactNode }) {
  const [dropped, setDropped] = useState<Dropped>()
  const onDrop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files
    if (!file) return
    event.preventDefault()
    if (file.size > mostBytes)
      return tell(`${file.name} is larger than 20 MB, so it can hardly be a definition.`, 'info')
    void file.text().then(text => setDropped({ file: file.name, reading: readDefinition(text) }))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files are also taken by the page that creates pipelines, with the keyboard.
    <div
      style={{ display: 'contents' }}
      onDrop={onDrop}
      onDragOver={event => {
        if (event.dataTransfer.types.includes('Files')) event.preventDefault()
      }}
    >
      {children}
      {dropped && <Ask dropped={dropped} close={() => setDropped(undefined)} />}
    </div>
  )
}

function Ask({ dropped: { file, reading }, close }: { readonly dropped: Dropped; readonly close: () => void }) {
  const session = useSession()
  const { objects } = reading.definition
  const text = mend(editableText(reading)).text
  const others = reading.definition.parameters.length + reading.definition.values.length
  const adds = addable(session, reading.definition)
  const act = (work: () => void) => () => {
    work()
    close()
  }
  return (
    <Dialog
      header={`What to do with ${file}?`}
      close={close}
      actions={
        <>
          <Button disabled={objects.length === 0} onClick={act(() => replace(session, text, file))}>
            Replace this definition
          </Button>
          <Button
            variant="primary"
            disabled={adds.length + others === 0}
            onClick={act(() => add(session, reading.definition))}
          >
            {adds.length === 0
              ? 'Add its parameters and values'
              : adds.length === 1
                ? 'Add its object'
                : `Add its ${adds.length} objects`}
          </Button>
        </>
      }
    >
      {objects.length + others === 0 ? (
        <p>{reading.document.problems[0]?.message ?? 'It holds no objects of a pipeline.'}</p>
      ) : (
        <>
          <p>
            <b>{describeReading(reading)}</b>
            {objects.length > 0 && ': '}
            {objects
              .slice(0, 8)
              .map(object => object.id)
              .join(', ')}
            {objects.length > 8 && ` and ${objects.length - 8} more`}.
          </p>
          {reading.notes.map(note => (
            <p key={note} className="pw-quiet">
              {note}
            </p>
          ))}
          {adds.length < objects.length && <p>Its Default object is not added, for this definition has its own.</p>}
          <p>Either is one step that you can undo. Ids that are taken get a number when objects are added.</p>
        </>
      )}
    </Dialog>
  )
}

function replace({ editor }: Session, text: string, file: string): void {
  editor.getState().run({ ...replaceText(text), label: `Replace by ${file}` })
  tell(`The definition was replaced by ${file}. Undo brings the old one back.`)
}

/** The objects that can be added: of two Default objects only one could be meant. */
function addable({ editor }: Session, { objects }: Definition): Definition['objects'] {
  const own = objectById(editor.getState().document.definition, 'Default')
  return own ? objects.filter(object => object.id !== 'Default') : objects
}

/** Adds the objects, and parameters and values that this definition lacks. */
function add(session: Session, from: Definition): void {
  const { editor, view } = session
  const { document, run } = editor.getState()
  const { definition } = document
  const text = writeCli({ objects: addable(session, from), parameters: [], values: [] })
  const pasted = pasteObjects(definition, { text, closure: '' })
  const known = new Set(definition.parameters.map(parameter => parameter.id))
  const parameters = from.parameters.filter(parameter => !known.has(parameter.id))
  const valued = new Set(definition.values.map(value => value.id))
  const values = Map.groupBy(
    from.values.filter(value => !valued.has(value.id)),
    value => value.id,
  )
  run(
    sequence(pasted ? labelOf(pasted) : 'Add parameters and values', [
      ...(pasted ? [pasted.command] : []),
      ...parameters.map(addParameter),
      ...[...values].map(([id, all]) =>
        setParameterValue(id, all.length === 1 ? (all[0]?.stringValue ?? '') : all.map(one => one.stringValue)),
      ),
    ]),
  )
  if (pasted) select(view, pasted.ids)
  say(view, pasted ? `${pasted.ids.length} objects were added.` : 'Parameters and values were added.')
}

const labelOf = ({ ids }: Pasted) => (ids.length === 1 ? `Add ${ids[0]}` : `Add ${ids.length} objects`)
