import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { emptyScenario } from '../../core/scenario/edits.ts'
import { rehearsalQuery } from '../data/rehearsals.ts'
import { useService } from '../data/service.ts'
import { useAddress } from '../state/address.ts'
import { createEchoes } from '../state/echoes.ts'
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
  const [echoes] = useState(() => createEchoes(['scenario'], {}))
  const earlier = useQuery({
    ...rehearsalQuery(useService(), pipelineId, address.of ?? ''),
    enabled: address.of !== undefined && address.scenario === undefined && text === undefined,
  })

  useEffect(() => {
    const { scenario, of } = address
    const isOwn = echoes.came({ scenario })
    if (scenario !== undefined) {
      if (isOwn) return
      textInLink(scenario).then(setText, (error: Error) => {
        setTrouble(error.message)
        setText(emptyScenario)
      })
    } else if (text === undefined && of === undefined) setText(emptyScenario)
  }, [address, text, echoes])
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
      const scenario = fits ? packed : undefined
      if (echoes.wrote({ scenario })) change({ scenario, of: undefined })
    }, 400)
    return () => clearTimeout(timer)
  }, [text, change, echoes])

  return { text, set: setText, isLong, ...(trouble !== undefined && { trouble }) }
}
