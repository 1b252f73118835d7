import { useDeferredValue } from 'react'
import { type Content, contentsOf } from '../../core/language/contents.ts'
import { useEditor, useSession, useView } from '../state/session.ts'
import { FamilyIcon, families, familyInk } from '../ui/family.tsx'

/** What stands in the text: objects by family, parameters, values. Choosing one brings it into sight everywhere. */
export function Outline() {
  const document = useDeferredValue(useEditor(now => now.document))
  const groups = Map.groupBy(contentsOf(document), content => content.kind)
  return (
    <nav className="pw-source-outline" aria-label="Outline">
      {order.map(kind => {
        const contents = groups.get(kind)
        return contents && <Group key={kind} kind={kind} contents={contents} />
      })}
      {groups.size === 0 && <p className="pw-quiet">Nothing stands here yet.</p>}
    </nav>
  )
}

type Kind = Content['kind']

const others = { parameter: 'Parameters', value: 'Values', other: 'Without a known type' } as const

const isOther = (kind: Kind): kind is keyof typeof others => Object.hasOwn(others, kind)

const order: readonly Kind[] = [...(Object.keys(families) as (keyof typeof families)[]), 'other', 'parameter', 'value']

function Group({ kind, contents }: { readonly kind: Kind; readonly contents: readonly Content[] }) {
  const { view } = useSession()
  const selected = useView(now => now.selected)
  const family = isOther(kind) ? undefined : kind
  const isObject = kind !== 'parameter' && kind !== 'value'
  return (
    <section aria-label={isOther(kind) ? others[kind] : families[kind].plural}>
      <h3>{isOther(kind) ? others[kind] : families[kind].plural}</h3>
      <ul>
        {contents.map(({ name, detail, span }) => (
          <li key={`${name}/${span.offset}`}>
            <button
              type="button"
              title={detail}
              aria-current={isObject && selected.includes(name)}
              onClick={() => {
                const place = isObject ? { object: name } : kind === 'parameter' ? { parameter: name } : { value: name }
                view.setState({ selected: isObject ? [name] : [], wish: { place, from: 'problems' } })
              }}
            >
              {isObject && (
                <span style={{ color: familyInk(family) }}>
                  <FamilyIcon family={family} size={14} />
                </span>
              )}
              <span className="pw-cut">{name}</span>
              {!isObject && <small className="pw-cut">{detail}</small>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
