import { useMemo, useState } from 'react'
import { expressionProposals } from '../../core/language/complete-expression.ts'
import { fitting, type Proposal } from '../../core/language/proposal.ts'
import type { Standing } from '../../core/language/standing.ts'

/** What is offered at the caret, which of it is chosen, and whether it is shown. */
export interface Offer {
  readonly proposals: readonly Proposal[]
  readonly chosen: number
  readonly open: boolean
  choose(index: number): void
  show(open: boolean): void
}

/** Proposals for the place of a caret; they close when there are none. */
export function useProposals(standing: Standing | undefined, text: string, caret: number): Offer {
  const [wanted, setWanted] = useState(false)
  const [chosen, setChosen] = useState(0)
  const proposals = useMemo(() => {
    const all = wanted && standing ? expressionProposals(standing, text, caret) : undefined
    return all ? fitting(text, caret, all) : []
  }, [wanted, standing, text, caret])
  return {
    proposals,
    chosen: Math.min(chosen, Math.max(0, proposals.length - 1)),
    open: wanted && proposals.length > 0,
    choose: index => setChosen((index + proposals.length) % Math.max(1, proposals.length)),
    show(open) {
      setWanted(open)
      setChosen(0)
    },
  }
}
