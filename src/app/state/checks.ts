import { startTransition, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Limits } from '../../core/catalog/limits.ts'
import type { Definition } from '../../core/definition/model.ts'
import { revalidate, revalidation, type Validation } from '../../core/validation/index.ts'
import type { Finding } from '../../core/validation/rule.ts'
import { afterFrames } from './frames.ts'
import { limitsInForce } from './limits.ts'
import { inSlices } from './slices.ts'

/**
 * Findings of definitions, worked out once each. For the screen they are worked out after the frame that shows a
 * change, in slices between which keys, pointers and frames have their turn; until then the findings of before stay.
 */

const validations = new WeakMap<Definition, Validation>()
let newest: Validation | undefined

/** The findings of a definition, now, at the cost of what is new about it. */
export const findingsOf = (definition: Definition): readonly Finding[] =>
  findingsKnown(definition) ?? keep(revalidate(newest, definition, limitsInForce.getState())).findings

/** The findings of a definition, if they are known already. */
export function findingsKnown(definition: Definition): readonly Finding[] | undefined {
  const validation = validations.get(definition)
  return validation?.limits === limitsInForce.getState() ? validation.findings : undefined
}

const listeners = new Set<() => void>()

/** Hears of every definition that has been checked. */
export function onChecked(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

interface Check {
  readonly definition: Definition
  readonly limits: Limits
  readonly steps: ReturnType<typeof revalidation>
}

let underWay: Check | undefined

/** So many frames pass until what has just been opened is on the screen, with all that stands around it. */
const framesAtFirst = 6

/** Asks for the findings of a definition. Only the newest wish counts: what was asked for before is given up. */
export function check(definition: Definition): void {
  const limits = limitsInForce.getState()
  if (findingsKnown(definition) || (underWay?.definition === definition && underWay.limits === limits)) return
  const begun = { definition, limits, steps: revalidation(newest, definition, limits) }
  underWay = begun
  const start = () => inSlices(begun.steps, arrive, () => underWay === begun, 'user-blocking')
  // A page that is not in sight has no frames. What is checked for the first time has just been opened, and is drawn first.
  if (document.visibilityState !== 'visible') start()
  else if (newest) requestAnimationFrame(start)
  else afterFrames(framesAtFirst, start)
}

function arrive(validation: Validation): void {
  underWay = undefined
  keep(validation)
  for (const listener of listeners) listener()
}

function keep(validation: Validation): Validation {
  validations.set(validation.facts.definition, validation)
  newest = validation
  return validation
}

const none: readonly Finding[] = []

/** Findings for the screen: they follow the typing a moment later, and never hold it up. */
export function useFindings(definition: Definition): readonly Finding[] {
  const [found, setFound] = useState(() => findingsKnown(definition) ?? none)
  // What is large, such as the graph, may take its time, so that whoever says at once what is wrong is not held up.
  useChecked(definition, known => startTransition(() => setFound(known)))
  return findingsKnown(definition) ?? found
}

/** The same for what shows little else: it shows them with the next frame. */
export function useFindingsAtOnce(definition: Definition): readonly Finding[] {
  const [found, setFound] = useState(() => findingsKnown(definition) ?? none)
  useChecked(definition, setFound)
  return findingsKnown(definition) ?? found
}

/** Asks for the findings of a definition, and hears of them. */
function useChecked(definition: Definition, hear: (findings: readonly Finding[]) => void): void {
  const limits = useStore(limitsInForce)
  const latest = useRef(hear)
  latest.current = hear
  // biome-ignore lint/correctness/useExhaustiveDependencies: other limits are to be judged by anew.
  useEffect(() => {
    const tell = () => {
      const known = findingsKnown(definition)
      if (known) latest.current(known)
    }
    check(definition)
    tell()
    return onChecked(tell)
  }, [definition, limits])
}
