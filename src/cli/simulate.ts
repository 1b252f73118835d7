import { once } from 'node:events'
import type { CostReport } from '../core/cost/report.ts'
import type { Definition } from '../core/definition/model.ts'
import { type GivenValues, resolveParameters } from '../core/definition/parameters.ts'
import { printDateTime } from '../core/expression/value.ts'
import { sortedCounts } from '../core/runs/summary.ts'
import { describeExpectation, judge, readExpectations, type Verdict } from '../core/scenario/expect.ts'
import { readScenario } from '../core/scenario/read.ts'
import type { Rule } from '../core/scenario/scenario.ts'
import { standIns } from '../core/scenario/stand-ins.ts'
import { stretchOf } from '../core/scenario/stretch.ts'
import { withValues } from '../engine/run-once.ts'
import { junitOf } from '../engine/simulation/junit.ts'
import { type Simulation, simulate as simulateDefinition } from '../engine/simulation/simulate.ts'
import {
  type Command,
  jsonOption,
  note,
  onlyFile,
  readText,
  setOption,
  settings,
  tellUnread,
  textOf,
  type Values,
  writeText,
} from './command.ts'
import { numberOf, timeOf } from './options.ts'
import { progressBar } from './progress.ts'
import { breathe, definitionIn, nameOf, obstacles, tryCases, unplayed } from './simulate-cases.ts'

export const simulate: Command = {
  name: 'simulate',
  usage:
    'simulate FILE --from TIME --to TIME [--set id=value]... [--scenario FILE] [--seed N] [--expect FILE] [--junit FILE] [--json]\n  pipewright simulate FILE --case FILE... [--junit FILE]',
  summary:
    'Plays a schedule on a virtual clock, nothing really runs. 0 when it was played, 1 when --expect is not met.',
  options: {
    ...setOption,
    from: { type: 'string' },
    to: { type: 'string' },
    scenario: { type: 'string' },
    seed: { type: 'string' },
    expect: { type: 'string' },
    case: { type: 'string', multiple: true },
    junit: { type: 'string' },
    ...jsonOption,
  },
  async run(values, files) {
    const file = onlyFile(files, 'simulate FILE --from TIME --to TIME')
    if (Array.isArray(values.case)) return tryCases(values, file, values.case.map(String))
    const [from, to] = [timeOf(values, 'from'), timeOf(values, 'to')]
    if (from === undefined || to === undefined)
      throw new Error('Which stretch of time? Give --from and --to, such as --from 2026-01-01 --to 2026-02-01.')
    if (from >= to) throw new Error('--to must be later than --from.')
    const definition = await definitionIn(file)
    tellUnread(definition, settings(values))
    const errors = obstacles(definition, settings(values))
    const junit = textOf(values, 'junit')
    if (errors.length > 0) {
      for (const error of errors) note(error)
      if (junit !== undefined) await writeText(junit, junitOf([unplayed(file, errors)]))
      return 1
    }
    tellStandIns(definition, settings(values))
    const scenario = await readBeside(values, 'scenario', text => readScenario(text, definition))
    const expected = await readBeside(values, 'expect', text => readExpectations(text, definition))
    const seed = numberOf(values, 'seed', scenario?.scenario?.seed ?? 1)
    if (!Number.isSafeInteger(seed)) throw new Error(`--seed wants a whole number, not ${seed}.`)
    const progress = progressBar()
    const begun = performance.now()
    const result = await simulateDefinition(definition, {
      from,
      to,
      values: settings(values),
      seed,
      ...(scenario?.scenario && { scenario: scenario.scenario }),
      onProgress: now => progress.show((now - from) / (to - from), `${printDateTime(now)} UTC`),
      breathe,
    }).finally(() => progress.clear())
    const seconds = (performance.now() - begun) / 1000

    const verdicts = judge(expected?.expectations ?? [], result.instances)
    if (junit !== undefined) await writeText(junit, junitOf([{ name: nameOf(file), verdicts, seconds }]))
    if (values.json) await writeJson(result, verdicts)
    else print(result, verdicts)
    if (result.instanceCount === 0) note(nothingDue(result))
    else if (result.idleRules.length > 0) note(idle(result.idleRules, scenario?.scenario?.rules ?? []))
    return verdicts.some(one => one.unmet !== undefined) ? 1 : 0
  },
}

/** Says which secrets are not known, which makes no difference as nothing really runs. */
function tellStandIns(definition: Definition, given: GivenValues) {
  const ids = Object.keys(standIns(withValues(definition, given), 'missing')).map(id => `*${id}`)
  if (ids.length > 0)
    note(`No value is known of ${ids.join(', ')}; a stand-in does as well, since nothing really runs.`)
}

/** What an option's file says, or undefined without the option; all that is wrong with it in one Error. */
async function readBeside<T extends { readonly problems: readonly string[] }>(
  values: Values,
  option: string,
  read: (text: string) => T,
): Promise<T | undefined> {
  const path = textOf(values, option)
  if (path === undefined) return undefined
  const result = read(await readText(path))
  if (result.problems.length > 0) throw new Error(result.problems.map(one => `${path}: ${one}`).join('\n'))
  return result
}

