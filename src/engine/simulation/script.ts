import type { Family } from '../../core/catalog/schema.ts'
import { assumed } from '../../core/cost/estimate.ts'
import { drawLength, type Length } from '../../core/scenario/length.ts'
import { drawsOf } from '../../core/scenario/random.ts'
import { type EndingWord, meant, onlyOf, type Rule, type Scenario } from '../../core/scenario/scenario.ts'

/** A try that something has to happen to. */
export interface Try {
  readonly componentId: string
  readonly family: Family
  readonly attemptId: string
  readonly attempt: number
  readonly scheduledStart: number
  /** How often this attempt of a precondition has been evaluated already. */
  readonly checks: number
}

/** What happens to it. Milliseconds. */
export interface Play {
  readonly outcome: EndingWord | 'false'
  readonly errorId: string
  readonly message: string
  readonly duration: number
  /** Only of `interrupt` and `loseWorker`. */
  readonly after: number
}

export type Script = (one: Try) => Play

/**
 * Where no rule says otherwise everything succeeds, in the time that an estimate assumes: activities in 20 minutes,
 * machines in 3; a precondition takes a second to look.
 */
export const usualLengths: Readonly<Partial<Record<Family, Length>>> = {
  activity: { shape: 'fixed', ms: assumed.activity * 1000 },
  resource: { shape: 'fixed', ms: assumed.start * 1000 },
  precondition: { shape: 'fixed', ms: 1000 },
}
const atOnce: Length = { shape: 'fixed', ms: 0 }

/** Plays a scenario. The same try under the same seed always gets the same. `met` gathers the rules that fitted a try. */
export function scriptOf(scenario: Scenario, seed: number, met?: Set<Rule>): Script {
  const known = new Map<string, readonly Rule[]>()
  const lucks = lucksOf(scenario)
  const rulesFor = (id: string): readonly Rule[] => {
    const rules = known.get(id) ?? scenario.rules.filter(rule => meant(rule.object, id))
    known.set(id, rules)
    return rules
  }

  return one => {
    const about = rulesFor(one.componentId).filter(rule => fits(rule, one, seed, lucks))
    if (met) for (const rule of about) met.add(rule)
    const said = <K extends keyof Rule>(key: K): Rule[K] | undefined =>
      about.find(rule => rule[key] !== undefined)?.[key]
    const length = (key: 'duration' | 'after', otherwise: Length) => {
      const wanted = said(key) ?? otherwise
      return wanted.shape === 'fixed'
        ? wanted.ms
        : drawLength(wanted, drawsOf(seed, `${key}|${one.attemptId}|${one.checks}`))
    }
    const telling = about.find(({ outcome }) => outcome !== undefined && suits(outcome, one.family))
    const outcome = telling?.outcome ?? 'succeed'
    const waits = one.family === 'precondition' && one.checks < (said('falseTimes') ?? 0)
    return {
      outcome: waits ? 'false' : outcome,
      errorId: telling?.errorId ?? 'Simulated',
      message: telling?.message ?? 'The scenario lets this attempt fail.',
      duration: length('duration', usualLengths[one.family] ?? atOnce),
      after: outcome === 'interrupt' || outcome === 'loseWorker' ? length('after', atOnce) : 0,
    }
  }
}

const suits = (outcome: EndingWord, family: Family): boolean => (onlyOf[outcome] ?? family) === family

/**
 * Names of what rules with a chance draw: by what they say, so that others may be moved about, and numbered where
 * several would say the same, so that each has luck of its own.
 */
function lucksOf({ rules }: Scenario): ReadonlyMap<Rule, string> {
  const counts = new Map<string, number>()
  return new Map(
    rules.flatMap(rule => {
      if (rule.chance === undefined) return []
      const name = `chance|${rule.object}|${rule.chance}`
      const count = counts.get(name) ?? 0
      counts.set(name, count + 1)
      return [[rule, count === 0 ? name : `${name}|${count}`] as const]
    }),
  )
}

function fits(rule: Rule, one: Try, seed: number, lucks: ReadonlyMap<Rule, string>): boolean {
  const { attempts, scheduled, chance } = rule
  if (attempts && (one.attempt < attempts.from || one.attempt > attempts.to)) return false
  if (scheduled && (one.scheduledStart < scheduled.from || one.scheduledStart >= scheduled.to)) return false
  return chance === undefined || drawsOf(seed, `${lucks.get(rule)}|${one.attemptId}`)() < chance
}
