import './versions.css'
import Button from '@cloudscape-design/components/button'
import { useMemo, useState } from 'react'
import { replaceText } from '../../core/definition/commands.ts'
import type { Document } from '../../core/definition/text.ts'
import { become } from '../../core/versions/become.ts'
import { changesBetween, type EntryChange } from '../../core/versions/changes.ts'
import { type Choice, type Conflict, choices, mergeDefinitions } from '../../core/versions/merge.ts'
import { mergeTexts } from '../../core/versions/merge-texts.ts'
import { nameOf, valuesText } from '../../core/versions/words.ts'
import type { Occasion } from '../state/saving.ts'
import { useDerived, useEditor, useSession } from '../state/session.ts'
import type { Pins } from '../state/steps.ts'
import { Dialog } from '../ui/dialog.tsx'
import { tell } from '../ui/toasts.tsx'
import { MarkSign } from './effect.tsx'

interface MergeProps {
  readonly base: Document
  readonly theirs: Document
  /** Who has theirs, inside of a sentence: `another tab`. */
  readonly whose: string
  readonly pins?: Pins
  /** The version of the service that is taken in with it. */
  readonly version?: number
  readonly close: () => void
}

const occasion: Occasion = { cause: 'merge' }

/** Theirs and mine made one: what comes, what stays, and what a person must decide. */
export function MergeDialog({ base: before, theirs: there, whose, pins, version, close }: MergeProps) {
  const { editor, saver } = useSession()
  const [base, theirs] = [before.definition, there.definition]
  const mine = useEditor(now => now.document.definition)
  const { broken } = useDerived()
  const [chosen, setChosen] = useState<Readonly<Record<string, Choice>>>({})
  const { definition, conflicts, renames } = useMemo(
    () => mergeDefinitions(base, mine, theirs, chosen),
    [base, mine, theirs, chosen],
  )
  const comes = useMemo(() => changesBetween(mine, definition), [mine, definition])
  const stays = useMemo(() => {
    // What is still to be decided neither comes nor stays.
    const decided = { ...allAs(conflicts, 'theirs'), ...chosen }
    return changesBetween(theirs, mergeDefinitions(base, mine, theirs, decided).definition)
  }, [base, mine, theirs, conflicts, chosen])
  const open = conflicts.filter(one => chosen[one.key] === undefined).length
  const all = (choice: Choice) => setChosen(allAs(conflicts, choice))
  const merge = () => {
    const label = `Merge what ${whose} changed`
    const own = editor.getState().pins
    // Line by line where that can be done, for then their comments come along.
    const text = mergeTexts(before.text, editor.getState().document.text, there.text, definition)
    const command = text === undefined ? become(label, definition, renames) : { ...replaceText(text), label }
    editor.getState().run(command, pins ? { pins: { ...pins, ...own } } : {})
    void saver.saveAs(occasion, version)
    tell('Both are merged; one undo takes it back')
    close()
  }
  return (
    <Dialog
      size="large"
      header={`Merge with what ${whose} changed`}
      close={close}
      aside={
        <span className="pw-note" role="status">
          {broken
            ? 'Your text is broken somewhere; mend it first.'
            : open > 0
              ? `${open === 1 ? '1 conflict is' : `${open} conflicts are`} still to be decided.`
              : 'One step, which you can undo.'}
        </span>
      }
      actions={
        <Button variant="primary" disabled={open > 0 || broken} onClick={merge}>
          Merge
        </Button>
      }
    >
      <div className="pw-merge">
        {conflicts.length > 0 && (
          <section aria-label="Conflicts">
            <h3>
              {conflicts.length === 1 ? 'Both changed this' : `Both changed these ${conflicts.length}`}
              <span className="pw-row">
                <button type="button" className="pw-btn" onClick={() => all('mine')}>
                  All mine
                </button>
                <button type="button" className="pw-btn" onClick={() => all('theirs')}>
                  All theirs
                </button>
              </span>
            </h3>
            {conflicts.map(conflict => (
              <ConflictRow
                key={conflict.key}
                conflict={conflict}
                chosen={chosen[conflict.key]}
                onChoose={choice => setChosen({ ...chosen, [conflict.key]: choice })}
              />
            ))}
          </section>
        )}
        <List title="Comes from there" changes={comes} none="Nothing: what they changed is here already." />
        <List title="Stays of yours" changes={stays} none="Nothing: you changed nothing that they have not." />
      </div>
    </Dialog>
  )
}

const allAs = (conflicts: readonly Conflict[], choice: Choice): Readonly<Record<string, Choice>> =>
  Object.fromEntries(conflicts.map(one => [one.key, choice]))

const names: Readonly<Record<Choice, string>> = { mine: 'Mine', theirs: 'Theirs', base: 'As it was before' }

const whys: Readonly<Record<Conflict['why'], string>> = {
  'both changed': 'Each gave it another value.',
  'removed by them': 'They removed it; you changed it.',
  'removed by you': 'You removed it; they changed it.',
  'removed by them, used by you': 'They removed it; you began to use it.',
  'removed by you, used by them': 'You removed it; they began to use it.',
}

interface RowProps {
  readonly conflict: Conflict
  readonly chosen: Choice | undefined
  readonly onChoose: (choice: Choice) => void
}

const ConflictRow = ({ conflict, chosen, onChoose }: RowProps) => (
  <fieldset className="pw-merge-conflict">
    <legend>
      <b>{conflict.field === undefined ? nameOf(conflict) : `${conflict.field} of ${nameOf(conflict)}`}</b>{' '}
      <span className="pw-quiet">{whys[conflict.why]}</span>
    </legend>
    {choices.map(choice => (
      <label key={choice}>
        <input type="radio" name={conflict.key} checked={chosen === choice} onChange={() => onChoose(choice)} />
        <span>{names[choice]}</span>
        <span className="pw-mono">{saidBy(conflict, choice)}</span>
      </label>
    ))}
  </fieldset>
)

function saidBy({ field, values, present, secret }: Conflict, choice: Choice): string {
  if (field === undefined) return present[choice] ? 'keeps it' : 'has it no more'
  const said = values[choice]
  return said === undefined ? 'not there' : valuesText(said, secret)
}

const fromTo = ({ key, before, after, secret }: EntryChange['fields'][number]): string =>
  `${key} from ${valuesText(before, secret) || 'none'} to ${valuesText(after, secret) || 'none'}`

interface ListProps {
  readonly title: string
  readonly changes: readonly EntryChange[]
  readonly none: string
}

const mostListed = 100

const List = ({ title, changes, none }: ListProps) => (
  <section aria-label={title}>
    <h3>{title}</h3>
    {changes.length === 0 && <p className="pw-quiet">{none}</p>}
    <ul>
      {changes.slice(0, mostListed).map(change => (
        <li key={`${change.of}/${change.id}`}>
          <MarkSign mark={change.kind} /> <b>{nameOf(change)}</b>{' '}
          <span className="pw-quiet">
            {change.kind === 'changed' && change.fields.map(fromTo).join('; ')}
            {change.kind === 'renamed' && `was ${change.was}`}
          </span>
        </li>
      ))}
    </ul>
    {changes.length > mostListed && (
      <p className="pw-note">
        The first {mostListed} of {changes.length}.
      </p>
    )}
  </section>
)
