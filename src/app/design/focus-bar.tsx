import { useEffect } from 'react'
import type { Way } from '../../core/graph/focus.ts'
import { useSession, useView } from '../state/session.ts'
import { endFocus, focusOn, nameOf, setRest } from './sights.ts'

const ways: readonly (readonly [Way, string, string])[] = [
  ['up', 'What it needs', 'What it depends on: what comes before, and what that runs on, checks and uses'],
  ['down', 'What needs it', 'What depends on it: what waits for it, reads what it writes, or uses it'],
  ['both', 'Both', 'What it depends on and what depends on it'],
]

/** Fields, dialogs and open menus have an Escape of their own. */
const isMeantElsewhere = (target: EventTarget | null): boolean =>
  document.querySelector('.pw-menu') !== null ||
  (target instanceof Element &&
    target.closest('input:not([type="checkbox"]), textarea, select, dialog, [role="dialog"], .monaco-editor') !== null)

/** Says what the canvas is focused on, and ends it. */
export function FocusBar({ shown, all }: { readonly shown: number; readonly all: number }) {
  const session = useSession()
  const focus = useView(now => now.focus)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || isMeantElsewhere(event.target)) return
      event.preventDefault()
      endFocus(session)
    }
    document.addEventListener('keydown', onKey, true)
    return () => document.removeEventListener('keydown', onKey, true)
  }, [session])
  if (!focus) return null
  return (
    <section className="pw-focus" aria-label="Focus">
      <b className="pw-cut" title={focus.ids.join(', ')}>
        {nameOf(focus.ids)}
      </b>
      <fieldset aria-label="What is shown">
        {ways.map(([way, word, about]) => (
          <button
            key={way}
            type="button"
            className="pw-tool"
            title={about}
            aria-pressed={focus.way === way}
            onClick={() => focusOn(session, focus.ids, way)}
          >
            {word}
          </button>
        ))}
      </fieldset>
      <span className="pw-quiet pw-number">
        {shown} of {all}
      </span>
      <label>
        <input
          type="checkbox"
          checked={focus.rest === 'dim'}
          onChange={event => setRest(session, event.target.checked ? 'dim' : 'hide')}
        />
        Dim the rest
      </label>
      <button type="button" className="pw-tool" data-main="true" title="Escape" onClick={() => endFocus(session)}>
        Show all
      </button>
    </section>
  )
}
