import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { Definition } from '../core/definition/model.ts'
import type { GivenValues } from '../core/definition/parameters.ts'
import { printDateTime } from '../core/expression/value.ts'
import { readDefinition } from '../core/formats/index.ts'
import { sortedCounts } from '../core/runs/summary.ts'
import { readCase } from '../core/scenario/case.ts'
import { describeExpectation, judge, readExpectations, type Verdict } from '../core/scenario/expect.ts'
import { readScenario } from '../core/scenario/read.ts'
import { standIns } from '../core/scenario/stand-ins.ts'
import { validate } from '../core/validation/index.ts'
import { withValues } from '../engine/run-once.ts'
import { junitOf, type Suite } from '../engine/simulation/junit.ts'
import { type Simulation, simulate as simulateDefinition } from '../engine/simulation/simulate.ts'
import { type Command, jsonOption, note, readText, setOption, settings, textOf, type Values } from './command.ts'
import { numberOf, timeOf } from './options.ts'
import { progressBar } from './progress.ts'

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
  async run(values, [file]) {
    if (!file) throw new Error('Which file? pipewright simulate FILE --from TIME --to TIME')
    if (Array.isArray(values.case)) return tryCases(values, file, values.case.map(String))
    const [from, to] = [timeOf(values, 'from'), timeOf(values, 'to')]
    if (from === undefined || to === undefined)
      throw new Error('Which stretch of time? Give --from and --to, such as --from 2026-01-01 --to 2026-02-01.')
    if (from >= to) throw new Error('--to must be later than --from.')
    const definition = await soundDefinition(file)
    if (!definition) return 1
    tellStandIns(definition, settings(values))

    const scenario = await readBeside(values, 'scenario', text => readScenario(text, definition))
    const expected = await readBeside(values, 'expect', text => readExpectations(text, definition))
    const seed = numberOf(values, 'seed', scenario?.scenario?.seed ?? 1)
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
    const junit = textOf(values, 'junit')
    if (junit !== undefined) await writeFile(junit, junitOf([{ name: nameOf(file), verdicts, seconds }]))
    if (values.json) await writeJson(result, verdicts)
    else print(result, verdicts)
    if (result.instanceCount === 0)
      note('Nothing was due in that time. Look at the schedule of the definition, or choose another stretch.')
    return verdicts.some(one => one.unmet !== undefined) ? 1 : 0
  },
}

/** Says which secrets are not known, which makes no difference as nothing really runs. */
function tellStandIns(definition: Definition, given: GivenValues) {
  const ids = Object.keys(standIns(withValues(definition, given), 'missing')).map(id => `*${id}`)
  if (ids.length > 0)
    note(`No value is known of ${ids.join(', ')}; a stand-in does as well, since nothing really runs.`)
}

/** The definition of a file, or undefined after its errors were told. */
async function soundDefinition(file: string): Promise<Definition | undefined> {
  const { definition, document } = readDefinition(await readText(file))
  if (definition.objects.length === 0)
    throw new Error(`${file}: ${document.problems[0]?.message ?? 'no objects of a pipeline were found in it.'}`)
  const errors = validate(definition).filter(f => f.severity === 'error')
  for (const { message, code } of errors) note(`${message} [${code}]`)
  return errors.length > 0 ? undefined : definition
}

/** Plays each test case and holds what came of it to its expectations; 1 when one is not met. */
async function tryCases(values: Values, file: string, paths: readonly string[]): Promise<number> {
  for (const option of ['from', 'to', 'scenario', 'seed', 'expect', 'json'])
    if (values[option] !== undefined) throw new Error(`--${option} does not go with --case: the case says it itself.`)
  const definition = await soundDefinition(file)
  if (!definition) return 1
  const suites: Suite[] = []
  for (const path of paths) {
    const { testCase, problems } = readCase(await readText(path), definition)
    if (!testCase) throw new Error(problems.map(one => `${path}: ${one}`).join('\n'))
    const { expectations, values: own, ...options } = testCase
    const begun = performance.now()
    const result = await simulateDefinition(definition, {
      ...options,
      values: { ...own, ...settings(values) },
      breathe,
    })
    const verdicts = judge(expectations, result.instances)
    suites.push({ name: nameOf(path), verdicts, seconds: (performance.now() - begun) / 1000 })
    const unmet = verdicts.filter(one => one.unmet !== undefined)
    const lines = [
      `${path}: ${verdicts.length - unmet.length} of ${verdicts.length} expectations met`,
      ...unmet.map(({ expectation, unmet: found }) => `UNMET  ${describeExpectation(expectation)}. ${found}`),
    ]
    process.stdout.write(`${lines.join('\n')}\n`)
  }
  const junit = textOf(values, 'junit')
  if (junit !== undefined) await writeFile(junit, junitOf(suites))
  return suites.some(({ verdicts }) => verdicts.some(one => one.unmet !== undefined)) ? 1 : 0
}

const nameOf = (path: string): string => basename(path, extname(path))

const breathe = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

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
    `${result.instanceCount} instances, ${result.attemptCount} attempts`,
    ...sortedCounts(result.counts).map(([status, count]) => `${String(count).padStart(10)}  ${status}`),
    `${result.cost.likely.toFixed(4)} USD for machines (${result.cost.basis})`,
    ...result.cost.lines
      .toSorted((a, b) => (b.usd ?? 0) - (a.usd ?? 0))
      .slice(0, mostLines)
      .map(
        ({ usd, object, what }) =>
          `${usd === undefined ? '   unknown' : usd.toFixed(4).padStart(10)}  ${object}: ${what}`,
      ),
  ]
  if (result.notices.length > 0) lines.push(`${result.notices.length} notices, the first:`)
  for (const { at, kind, subject, instanceId } of result.notices.slice(0, mostLines))
    lines.push(`  ${printDateTime(at)}  ${kind}: ${subject}${instanceId === undefined ? '' : ` (${instanceId})`}`)
  if (result.failures.length > 0) lines.push(`${result.failureCount} failures, the first:`)
  for (const { instance, attempts, cascaded, waiting } of result.failures.slice(0, mostLines)) {
    const why = attempts.at(-1)?.errorMessage ?? instance.errorMessage ?? ''
    lines.push(
      `  ${instance.id} ${instance.status} after ${attempts.length} attempts: ${instance.errorId ?? ''} ${why}`,
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
