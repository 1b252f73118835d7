import { familyOf, isRunnable } from '../catalog/index.ts'
import type { Family } from '../catalog/schema.ts'
import type { Definition } from '../definition/model.ts'
import { typeOf } from '../definition/query.ts'
import { parseDateTime } from '../expression/value.ts'
import { parsePeriod, periodMs } from '../runs/period.ts'
import { type Complain, isMembers, readJson, unknownWords } from './json.ts'
import type { Length } from './length.ts'
import { endings, meant, onlyOf, type Rule, type Scenario } from './scenario.ts'

/** A scenario, or all that is wrong with its text: what, where, and what to write instead. */
export type ReadScenario =
  | { readonly scenario: Scenario; readonly problems: readonly [] }
  | { readonly scenario?: undefined; readonly problems: readonly string[] }

/**
 * Reads `{ "seed": 7, "rules": [{ "object": "Load*", "attempts": "1-2", "outcome": "fail" }, …] }`, comments allowed.
 * `definition` says which objects there are for the rules to be about.
 */
export function readScenario(text: string, definition: Definition): ReadScenario {
  const json = readJson(text)
  return 'problem' in json ? { problems: [json.problem] } : scenarioOf(json.value, definition)
}

/** The same of a value that was read already; `at` is where it stands, such as `scenario.`. */
export function scenarioOf(value: unknown, definition: Definition, at = ''): ReadScenario {
  const problems: string[] = []
  const complain: Complain = (where, what) => problems.push(`${at}${where}: ${what}`)
  if (!isMembers(value)) return { problems: [`${at}A scenario is one JSON object, such as { "rules": [] }.`] }
  unknownWords(value, ['seed', 'rules'], '', complain)
  const { seed, rules = [] } = value
  if (seed !== undefined && !Number.isSafeInteger(seed)) complain('seed', 'Write a whole number.')
  if (!Array.isArray(rules)) complain('rules', 'Write a list of rules: [{ "object": "…", … }].')
  const familiesMeant = familiesIn(definition)
  const told: Told = { complain, familiesMeant, nobody: object => nobody(object, definition) }
  const read = Array.isArray(rules) ? rules.flatMap((one, index) => readRule(one, `rules[${index}]`, told) ?? []) : []
  if (problems.length > 0) return { problems }
  return { scenario: { ...(typeof seed === 'number' && { seed }), rules: read }, problems: [] }
}

const words = [
  'object',
  'attempts',
  'scheduled',
  'chance',
  'outcome',
  'errorId',
  'message',
  'false',
  'duration',
  'after',
]

/** What is known of the definition while rules are read. */
interface Told {
  readonly complain: Complain
  readonly familiesMeant: (pattern: string) => ReadonlySet<Family>
  /** Why a pattern means nobody. */
  readonly nobody: (pattern: string) => string
}

function readRule(one: unknown, where: string, { complain, familiesMeant, nobody }: Told): Rule | undefined {
  if (!isMembers(one)) {
    complain(where, 'A rule is an object, such as { "object": "Load", "outcome": "fail" }.')
    return undefined
  }
  unknownWords(one, words, where, complain)
  const { object } = one
  if (typeof object !== 'string' || object === '') {
    complain(`${where}.object`, 'Say whom the rule is about: an id, or a pattern such as "Load*".')
    return undefined
  }
  const families = familiesMeant(object)
  if (families.size === 0) {
    complain(`${where}.object`, nobody(object))
    return undefined
  }
  const attempts = attemptsOf(one.attempts, `${where}.attempts`, complain)
  const scheduled = scheduledOf(one.scheduled, `${where}.scheduled`, complain)
  const duration = lengthOf(one.duration, `${where}.duration`, complain)
  const after = lengthOf(one.after, `${where}.after`, complain)
  const outcome = outcomeOf(one.outcome, `${where}.outcome`, families, complain)
  const { chance, errorId, message, false: falseTimes } = one
  if (chance !== undefined && !(typeof chance === 'number' && chance >= 0 && chance <= 1))
    complain(`${where}.chance`, 'Write a number from 0 to 1, such as 0.05.')
  for (const [word, value] of Object.entries({ errorId, message }))
    if (value !== undefined && typeof value !== 'string') complain(`${where}.${word}`, 'Write a text.')
  if (falseTimes !== undefined) {
    if (!(Number.isSafeInteger(falseTimes) && Number(falseTimes) >= 0))
      complain(`${where}.false`, 'Write how many times the precondition is not true yet: 0, 1, 2, …')
    else if (!families.has('precondition'))
      complain(`${where}.false`, `Only a precondition can be FALSE, and ${object} is none; leave it out.`)
  }
  if (one.after !== undefined && outcome !== 'interrupt' && outcome !== 'loseWorker')
    complain(
      `${where}.after`,
      'It goes with "interrupt" and "loseWorker" only; for how long work takes write duration.',
    )
  return {
    object,
    ...(attempts && { attempts }),
    ...(scheduled && { scheduled }),
    ...(typeof chance === 'number' && { chance }),
    ...(outcome && { outcome }),
    ...(typeof errorId === 'string' && { errorId }),
    ...(typeof message === 'string' && { message }),
    ...(typeof falseTimes === 'number' && { falseTimes }),
    ...(duration && { duration }),
    ...(after && { after }),
  }
}

