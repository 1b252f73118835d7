import { useRef, useState } from 'react'
import { Menu, type MenuItem } from './menu.tsx'

interface MenuButtonProps {
  readonly label: string
  readonly title: string
  readonly items: () => readonly (MenuItem | 'line')[]
}

/** A tool that opens a menu beneath itself. */
export function MenuButton({ label, title, items }: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [at, setAt] = useState<{ x: number; y: number }>()
  const toggle = () => {
    const box = button.current?.getBoundingClientRect()
    setAt(at || !box ? undefined : { x: box.left, y: box.bottom + 4 })
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className="pw-tool"
        title={title}
        aria-haspopup="menu"
        aria-expanded={at !== undefined}
        onPointerDown={event => {
          if (at) event.stopPropagation()
        }}
        onClick={toggle}
      >
        {label} ▾
      </button>
      {at && <Menu at={at} title={title} items={items()} close={() => setAt(undefined)} />}
    </>
  )
}
