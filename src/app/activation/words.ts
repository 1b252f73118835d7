import type { ActivationPreview } from '../../api/pipelines.ts'

const number = (n: number, atLeast: boolean) => `${atLeast ? 'more than ' : ''}${n.toLocaleString('en-US')}`

/** What activation would start and leave out, in a sentence or two. `when` writes a time. */
export function startsWhat(preview: ActivationPreview, when: (time: number) => string): string {
  const { onDemand, underWay, due, dueFrom, skipped, atLeast, next, startsNow } = preview
  if (onDemand)
    return `One run starts at once${underWay > 0 ? `, beside ${underWay === 1 ? 'the one' : `the ${underWay}`} under way` : ''}.`
  if (startsNow)
    return due === 1
      ? 'The schedule starts with the activation: its first interval runs at once, the next one a period later.'
      : 'The schedule starts with the activation: its first interval runs a period later.'
  const parts: string[] = []
  if (skipped > 0) parts.push(`${number(skipped, atLeast)} ${skipped === 1 ? 'interval is' : 'intervals are'} skipped.`)
  if (due > 0)
    parts.push(
      due === 1
        ? `1 interval is due and starts at once${dueFrom === undefined ? '' : `: that of ${when(dueFrom)}`}.`
        : `${number(due, atLeast)} intervals are due since ${when(dueFrom ?? 0)} and start at once, one after another.`,
    )
  parts.push(
    next === undefined
      ? due > 0
        ? 'No interval comes after them.'
        : 'Nothing would start: the schedule is over.'
      : due > 0
        ? `The next one is due ${when(next)}.`
        : `Nothing starts at once; the next interval is due ${when(next)}.`,
  )
  const sentences = parts.join(' ')
  return sentences.charAt(0).toUpperCase() + sentences.slice(1)
}
