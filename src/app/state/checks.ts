import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { Limits } from '../../core/catalog/limits.ts'
import type { Definition } from '../../core/definition/model.ts'
import { revalidate, revalidation, type Validation } from '../../core/validation/index.ts'
import type { Finding } from '../../core/validation/rule.ts'
import { limitsInForce } from './limits.ts'

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

/** How long a slice may last, in milliseconds. Most changes need but one. */
const slice = 24

interface Check {
  readonly definition: Definition
  readonly limits: Limits
  readonly steps: ReturnType<typeof revalidation>
}

let underWay: Check | undefined

/** Asks for the findings of a definition. Only the newest wish counts: what was asked for before is given up. */
export function check(definition: Definition): void {
  const limits = limitsInForce.getState()
  if (findingsKnown(definition) || (underWay?.definition === definition && underWay.limits === limits)) return
  const begun = { definition, limits, steps: revalidation(newest, definition, limits) }
  underWay = begun
  const start = () => later(() => work(begun))
  // A page that is not in sight has no frames. What is checked for the first time has just been opened, and is drawn first.
  if (document.visibilityState !== 'visible') start()
  else if (newest) requestAnimationFrame(start)
  else requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(start)))
}

/** After what waits already: unlike a timer, at once where nothing does. */
function later(task: () => void): void {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port1.close()
    task()
  }
  port2.postMessage(undefined)
}

function work(begun: Check): void {
  if (underWay !== begun) return
  const end = performance.now() + slice
  do {
    const { done, value } = begun.steps.next()
    if (!done) continue
    underWay = undefined
    keep(value)
    for (const listener of listeners) listener()
    return
  } while (performance.now() < end)
  later(() => work(begun))
}

function keep(validation: Validation): Validation {
  validations.set(validation.facts.definition, validation)
  newest = validation
  return validation
}

const none: readonly Finding[] = []

/** Findings for the screen: they follow the typing a moment later, and never hold it up. */
export function useFindings(definition: Definition): readonly Finding[] {
  const limits = useStore(limitsInForce)
  const known = useSyncExternalStore(onChecked, () => findingsKnown(definition))
  const last = useRef(none)
  if (known) last.current = known
  // biome-ignore lint/correctness/useExhaustiveDependencies: other limits are to be judged by anew.
  useEffect(() => check(definition), [definition, limits])
  return last.current
}
