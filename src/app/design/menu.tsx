import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'

export interface MenuItem {
  readonly label: string
  readonly about?: string
  readonly keys?: string
  readonly icon?: ReactNode
  readonly disabled?: boolean
  readonly run?: () => void
  /** Chosen, it shows these in place of the menu. */
  readonly more?: readonly (MenuItem | 'line')[]
}

export interface MenuProps {
  /** Where it opens, in pixels of the window. */
  readonly at: { readonly x: number; readonly y: number }
  readonly title?: string
  readonly items: readonly (MenuItem | 'line')[]
  readonly close: () => void
}

/** A small menu at a point. Arrow keys move, Enter does, Escape closes. */
export function Menu({ at, title, items: first, close }: MenuProps) {
  const [within, setWithin] = useState<MenuItem>()
  const items = within?.more ?? first
  const frame = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const box = frame.current
    if (!box) return
    const { width, height } = box.getBoundingClientRect()
    box.style.left = `${Math.max(4, Math.min(at.x, innerWidth - width - 8))}px`
    box.style.top = `${Math.max(4, Math.min(at.y, innerHeight - height - 8))}px`
  }, [at])
  useEffect(() => {
    if (within) frame.current?.querySelector<HTMLButtonElement>('button:not(:disabled)')?.focus()
  }, [within])
  useEffect(() => {
    const before = document.activeElement
    frame.current?.querySelector<HTMLButtonElement>('button:not(:disabled)')?.focus()
    const outside = (event: PointerEvent) => {
      if (!frame.current?.contains(event.target as Node)) close()
    }
    document.addEventListener('pointerdown', outside, true)
    return () => {
      document.removeEventListener('pointerdown', outside, true)
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus()
    }
  }, [close])

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      return close()
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const buttons = [...(frame.current?.querySelectorAll<HTMLButtonElement>('button:not(:disabled)') ?? [])]
    const now = buttons.indexOf(document.activeElement as HTMLButtonElement)
    buttons[(now + step + buttons.length) % buttons.length]?.focus()
  }

  return (
    <div ref={frame} className="pw-menu" role="menu" tabIndex={-1} aria-label={title ?? 'Menu'} onKeyDown={onKeyDown}>
      {title && <div className="pw-menu-title">{within?.label ?? title}</div>}
      {items.map((item, at) =>
        item === 'line' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name, and a menu's items do not move.
          <hr key={at} />
        ) : (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            disabled={item.disabled}
            aria-haspopup={item.more && 'menu'}
            onClick={() => {
              if (item.more) return setWithin(item)
              close()
              item.run?.()
            }}
          >
            <span>{item.label}</span>
            {item.more ? <kbd>▸</kbd> : item.keys && <kbd>{item.keys}</kbd>}
            {item.about && <small>{item.about}</small>}
          </button>
        ),
      )}
    </div>
  )
}
