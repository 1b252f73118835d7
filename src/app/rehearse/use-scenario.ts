import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { emptyScenario } from '../../core/scenario/edits.ts'
import { rehearsalQuery } from '../data/rehearsals.ts'
import { useService } from '../data/service.ts'
import { type Address, useAddress } from '../state/address.ts'
import { mostInQuery, packText, textInLink } from '../state/link.ts'

/** The scenario of the page as text: from the address, from a rehearsal that the address names, or one where all goes well. */
export interface ScenarioText {
  /** Undefined until it is known. */
  readonly text: string | undefined
  readonly set: (text: string) => void
  /** It is too long for an address, so that only this page knows it. */
  readonly isLong: boolean
  readonly trouble?: string
}

export function useScenario(pipelineId: string): ScenarioText {
  const [address, change] = useAddress()
  const [text, setText] = useState<string>()
  const [isLong, setLong] = useState(false)
  const [trouble, setTrouble] = useState<string>()
  const written = useRef<string>(undefined)
  const earlier = useQuery({
    ...rehearsalQuery(useService(), pipelineId, address.of ?? ''),
    enabled: address.of !== undefined && address.scenario === undefined && text === undefined,
  })

  useEffect(() => {
    const { scenario, of } = address
    if (scenario !== undefined) {
      if (scenario === written.current) return
      written.current = scenario
      textInLink(scenario).then(setText, (error: Error) => {
        setTrouble(error.message)
        setText(emptyScenario)
      })
    } else if (text === undefined && of === undefined) setText(emptyScenario)
  }, [address, text])
  useEffect(() => {
    if (text !== undefined || address.scenario !== undefined) return
    if (earlier.data) setText(earlier.data.rehearsal.scenario)
    else if (earlier.error) {
      setTrouble(earlier.error.message)
      setText(emptyScenario)
    }
  }, [earlier.data, earlier.error, text, address.scenario])

  useEffect(() => {
    if (text === undefined) return
    const timer = setTimeout(async () => {
      const packed = text === emptyScenario ? undefined : await packText(text)
      const fits = packed === undefined || packed.length <= mostInQuery
      setLong(!fits)
      const next = fits ? packed : undefined
      if (next === written.current) return
      written.current = next
      change({ scenario: next, of: undefined } satisfies Address)
    }, 400)
    return () => clearTimeout(timer)
  }, [text, change])

  return { text, set: setText, isLong, ...(trouble !== undefined && { trouble }) }
}
