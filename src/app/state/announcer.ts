import { changeWords } from './change-words.ts'
import { findingsKnown, findingsOf } from './checks.ts'
import { derive, type Tally, tally } from './derived.ts'
import type { Editor } from './editor.ts'
import type { Session } from './session.ts'
import { say } from './view.ts'

/** A change is told when nothing more has followed for so long, in milliseconds. */
const rest = 350

/**
 * Tells people who hear the page what became of the graph, whoever changed it: canvas, form, text, undo. Once for each
 * change, and not at all where who did it has said so already. Then how many findings there are, if that changed.
 * Gives the way to stop.
 */
export function startAnnouncing({ editor, view }: Session): () => void {
  let told = editor.getState()
  /** Worked out when first needed: the checks of a large definition must not hold up its first picture. */
  let counted: Tally | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The change made last, for as long as whoever made it may still tell it. */
  let fresh: { readonly before: Editor; readonly now: Editor } | undefined
  const tell = (...sentences: (string | undefined)[]) => {
    fresh = undefined
    const words = sentences.filter(Boolean)
    if (words.length > 0) say(view, words.join(' '))
  }
  const tellAll = () => {
    const now = editor.getState()
    counted ??= countsOf(told)
    const counts = countsOf(now)
    const words = [
      stepWords(told, now),
      !counts || !counted || sameCounts(counts, counted) ? undefined : findingWords(counts),
    ]
    told = now
    counted = counts ?? counted
    tell(...words)
  }
  const stopEditor = editor.subscribe((now, before) => {
    if (now.document === before.document && now.pins === before.pins) return
    const change = { before, now }
    fresh = change
    setTimeout(() => {
      if (fresh === change) fresh = undefined
    })
    clearTimeout(timer)
    timer = setTimeout(tellAll, rest)
  })
  const stopView = view.subscribe(({ saidCount }, { saidCount: earlier }) => {
    if (saidCount === earlier || !fresh) return
    // What came before the change that has just been told is still to be told; that change is not.
    const words = told === fresh.before ? undefined : stepWords(told, fresh.before)
    told = fresh.now
    tell(words)
  })
  return () => {
    clearTimeout(timer)
    stopEditor()
    stopView()
  }
}

/** An undo is told by what it undid, all else by what differs. */
function stepWords(before: Editor, now: Editor): string | undefined {
  if (now.future.length > before.future.length && now.past.length < before.past.length) {
    const undone = before.past.slice(now.past.length).toReversed()
    return historyWords(undone, 'undone')
  }
  if (
    now.future.length < before.future.length &&
    now.past.length > before.past.length &&
    now.past.at(-1) === before.future[before.future.length - now.future.length - 1]
  )
    return historyWords(now.past.slice(before.past.length), 'done again')
  return changeWords(stateOf(before), stateOf(now))
}

const historyWords = (steps: readonly { readonly label: string }[], how: string): string | undefined =>
  steps.length === 1 ? `“${steps[0]?.label}” was ${how}.` : `${steps.length} steps were ${how}.`

const stateOf = ({ document, whole, pins }: Editor) => ({ definition: derive(document, whole).definition, pins })

/** Of a large definition only once it has been checked for the screen. */
const countsOf = ({ document, whole }: Editor): Tally | undefined => {
  const { definition, problems } = derive(document, whole)
  const small = definition.objects.length <= largestAtOnce
  const findings = small ? findingsOf(definition) : findingsKnown(definition)
  return findings && tally([...problems, ...findings].map(one => one.severity))
}

const largestAtOnce = 300

const sameCounts = (a: Tally, b: Tally): boolean => a.error === b.error && a.warning === b.warning && a.info === b.info

function findingWords({ error, warning, info }: Tally): string {
  const parts = [
    [error, 'error', 'errors'],
    [warning, 'warning', 'warnings'],
    [info, 'hint', 'hints'],
  ] as const
  const there = parts.filter(([count]) => count > 0).map(([count, one, many]) => `${count} ${count === 1 ? one : many}`)
  if (there.length === 0) return 'The checks find nothing wrong now.'
  const last = there.pop()
  return `The pipeline has ${there.length > 0 ? `${there.join(', ')} and ${last}` : last} now.`
}