function print(result: Simulation, verdicts: readonly Verdict[]) {
  const lines = [
    `Simulated ${printDateTime(result.from)} to ${printDateTime(result.to)} UTC with seed ${result.seed}; nothing really ran.`,
    `${counted(result.instanceCount, 'instance')}, ${counted(result.attemptCount, 'attempt')}`,
    ...sortedCounts(result.counts).map(([status, count]) => `${String(count).padStart(10)}  ${status}`),
    inMoney(result.cost),
    ...result.cost.lines
      .toSorted((a, b) => (b.usd ?? 0) - (a.usd ?? 0))
      .slice(0, mostLines)
      .map(
        ({ usd, object, what }) =>
          `${usd === undefined ? '   unknown' : usd.toFixed(4).padStart(10)}  ${object}: ${what}`,
      ),
  ]
  if (result.notices.length > 0) lines.push(`${counted(result.notices.length, 'notice')}, the first:`)
  for (const { at, kind, subject, instanceId } of result.notices.slice(0, mostLines))
    lines.push(`  ${printDateTime(at)}  ${kind}: ${subject}${instanceId === undefined ? '' : ` (${instanceId})`}`)
  if (result.failures.length > 0) lines.push(`${counted(result.failureCount, 'failure')}, the first:`)
  for (const { instance, attempts, cascaded, waiting } of result.failures.slice(0, mostLines)) {
    const why = attempts.at(-1)?.errorMessage ?? instance.errorMessage ?? ''
    lines.push(
      `  ${instance.id} ${instance.status} after ${counted(attempts.length, 'attempt')}: ${instance.errorId ?? ''} ${why}`,
    )
    if (cascaded.length > 0) lines.push(`    took with it ${named(cascaded)}`)
    if (waiting.length > 0) lines.push(`    still waiting ${named(waiting)}`)
  }
  for (const { expectation, unmet } of verdicts)
    lines.push(
      unmet === undefined
        ? `met    ${describeExpectation(expectation)}`
        : `UNMET  ${describeExpectation(expectation)}. ${unmet}`,
    )
  process.stdout.write(`${lines.join('\n')}\n`)
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

function inMoney({ likely, lines, basis }: CostReport): string {
  const unknown = lines.filter(line => line.usd === undefined).length
  if (unknown === 0) return `${likely.toFixed(4)} USD for machines (${basis})`
  const least = likely === 0 ? 'What machines cost is not known' : `At least ${likely.toFixed(4)} USD for machines`
  return `${least}: ${unknown} of ${lines.length} lines have no known price (${basis})`
}

function nothingDue({ definition, from, to }: Simulation): string {
  const { begins } = stretchOf(definition, resolveParameters(definition).values, from, to)
  const schedule = begins === undefined ? '' : ` The schedule begins at ${printDateTime(begins)} UTC.`
  return `Nothing was due in that time.${schedule} Look at the schedule of the definition, or choose another stretch.`
}

function idle(indices: readonly number[], rules: readonly Rule[]): string {
  const names = indices.map(index => `rules[${index}] (${rules[index]?.object})`)
  return `No attempt was of ${named(names)}: look at the object, attempts, times and chance that ${names.length === 1 ? 'it says' : 'they say'}.`
}

/** Lines of a list that a person still reads. */
const mostLines = 10

const named = (ids: readonly string[]): string =>
  ids.length > 5 ? `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more` : ids.join(', ')

/** One document, written piece by piece: a month's rows may be longer than any string. */
async function writeJson(result: Simulation, verdicts: readonly Verdict[]) {
  const { instances, attempts, definition: _, ...rest } = result
  const expectations = verdicts.map(({ expectation, ...found }) => ({ ...expectation, ...found }))
  const head = JSON.stringify({ ...rest, expectations }, isoTimes).slice(0, -1)
  let piece = `${head},"instances":[`
  const rows = async (all: Iterable<unknown>) => {
    let first = true
    for (const row of all) {
      piece += `${first ? '' : ','}\n${JSON.stringify(row, isoTimes)}`
      first = false
      if (piece.length < pieceLength) continue
      const full = process.stdout.write(piece)
      piece = ''
      if (!full) await once(process.stdout, 'drain')
    }
  }
  await rows(instances)
  piece += '],"attempts":['
  await rows(attempts)
  process.stdout.write(`${piece}]}\n`)
}

const pieceLength = 1_000_000

const times: ReadonlySet<string> = new Set([
  'from',
  'to',
  'at',
  'scheduledStart',
  'scheduledEnd',
  'queuedAt',
  'actualStart',
  'actualEnd',
  'updatedAt',
])

const isoTimes = (key: string, value: unknown): unknown =>
  typeof value === 'number' && times.has(key) ? new Date(value).toISOString() : value
