import { create } from 'zustand'

type Kind = 'success' | 'info' | 'error'

interface Toast {
  readonly id: number
  readonly kind: Kind
  readonly text: string
}

const useToasts = create<{ readonly toasts: readonly Toast[]; readonly next: number }>()(() => ({
  toasts: [],
  next: 1,
}))

/** Says in a corner what has just happened. Failures stay until they are closed, the rest leaves by itself. */
export function tell(text: string, kind: Kind = 'success'): void {
  const id = useToasts.getState().next
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-3), { id, kind, text }], next: id + 1 }))
  if (kind !== 'error') setTimeout(() => close(id), 6000)
}

/** Says what went wrong with what was asked. */
export const tellTrouble = (what: string) => (error: unknown) =>
  tell(`${what}: ${error instanceof Error ? error.message : String(error)}`, 'error')

const close = (id: number) => useToasts.setState(({ toasts }) => ({ toasts: toasts.filter(toast => toast.id !== id) }))

const words: Readonly<Record<Kind, string>> = { success: 'Done', info: 'Note', error: 'Failed' }

export function Toasts() {
  const toasts = useToasts(now => now.toasts)
  return (
    <div className="pw-toasts" role="status" aria-live="polite">
      {toasts.map(({ id, kind, text }) => (
        <div key={id} className="pw-toast" data-kind={kind}>
          <p>
            <b>{words[kind]}.</b> {text}
          </p>
          <button type="button" aria-label="Close this message" onClick={() => close(id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  )
}
