import { useEffect } from 'react'
import { type Action, offeredActions, type Reach } from '../state/actions.ts'
import { chordOf } from '../ui/chord.ts'
import { fields } from '../ui/typed-into.ts'
import { useLetterKeys } from './letter-keys.ts'

/** How long the first key of two waits for the second, in milliseconds. */
const patience = 1500

/**
 * One listener for the keys of all actions. What is heard while one types comes before the fields and the source get
 * the key; the rest comes after everything nearer had its turn.
 */
export function useShortcuts(): void {
  useEffect(() => {
    let first = { chord: '', at: 0 }
    const hear = (reaches: ReadonlySet<Reach>) => (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const chord = chordOf(event)
      if (chord === undefined || (isLetter(chord) && !useLetterKeys.getState().on)) return
      const second = performance.now() - first.at < patience ? `${first.chord} then ${chord}` : undefined
      const offered = offeredActions().filter(one => isHeard(one, reaches, event.target))
      const action = offered.find(one => isCalled(one, second)) ?? offered.find(one => isCalled(one, chord))
      if (reaches === late) first = { chord: action ? '' : chord, at: performance.now() }
      if (!action) return
      event.preventDefault()
      event.stopPropagation()
      action.run(chord)
    }
    const [before, after] = [hear(early), hear(late)]
    document.addEventListener('keydown', before, true)
    document.addEventListener('keydown', after)
    return () => {
      document.removeEventListener('keydown', before, true)
      document.removeEventListener('keydown', after)
    }
  }, [])
}

const early: ReadonlySet<Reach> = new Set<Reach>(['anywhere', 'document'])
const late: ReadonlySet<Reach> = new Set<Reach>(['page', 'graph'])

/** A single letter or sign, such as somebody who dictates would press by accident. */
const isLetter = (chord: string): boolean => chord.length === 1

const isCalled = ({ keys, applies }: Action, chord: string | undefined): boolean =>
  chord !== undefined && keys?.includes(chord) === true && applies?.() !== false

const isHeard = ({ isNative, reach = 'page' }: Action, reaches: ReadonlySet<Reach>, target: EventTarget | null) =>
  !isNative && reaches.has(reach) && hears[reach](target)

const within = (target: EventTarget | null, selector: string): boolean =>
  target instanceof Element && target.closest(selector) !== null

const closed = 'dialog, [role="dialog"], [role="menu"], [role="listbox"]'
const controls = `${fields}, button, a, summary, [role="separator"], [role="tab"]`

const hears: Readonly<Record<Reach, (target: EventTarget | null) => boolean>> = {
  anywhere: target => !within(target, closed),
  document: target => !within(target, `${closed}, input[type="search"]`),
  page: target => !within(target, `${closed}, ${fields}`),
  graph: target =>
    target === document.body || (within(target, '.pw-canvas') && !within(target, `${closed}, ${controls}`)),
}
