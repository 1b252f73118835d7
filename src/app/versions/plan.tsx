import './versions.css'
import { lazy, Suspense, useDeferredValue, useMemo, useState } from 'react'
import type { Definition } from '../../core/definition/model.ts'
import { takeBack, takeBackRefused } from '../../core/versions/become.ts'
import {
  countEffects,
  type Effect,
  type JudgedChange,
  type JudgedField,
  judgedChanges,
} from '../../core/versions/effect.ts'
import { nameOf, valuesText } from '../../core/versions/words.ts'
import { useActive } from '../state/active.ts'
import { useAddress } from '../state/address.ts'
import { useDerived, useEditor, useRun, useSession } from '../state/session.ts'
import { reveal, say } from '../state/view.ts'
import { EffectMark, EffectText, effectWords, MarkSign } from './effect.tsx'
import { keyOf } from './select.ts'

const CloneAndApply = lazy(() => import('./clone.tsx').then(room => ({ default: room.CloneAndApply })))

/** One thing that one can show or take back: a field that changed, or an object that came or went. */
interface Item {
  readonly change: JudgedChange
  readonly field?: JudgedField
  readonly effect: Effect
}

/**
 * What the draft changes of the active pipeline, each with what the service will make of it. A strip with counts until
 * it is opened; nothing while the draft is what runs.
 */
export function ChangePlan() {
  const active = useActive()
  return active ? <Plan active={active} /> : null
}

function Plan({ active }: { readonly active: Definition }) {
  const session = useSession()
  const run = useRun()
  const { definition } = useDerived()
  const [address, change] = useAddress()
  const [cloning, setCloning] = useState(false)
  const judged = useDeferredValue(definition)
  const changes = useMemo(() => judgedChanges(active, judged), [active, judged])
  const counts = useMemo(() => countEffects(changes), [changes])
  if (changes.length === 0) return null
  const total = counts.refused + counts.reactivation + counts.nothing
  const open = address.plan === 'open'
  return (
    <section className="pw-plan" aria-label="Change plan" data-refused={counts.refused > 0}>
      <div className="pw-plan-bar">
        <button
          type="button"
          className="pw-plan-open"
          aria-expanded={open}
          title="What the draft changes of the definition that was activated"
          onClick={() => change({ plan: open ? undefined : 'open' })}
        >
          <span aria-hidden="true">{open ? '▾' : '▸'}</span>
          <b>
            {total === 1 ? '1 change' : `${total} changes`}
            {counts.refused > 0 && `, ${counts.refused} refused`}
          </b>
        </button>
        {(['reactivation', 'nothing'] as const).map(
          kind =>
            counts[kind] > 0 && (
              <span key={kind} className="pw-effect" data-effect={kind} title={effectWords[kind].about}>
                <span aria-hidden="true">{effectWords[kind].sign}</span> {counts[kind]} {words[kind]}
              </span>
            ),
        )}
        <span style={{ flex: 1 }} />
        {counts.refused > 0 && (
          <>
            <button
              type="button"
              className="pw-btn"
              title="In one step that you can undo"
              onClick={() => {
                run(takeBackRefused(active))
                say(session.view, 'What would be refused is taken back.')
              }}
            >
              Take back refused
            </button>
            <button type="button" className="pw-btn" onClick={() => setCloning(true)}>
              Clone and apply…
            </button>
          </>
        )}
      </div>
      {open && <PlanList items={itemsOf(changes)} active={active} />}
      {cloning && (
        <Suspense>
          <CloneAndApply active={active} refused={counts.refused} close={() => setCloning(false)} />
        </Suspense>
      )}
    </section>
  )
}

const words: Readonly<Record<Exclude<Effect['kind'], 'refused'>, string>> = {
  reactivation: 'with the next activation',
  nothing: 'in no run',
}

function PlanList({ items, active }: { readonly items: readonly Item[]; readonly active: Definition }) {
  const { view } = useSession()
  const run = useRun()
  const now = useEditor(editor => editor.document)
  return (
    <ul className="pw-plan-list">
      {items.slice(0, mostShown).map(({ change, field, effect }) => (
        <li key={keyOf(change, field?.key)} data-effect={effect.kind}>
          <MarkSign mark={field?.kind ?? change.kind} word={false} />
          <div className="pw-plan-what">
            <span>
              <b>{field ? `${field.key} of ${nameOf(change)}` : nameOf(change)}</b>{' '}
              {field ? (
                <span className="pw-quiet">
                  from <span className="pw-mono">{shorten(valuesText(field.before, field.secret))}</span> to{' '}
                  <span className="pw-mono">{shorten(valuesText(field.after, field.secret))}</span>
                </span>
              ) : (
                <span className="pw-quiet">{change.kind === 'renamed' ? `was ${change.was}` : change.kind}</span>
              )}
            </span>
            <EffectText effect={effect} />
          </div>
          <EffectMark effect={effect} />
          <span className="pw-plan-deeds">
            {change.of === 'object' && change.kind !== 'removed' && (
              <button
                type="button"
                className="pw-text-link"
                aria-label={`Show ${field?.key ?? ''} ${change.id}`}
                onClick={() => reveal(view, { object: change.id, ...(field && { field: field.key }) }, 'problems')}
              >
                Show
              </button>
            )}
            <button
              type="button"
              className="pw-text-link"
              aria-label={`Take back ${field ? `${field.key} of ` : ''}${change.id}`}
              onClick={() => run(takeBack(active, now.definition, change, field?.key))}
            >
              Take back
            </button>
          </span>
        </li>
      ))}
      {items.length > mostShown && (
        <li className="pw-note">
          The first {mostShown} of {items.length}. The page Versions compares all of them.
        </li>
      )}
    </ul>
  )
}

const mostShown = 200
const order: readonly Effect['kind'][] = ['refused', 'reactivation', 'nothing']

/** Refused ones first. Of what came or went whole the object, and each of its fields that is refused by itself. */
const itemsOf = (changes: readonly JudgedChange[]): readonly Item[] =>
  changes
    .flatMap((change): Item[] => {
      const fields = change.fields.map(field => ({ change, field, effect: field.effect }))
      if (change.kind === 'changed') return fields
      const apart = change.kind === 'added' ? fields.filter(({ effect }) => effect.kind === 'refused') : []
      return apart.length > 0 ? apart : [{ change, effect: change.effect }]
    })
    .sort((a, b) => order.indexOf(a.effect.kind) - order.indexOf(b.effect.kind))

const shorten = (text: string): string => (text === '' ? 'none' : text.length > 48 ? `${text.slice(0, 47)}…` : text)
