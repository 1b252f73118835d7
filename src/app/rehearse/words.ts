import type { Rehearsal, RehearsalFigures } from '../../api/rehearsals.ts'
import { printDateTime } from '../../core/expression/value.ts'
import type { Length } from '../../core/scenario/length.ts'
import type { EndingWord, Rule } from '../../core/scenario/scenario.ts'
import { writeTime } from '../../core/scenario/write.ts'
import type { Zone } from '../state/zone.ts'
import { formatUsd } from '../ui/money.ts'
import { formatTime } from '../ui/time.ts'

/** What an attempt comes to, as people say it. */
export const endingWords: Readonly<Record<EndingWord, string>> = {
  succeed: 'succeeds',
  fail: 'fails',
  hang: 'hangs until it is stopped',
  loseWorker: 'loses its worker',
  interrupt: 'is interrupted, as a spot machine is',
}

/** `25 minutes`, `0.4 seconds`. Milliseconds. */
export function timeWords(ms: number): string {
  const said = writeTime(ms)
  return typeof said === 'string' ? said : `${said} seconds`
}

export function lengthWords(length: Length): string {
  switch (length.shape) {
    case 'fixed':
      return timeWords(length.ms)
    case 'uniform':
      return `${timeWords(length.from)} to ${timeWords(length.to)}`
    case 'normal':
      return `${timeWords(length.mean)} ± ${timeWords(length.deviation)}`
    case 'lognormal':
      return `${timeWords(length.median)} in the median, spread ${length.sigma}`
  }
}

/** A rule as a sentence without a full stop. */
export function ruleWords({ object, attempts, scheduled, chance, outcome, errorId, message, ...rest }: Rule): string {
  const { falseTimes, duration, after } = rest
  const whom = [
    object === '*' ? 'Everything' : object,
    scheduled && scheduledWords(scheduled),
    attempts && attemptsWords(attempts),
    chance !== undefined && `${percent(chance)} of the attempts`,
  ]
  const what = [
    outcome && `${endingWords[outcome]}${errorId ? ` with ${errorId}` : ''}${message ? ` (“${message}”)` : ''}`,
    after && `after ${lengthWords(after)}`,
    falseTimes !== undefined && `is not true yet ${falseTimes} times`,
    duration && `takes ${lengthWords(duration)}`,
  ]
  return `${whom.filter(Boolean).join(', ')}: ${what.filter(Boolean).join(', ') || 'as usual'}`
}

export const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`

const attemptsWords = ({ from, to }: { readonly from: number; readonly to: number }): string =>
  from === to
    ? `attempt ${from}`
    : to >= Number.MAX_SAFE_INTEGER
      ? `from attempt ${from} on`
      : `attempts ${from} to ${to}`

function scheduledWords({ from, to }: { readonly from: number; readonly to: number }): string {
  if (to === from + 1) return `of ${printDateTime(from)} UTC`
  const parts = [
    Number.isFinite(from) && `from ${printDateTime(from)}`,
    Number.isFinite(to) && `before ${printDateTime(to)}`,
  ]
  return `scheduled ${parts.filter(Boolean).join(' and ')} UTC`
}

export const titleOf = ({ name, createdAt }: Rehearsal, zone: Zone): string =>
  name ?? `Rehearsal of ${formatTime(createdAt, zone)}`

export const stretchWords = ({ from, to }: Pick<Rehearsal, 'from' | 'to'>, zone: Zone): string =>
  `${formatTime(from, zone)} – ${formatTime(to, zone)}`

/** What the machines of a rehearsal cost as far as their prices are known. */
export function costWords({ usd, unknownPrices }: RehearsalFigures): string {
  if (unknownPrices === 0) return formatUsd(usd)
  return usd === 0 ? 'not known' : `at least ${formatUsd(usd)}`
}
