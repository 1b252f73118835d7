import { useReactFlow } from '@xyflow/react'
import { useId, useState } from 'react'
import { objectTypes } from '../../core/catalog/index.ts'
import type { Family, ObjectType } from '../../core/catalog/schema.ts'
import { cardHeight, cardWidth } from '../../core/graph/layout.ts'
import { useSession } from '../state/session.ts'
import { reveal } from '../state/view.ts'
import { FamilyIcon, families, familyInk } from '../ui/family.tsx'
import { arrangementOf } from './arranger.ts'
import { addOfType, freeSpot } from './deeds.ts'

/** What a dragged type is called on the drag's clipboard. */
export const typeMime = 'application/x-pipewright-type'

const order: readonly Family[] = [
  'activity',
  'dataNode',
  'resource',
  'precondition',
  'schedule',
  'action',
  'database',
  'dataFormat',
  'config',
  'utility',
]

/** The catalogue: drag a type onto the canvas, or choose it to add it in the middle. */
export function Palette() {
  const session = useSession()
  const flow = useReactFlow()
  const id = useId()
  const [words, setWords] = useState('')
  const [closed, setClosed] = useState<ReadonlySet<Family>>(new Set<Family>(['config', 'utility']))
  const found = objectTypes.filter(type => matches(type, words))

  const add = (type: string) => {
    const box = document.querySelector('.pw-canvas')?.getBoundingClientRect()
    const middle = flow.screenToFlowPosition({
      x: (box?.left ?? 0) + (box?.width ?? 0) / 2,
      y: (box?.top ?? 0) + (box?.height ?? 0) / 2,
    })
    const spot = freeSpot(arrangementOf(session).places, { x: middle.x - cardWidth / 2, y: middle.y - cardHeight / 2 })
    reveal(session.view, { object: addOfType(session, type, spot) }, 'inspector')
  }

  return (
    <div className="pw-palette">
      <div className="pw-palette-search">
        <input
          type="search"
          value={words}
          placeholder="Find a type"
          aria-label="Find a type of object"
          onChange={event => setWords(event.target.value)}
          onKeyDown={event => {
            const [first] = found
            if (event.key === 'Enter' && first) add(first.name)
            if (event.key === 'Escape') setWords('')
          }}
        />
      </div>
      <div className="pw-palette-list">
        {order.map(family => {
          const types = found.filter(type => type.family === family)
          if (types.length === 0) return null
          const open = words !== '' || !closed.has(family)
          return (
            <section key={family} aria-label={families[family].plural}>
              <button
                type="button"
                className="pw-palette-group"
                aria-expanded={open}
                aria-controls={`${id}-${family}`}
                onClick={() => setClosed(toggled(closed, family))}
              >
                <span aria-hidden="true">{open ? '▾' : '▸'}</span>
                {families[family].plural}
              </button>
              <div id={`${id}-${family}`} hidden={!open}>
                {types.map(type => (
                  <PaletteItem key={type.name} type={type} add={add} />
                ))}
              </div>
            </section>
          )
        })}
        {found.length === 0 && <p className="pw-quiet pw-palette-none">No type is called so or does that.</p>}
      </div>
    </div>
  )
}

const PaletteItem = ({ type, add }: { readonly type: ObjectType; readonly add: (type: string) => void }) => (
  <button
    type="button"
    className="pw-palette-item"
    draggable
    style={{ '--ink': familyInk(type.family) }}
    title={`${type.name}: ${type.summary}${type.deprecated ? `\nRetired: use ${type.deprecated}.` : ''}\nDrag it onto the canvas, or press to add it.`}
    onClick={() => add(type.name)}
    onDragStart={event => {
      event.dataTransfer.setData(typeMime, type.name)
      event.dataTransfer.effectAllowed = 'copy'
    }}
  >
    <FamilyIcon family={type.family} size={16} />
    <span className="pw-cut">{type.name}</span>
  </button>
)

/** By name, by the words in it, by what it does. */
function matches(type: ObjectType, words: string): boolean {
  if (type.family === 'default') return false
  const said = `${type.name} ${type.name.replace(/([a-z])([A-Z])/g, '$1 $2')} ${type.summary}`.toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every(word => said.includes(word))
}

function toggled<T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> {
  const next = new Set(set)
  if (!next.delete(member)) next.add(member)
  return next
}