/** Families of the objects that a pattern means, of those that a try can happen to; each pattern is looked up once. */
function familiesIn(definition: Definition): (pattern: string) => ReadonlySet<Family> {
  const all = players(definition)
  const known = new Map<string, ReadonlySet<Family>>()
  return pattern => {
    const found = known.get(pattern) ?? new Set(all.flatMap(({ id, family }) => (meant(pattern, id) ? [family] : [])))
    known.set(pattern, found)
    return found
  }
}

/** Objects that a try can happen to: activities, preconditions and resources. */
export function players(definition: Definition): readonly { readonly id: string; readonly family: Family }[] {
  return definition.objects.flatMap(object => {
    const family = familyOf(typeOf(definition, object) ?? '')
    return family !== undefined && family !== 'dataNode' && (isRunnable(family) || family === 'precondition')
      ? [{ id: object.id, family }]
      : []
  })
}

function nobody(pattern: string, definition: Definition): string {
  const object = definition.objects.find(one => one.id === pattern)
  const names = players(definition).map(one => one.id)
  const some = names.length > 8 ? `${names.slice(0, 8).join(', ')}, …` : names.join(', ')
  return object
    ? `${pattern} is a ${typeOf(definition, object) ?? 'thing without type'}, which is never tried by itself; name one of ${some}.`
    : `No activity, precondition or resource is called that; there are ${some || 'none in this definition'}.`
}

function outcomeOf(given: unknown, where: string, families: ReadonlySet<Family>, complain: Complain) {
  if (given === undefined) return undefined
  const word = endings.find(one => one === given)
  if (!word) {
    complain(where, `Write one of ${endings.join(', ')}.`)
    return undefined
  }
  const family = onlyOf[word]
  if (family !== undefined && !families.has(family)) {
    const what = family === 'resource' ? 'resources can be interrupted' : 'activities have workers to lose'
    complain(
      where,
      `Only ${what}; write fail or hang, or name ${family === 'resource' ? 'a resource' : 'an activity'}.`,
    )
  }
  return word
}

/** `1`, `"2-3"` or `"3-"`. */
function attemptsOf(given: unknown, where: string, complain: Complain): Rule['attempts'] {
  if (given === undefined) return undefined
  const [, first, dash, last] = /^\s*(\d+)\s*(?:(-)\s*(\d*))?\s*$/.exec(String(given)) ?? []
  const from = Number(first)
  const to = dash === undefined ? from : last ? Number(last) : Number.MAX_SAFE_INTEGER
  if (first !== undefined && from >= 1 && to >= from) return { from, to }
  complain(
    where,
    first !== undefined && to < from && to >= 1
      ? `Attempt ${to} comes before ${from}; write "${to}-${from}".`
      : 'Write the number of an attempt, counted from 1, or a range: 1, "2-3", or "3-" for all from the third.',
  )
  return undefined
}

/** One scheduled start, or a stretch of them. */
function scheduledOf(given: unknown, where: string, complain: Complain): Rule['scheduled'] {
  if (given === undefined) return undefined
  const time = (value: unknown) => (typeof value === 'string' ? parseDateTime(value) : undefined)
  if (isMembers(given)) {
    unknownWords(given, ['from', 'to'], where, complain)
    const from = given.from === undefined ? Number.NEGATIVE_INFINITY : time(given.from)
    const to = given.to === undefined ? Number.POSITIVE_INFINITY : time(given.to)
    if (from !== undefined && to !== undefined) {
      if (from < to) return { from, to }
      complain(where, 'Write a to that is later than from: the end is not included.')
      return undefined
    }
  } else {
    const from = time(given)
    if (from !== undefined) return { from, to: from + 1 }
  }
  complain(where, 'Write a scheduled start such as "2026-01-31T00:00:00" (UTC), or { "from": "…", "to": "…" }.')
  return undefined
}

function lengthOf(given: unknown, where: string, complain: Complain): Length | undefined {
  if (given === undefined) return undefined
  const fixed = timeSaid(given)
  if (fixed !== undefined) return { shape: 'fixed', ms: fixed }
  const [shape, said] = isMembers(given) ? (Object.entries(given)[0] ?? []) : []
  const parts = isMembers(said) ? said : {}
  const one = isMembers(given) && Object.keys(given).length === 1
  const [from, to, mean, deviation, median] = ['from', 'to', 'mean', 'deviation', 'median'].map(key =>
    timeSaid(parts[key]),
  )
  const { sigma } = parts
  if (one && shape === 'uniform' && from !== undefined && to !== undefined) {
    if (from <= to) return { shape, from, to }
    complain(where, 'Write a from that is not longer than to.')
    return undefined
  }
  if (one && shape === 'normal' && mean !== undefined && deviation !== undefined) return { shape, mean, deviation }
  if (one && shape === 'lognormal' && median !== undefined && typeof sigma === 'number' && sigma >= 0)
    return { shape, median, sigma }
  complain(
    where,
    'Write seconds, a period such as "5 minutes", or one of { "uniform": { "from": …, "to": … } }, ' +
      '{ "normal": { "mean": …, "deviation": … } }, { "lognormal": { "median": …, "sigma": 0.5 } }.',
  )
  return undefined
}

/** A number of seconds, or a period such as `5 minutes`, as whole milliseconds. */
export function timeSaid(given: unknown): number | undefined {
  if (typeof given === 'number') return Number.isFinite(given) && given >= 0 ? Math.round(given * 1000) : undefined
  if (typeof given !== 'string') return undefined
  const [, seconds] = /^\s*(\d+(?:\.\d+)?)\s+seconds?\s*$/i.exec(given) ?? []
  if (seconds !== undefined) return Math.round(Number(seconds) * 1000)
  const period = parsePeriod(given)
  return period && periodMs(period)
}
