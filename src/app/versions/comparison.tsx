import { type ReactNode, useMemo } from 'react'
import type { VersionText } from '../../api/versions.ts'
import type { Document } from '../../core/definition/text.ts'
import { distance } from '../../core/versions/changes.ts'
import { countEffects, type Effect, type JudgedChange, judgedChanges } from '../../core/versions/effect.ts'
import { useAddress } from '../state/address.ts'
import { Empty } from '../ui/kit.tsx'
import { ChangeDetail } from './detail.tsx'
import { effectWords } from './effect.tsx'
import { ChangesGraph } from './graph.tsx'
import { chosen } from './select.ts'
import { ChangesTable } from './table.tsx'

/** A version with what its text says. */
export type Side = VersionText & { readonly document: Document }

interface ComparisonProps {
  readonly before: Side
  readonly after: Side
  /** Their names inside of a sentence. */
  readonly names: readonly [string, string]
  /** The view of the two as texts. */
  readonly asTexts: (before: Document, after: Document) => ReactNode
}

const views = [
  ['table', 'Objects'],
  ['graph', 'Graph'],
  ['text', 'Text'],
] as const

/** Two versions, and all that differs between them: object by object, on the canvas, or as text. */
export function Comparison({ before, after, names, asTexts }: ComparisonProps) {
  const [address, change] = useAddress()
  const changes = useMemo(
    () => judgedChanges(before.document.definition, after.document.definition),
    [before.document, after.document],
  )
  const wanted = address.effect
  const shown = useMemo(
    () => (wanted === undefined ? changes : changes.flatMap(one => only(one, wanted))),
    [changes, wanted],
  )
  const view = views.find(([id]) => id === address.view)?.[0] ?? 'table'
  const found = chosen(changes, address.change)
  const apart = distance(
    { text: before.text, definition: before.document.definition },
    { text: after.text, definition: after.document.definition },
  )
  const select = (key: string) => change({ change: key })
  return (
    <>
      <div className="pw-tabs">
        <div role="tablist" aria-label="Views of the comparison">
          {views.map(([id, name]) => (
            <button
              key={id}
              type="button"
              role="tab"
              aria-selected={view === id}
              className="pw-tab"
              onClick={() => change({ view: id === 'table' ? undefined : id })}
            >
              {name}
            </button>
          ))}
        </div>
        <Effects changes={changes} wanted={wanted} names={names} onWant={effect => change({ effect })} />
      </div>
      <div className="pw-changes" data-view={view}>
        <div className="pw-changes-view" data-scroll>
          {view === 'text' ? (
            asTexts(before.document, after.document)
          ) : changes.length === 0 ? (
            <Empty title={sameTitles[apart]}>{sameWords[apart]}</Empty>
          ) : view === 'graph' ? (
            <ChangesGraph
              before={before.document.definition}
              after={after.document.definition}
              changes={shown}
              pins={Object.keys(after.pins).length > 0 ? after.pins : before.pins}
              selected={address.change}
              onSelect={select}
            />
          ) : (
            <ChangesTable changes={shown} selected={address.change} onSelect={select} />
          )}
        </div>
        {found && view !== 'text' && (
          <ChangeDetail change={found.change} field={found.field} onClose={() => change({ change: undefined })} />
        )}
      </div>
    </>
  )
}

/** How many changes do what, were the first version the active one; each is a filter. */
function Effects({
  changes,
  wanted,
  names,
  onWant,
}: {
  readonly changes: readonly JudgedChange[]
  readonly wanted: string | undefined
  readonly names: readonly [string, string]
  readonly onWant: (effect: string | undefined) => void
}) {
  const counts = countEffects(changes)
  if (changes.length === 0) return null
  return (
    <span className="pw-changes-effects">
      <span className="pw-note">Were {names[0]} active:</span>
      {(['refused', 'reactivation', 'nothing'] as const)
        .filter(kind => counts[kind] > 0)
        .map(kind => (
          <button
            key={kind}
            type="button"
            className="pw-btn pw-effect"
            data-effect={kind}
            aria-pressed={wanted === kind}
            title={effectWords[kind].about}
            onClick={() => onWant(wanted === kind ? undefined : kind)}
          >
            <span aria-hidden="true">{effectWords[kind].sign}</span> {counts[kind]} {inSentence[kind]}
          </button>
        ))}
    </span>
  )
}

const inSentence: Readonly<Record<Effect['kind'], string>> = {
  refused: 'refused',
  reactivation: 'with the next activation',
  nothing: 'in no run',
}

/** A change with only those of its fields that have an effect; whole where it came or went. */
function only(change: JudgedChange, effect: string): JudgedChange[] {
  if (change.kind !== 'changed') return change.effect.kind === effect ? [change] : []
  const fields = change.fields.filter(field => field.effect.kind === effect)
  return fields.length === 0 ? [] : [{ ...change, fields }]
}

const sameTitles = {
  same: 'These two are the same',
  format: 'Only comments or spacing differ',
  order: 'Only the order differs',
  meaning: 'Nothing differs',
} as const

const sameWords = {
  same: 'To the last character.',
  format: 'They mean the same to the service. The text shows where.',
  order: 'They mean the same to the service, which knows no order of objects. The text shows where.',
  meaning: '',
} as const
