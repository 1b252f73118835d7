import { type RefObject, useEffect } from 'react'

/**
 * While one types, a control may give way to another for the same value: one line to several, a plain one to one with a
 * list that had to be loaded. Focus and caret then go on in the new one.
 */
export function useKeptCaret(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const form = box.current
    if (!form) return
    let last: { readonly field: TextField; readonly caret: number | null } | undefined
    const look = ({ target }: Event) => {
      last = isText(target) ? { field: target, caret: target.selectionStart } : undefined
    }
    const observer = new MutationObserver(() => {
      if (!last || last.field.isConnected || document.activeElement !== document.body) return
      const { field, caret } = last
      last = undefined
      const next = field.id === '' ? null : form.querySelector(`#${CSS.escape(field.id)}`)
      if (!isText(next)) return
      next.focus()
      // Numbers and dates have no caret.
      if (caret !== null && next.selectionStart !== null) next.setSelectionRange(caret, caret)
    })
    for (const event of ['focusin', 'input', 'keyup']) form.addEventListener(event, look)
    observer.observe(form, { childList: true, subtree: true })
    return () => {
      for (const event of ['focusin', 'input', 'keyup']) form.removeEventListener(event, look)
      observer.disconnect()
    }
  }, [box])
}

type TextField = HTMLInputElement | HTMLTextAreaElement

const isText = (target: unknown): target is TextField =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
