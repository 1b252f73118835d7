import { useMemo, useState } from 'react'
import { catalog } from '../../core/catalog/index.ts'
import type { Definition } from '../../core/definition/model.ts'
import { objectById, typeOf } from '../../core/definition/query.ts'
import type { Edge } from '../../core/graph/project.ts'
import { graphOf } from '../state/derived.ts'
import { useDerived, useSession } from '../state/session.ts'
import { select } from '../state/view.ts'
import { fitOf } from '../ui/fuzzy.ts'
import { type Pick, Picker, type Picks } from '../ui/picker.tsx'
import { type Connection, type Creation, connections, creations, likelihood, obvious, verbs } from './connect.ts'
import { cut, join, joinNew } from './deeds.ts'

/** What one chooses a line for. */
export type LineChoice = 'connect' | 'disconnect' | 'follow'

interface PickerProps {
  readonly card: string
  readonly close: () => void
  /** Takes the focus to a card. */
  readonly go: (id: string) => void
}

/** Connects, disconnects or follows without a mouse: one chooses from a list of what fits. */
export const LinePicker = ({ what, ...props }: PickerProps & { readonly what: LineChoice }) =>
  what === 'connect' ? <ConnectPicker {...props} /> : <EdgePicker {...props} isCut={what === 'disconnect'} />

type Target = Pick & { readonly ways: readonly Connection[]; readonly creation?: Creation }

function ConnectPicker({ card, close, go }: PickerProps) {
  const session = useSession()
  const { definition } = useDerived()
  const [ways, setWays] = useState<readonly Connection[]>()
  const targets = useMemo(() => targetsOf(definition, card), [definition, card])
  const find = useMemo(() => finderOf<Target>(targets), [targets])
  const findWay = useMemo(() => finderOf((ways ?? []).map(wayPick)), [ways])
  if (ways)
    return (
      <Picker
        key="ways"
        title="What shall the line mean?"
        placeholder="What shall the line mean?"
        nothing="No field is called so."
        find={findWay}
        close={close}
        pick={({ way }) => join(session, way)}
      />
    )
  return (
    <Picker
      key="targets"
      title={`Connect ${card} to`}
      placeholder={`Connect ${card} to…`}
      nothing="No object that fits is called so."
      find={find}
      close={close}
      keeps={target => target.ways.length > 1 && !obvious(target.ways)}
      pick={target => {
        const [first] = target.ways
        const way = obvious(target.ways) ?? first
        if (target.creation) {
          const made = joinNew(session, card, target.creation)
          go(made)
        } else if (target.ways.length > 1 && !obvious(target.ways)) setWays(target.ways)
        else if (way) join(session, way)
      }}
    />
  )
}

/** Objects that fit, the likeliest meaning first; then new objects for each field that takes one. */
function targetsOf(definition: Definition, card: string): readonly Target[] {
  const cards = new Map(graphOf(definition).cards.map(one => [one.id, one]))
  const there = definition.objects.flatMap((object): (Target & { readonly rank: number })[] => {
    const ways = connections(definition, card, object.id)
    const [first] = ways
    if (!first) return []
    const more = ways.length - 1
    return [
      {
        id: object.id,
        label: object.name === object.id ? object.id : `${object.name} (${object.id})`,
        about: `${wordsOf(first, card)}${more === 0 ? '' : more === 1 ? ', or another way' : `, or ${more} other ways`}`,
        family: cards.get(object.id)?.family,
        group: 'In this pipeline',
        ways,
        rank: likelihood(first),
      },
    ]
  })
  const fresh = creations(definition, card).map(
    (creation): Target => ({
      id: `new/${creation.slot}/${creation.type}`,
      label: `New ${creation.type}`,
      about: `as ${creation.slot}`,
      family: catalog.get(creation.type)?.family,
      group: 'New',
      ways: [],
      creation,
    }),
  )
  return [...there.sort((a, b) => a.rank - b.rank), ...fresh]
}

const wordsOf = ({ from, flow, slot, replaces }: Connection, card: string): string =>
  `${from === card ? `${verbs[flow]} it` : `it ${verbs[flow]} ${card}`} (${slot})${
    replaces === undefined ? '' : `, instead of ${replaces}`
  }`

const wayPick = (way: Connection): Pick & { readonly way: Connection } => ({
  id: `${way.from}/${way.slot}/${way.to}`,
  label: way.words,
  about: `${way.slot} of ${way.from}${way.replaces === undefined ? '' : `, instead of ${way.replaces}`}`,
  way,
})

function EdgePicker({ card, close, go, isCut }: PickerProps & { readonly isCut: boolean }) {
  const session = useSession()
  const { definition } = useDerived()
  const find = useMemo(() => finderOf(edgePicks(definition, card)), [definition, card])
  const title = isCut ? `Disconnect ${card} from` : `Go from ${card} along`
  return (
    <Picker
      title={title}
      placeholder={`${title}…`}
      nothing={find('').total === 0 ? `${card} refers to nothing, and nothing refers to it.` : 'No line is called so.'}
      find={find}
      close={close}
      pick={({ edge, other }) => {
        if (isCut) return cut(session, edge.id)
        select(session.view, [other])
        go(other)
      }}
    />
  )
}

function edgePicks(definition: Definition, card: string) {
  const { edges, cards } = graphOf(definition)
  const families = new Map(cards.map(one => [one.id, one.family]))
  return edges.flatMap((edge): (Pick & { edge: Edge; other: string })[] => {
    if (edge.source !== card && edge.target !== card) return []
    const other = edge.source === card ? edge.target : edge.source
    const against = edge.flow === 'in' || edge.flow === 'after'
    const [from, to] = against ? [edge.target, edge.source] : [edge.source, edge.target]
    const type = typeOf(definition, objectById(definition, other) ?? { id: other, name: other, fields: [] })
    return [
      {
        id: edge.id,
        label: `${from} ${verbs[edge.flow]} ${to}`,
        about: `${edge.slot}${type ? `, ${type}` : ''}`,
        family: families.get(other),
        edge,
        other,
      },
    ]
  })
}

const most = 100

/** Finds by label, then by what stands beside it. */
const finderOf =
  <T extends Pick>(items: readonly T[]) =>
  (words: string): Picks<T> => {
    if (words.trim() === '') return { shown: items.slice(0, most), total: items.length }
    const found = items.flatMap(item => {
      const name = fitOf(words, item.label)
      const hit = name ?? fitOf(words, `${item.label} ${item.about ?? ''}`)
      return hit
        ? [{ item: { ...item, at: name?.at ?? [], group: undefined }, score: hit.score - (name ? 0 : 30) }]
        : []
    })
    found.sort((a, b) => b.score - a.score)
    return { shown: found.slice(0, most).map(one => one.item as T), total: found.length }
  }
