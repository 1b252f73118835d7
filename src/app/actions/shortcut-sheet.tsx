import '../ui/picker.css'
import './shortcut-sheet.css'
import { useLayoutEffect, useRef } from 'react'
import { type Action, groups, offeredActions } from '../state/actions.ts'
import { Chord } from '../ui/chord-mark.tsx'

/** All shortcuts that work on this page, from the same data as the keys themselves. */
export function ShortcutSheet({ close }: { readonly close: () => void }) {
  const frame = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = frame.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  const actions = offeredActions().filter(one => one.keys)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press beside the sheet closes it, as Escape does.
    <dialog
      ref={frame}
      className="pw-sheet"
      aria-labelledby="pw-sheet-title"
      onCancel={close}
      onClick={event => {
        if (event.target === frame.current) close()
      }}
    >
      <header>
        <h2 id="pw-sheet-title">Keyboard shortcuts</h2>
        <button type="button" className="pw-btn" onClick={close}>
          Close
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys. */}
      <section className="pw-sheet-body" tabIndex={0} aria-label="Shortcuts of this page">
        {groups.map(group => {
          const members = actions.filter(one => one.group === group)
          return members.length > 0 && <Section key={group} name={group} actions={members} />
        })}
      </section>
    </dialog>
  )
}

const Section = ({ name, actions }: { readonly name: string; readonly actions: readonly Action[] }) => (
  <section>
    <h3>{name}</h3>
    <dl>
      {actions.map(({ id, label, about, keys = [] }) => (
        <div key={id}>
          <dt>
            {label}
            {about && <small>{about}</small>}
          </dt>
          <dd>
            {together(keys).map(chord => (
              <Chord key={chord} chord={chord} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  </section>
)

/** The four arrows with the same keys beside them are written as one. */
function together(keys: readonly string[]): readonly string[] {
  const arrows = keys.filter(chord => /Arrow\w+$/.test(chord))
  if (arrows.length !== 4) return keys
  const before = arrows[0]?.replace(/Arrow\w+$/, '') ?? ''
  return [`${before}${arrows.map(chord => chord.slice(before.length)).join(' ')}`]
}
