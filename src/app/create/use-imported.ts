import { useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useAddress } from '../state/address.ts'
import { type Handed, takeHanded } from '../state/handed.ts'
import { textInLink } from '../state/link.ts'
import { tellTrouble } from '../ui/toasts.tsx'
import { useTold } from './use-told.ts'

/** The text that is imported, where it came from, and what it was read as. */
export function useImported() {
  const [address] = useAddress()
  const hash = useRouterState({ select: state => state.location.hash })
  const said = useRouterState({ select: state => (state.location.search as { import?: unknown }).import })
  const linked = linkedText(said) ?? (hash.startsWith('import=') ? hash.slice('import='.length) : undefined)
  const [{ text, file }, setText] = useState<Handed>(() => takeHanded() ?? { text: '' })
  const [origin, setOrigin] = useState<string>()
  useEffect(() => {
    if (linked === undefined) return
    textInLink(linked).then(given => {
      setText({ text: given, ...(address.name && { file: address.name }) })
      setOrigin('This text came with the link. It was only read: nothing has been made of it, and nothing has run.')
    }, tellTrouble('The link could not be read'))
  }, [linked, address.name])
  const { told, busy } = useTold(text)
  const set = (next: Handed) => {
    setOrigin(undefined)
    setText(next)
  }
  return { text, file, setText: set, origin, told, busy }
}

/** The router reads JSON in an address as what it says; it is wanted as text. */
const linkedText = (said: unknown): string | undefined =>
  said === undefined || said === '' ? undefined : typeof said === 'string' ? said : JSON.stringify(said, undefined, 2)
