import { type KeyboardEvent, type RefObject, useEffect } from 'react'
import { useSession, useView } from '../state/session.ts'
import { focusOn } from '../state/view.ts'

const targets = {
  form: '[data-part="fields"] :is(input, textarea, select), .pw-add-field input',
  name: '.pw-name-input',
  id: '.pw-rename input',
} as const

/** Takes the focus into a form when something elsewhere asks for it; Escape gives it back to the card. */
export function useFormFocus(box: RefObject<HTMLElement | null>, object: string): (event: KeyboardEvent) => void {
  const { view } = useSession()
  const wish = useView(now => now.wish)
  useEffect(() => {
    if (wish?.place.object !== object || wish.into === undefined || wish.into === 'card') return
    const target = box.current?.querySelector<HTMLElement>(targets[wish.into])
    target?.focus()
    target?.scrollIntoView({ block: 'nearest' })
    if (wish.into !== 'form' && target instanceof HTMLInputElement) target.select()
  }, [wish, object, box])
  return event => {
    const isDone = event.key === 'Escape' || (event.key === 'Enter' && isName(event.target))
    if (!isDone || event.defaultPrevented) return
    event.preventDefault()
    focusOn(view, object, 'card')
  }
}

const isName = (target: EventTarget): boolean => target instanceof Element && target.matches(targets.name)
