import { basename, extname } from 'node:path'
import type { Definition } from '../core/definition/model.ts'
import { type GivenValues, resolveParameters } from '../core/definition/parameters.ts'
import { readDefinition } from '../core/formats/index.ts'
import { readCase } from '../core/scenario/case.ts'
import { describeExpectation, judge } from '../core/scenario/expect.ts'
import { standIns } from '../core/scenario/stand-ins.ts'
import { validate } from '../core/validation/index.ts'
import { withValues } from '../engine/run-once.ts'
import { junitOf, type Suite } from '../engine/simulation/junit.ts'
import { simulate } from '../engine/simulation/simulate.ts'
import { note, readText, settings, tellUnread, textOf, type Values, writeText } from './command.ts'

/** The definition of a file; fails with a sentence where there is none in it. */
export async function definitionIn(file: string): Promise<Definition> {
  const { definition, document } = readDefinition(await readText(file))
  if (definition.objects.length > 0) return definition
  throw new Error(`${file}: ${document.problems[0]?.message ?? 'no objects of a pipeline were found in it.'}`)
}

/**
 * All that keeps a definition from being played with these values, a sentence each: its errors, or parameters without
 * a value that suits. Secrets need none, since a stand-in does as well where nothing really runs.
 */
export function obstacles(definition: Definition, given: GivenValues): readonly string[] {
  const valued = withValues(definition, given)
  const errors = validate(valued).filter(one => one.severity === 'error')
  if (errors.length > 0) return errors.map(({ message, code }) => `${message} [${code}]`)
  return resolveParameters(withValues(valued, standIns(valued, 'missing'))).problems.map(one => one.message)
}

/**
 * Plays each test case and holds what came of it to its expectations: 1 when one is not met or the definition has
 * errors with its values, 2 when a file cannot be read. One that cannot be played keeps no other from being tried.
 */
export async function tryCases(values: Values, file: string, paths: readonly string[]): Promise<number> {
  for (const option of ['from', 'to', 'scenario', 'seed', 'expect', 'json'])
    if (values[option] !== undefined) throw new Error(`--${option} does not go with --case: the case says it itself.`)
  const definition = await definitionIn(file)
  const given = settings(values)
  tellUnread(definition, given)
  const suites: Suite[] = []
  let worst = 0
  for (const path of paths) {
    const { suite, code } = await tryCase(path, definition, given)
    suites.push(suite)
    worst = Math.max(worst, code)
    tellSuite(path, suite)
  }
  const junit = textOf(values, 'junit')
  if (junit !== undefined) await writeText(junit, junitOf(suites))
  return worst
}

async function tryCase(
  path: string,
  definition: Definition,
  given: GivenValues,
): Promise<{ readonly suite: Suite; readonly code: number }> {
  const begun = performance.now()
  try {
    const { testCase, problems } = readCase(await readText(path), definition)
    if (!testCase) return { suite: unplayed(path, problems), code: 2 }
    const { expectations, values: own, ...options } = testCase
    const values = { ...own, ...given }
    const hindered = obstacles(definition, values)
    if (hindered.length > 0) return { suite: unplayed(path, hindered), code: 1 }
    const { instances } = await simulate(definition, { ...options, values, breathe })
    const verdicts = judge(expectations, instances)
    const suite = { name: nameOf(path), verdicts, seconds: (performance.now() - begun) / 1000 }
    return { suite, code: verdicts.some(one => one.unmet !== undefined) ? 1 : 0 }
  } catch (error) {
    return { suite: unplayed(path, [error instanceof Error ? error.message : String(error)]), code: 2 }
  }
}

function tellSuite(path: string, { verdicts, error }: Suite) {
  if (error !== undefined) return note(error.replace(/^/gm, `${path}: `))
  const unmet = verdicts.filter(one => one.unmet !== undefined)
  const lines = [
    `${path}: ${verdicts.length - unmet.length} of ${verdicts.length} expectations met`,
    ...unmet.map(({ expectation, unmet: found }) => `UNMET  ${describeExpectation(expectation)}. ${found}`),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  if (verdicts.length === 0) note(`${path} expects nothing: write what shall come of it in "expect".`)
}

/** What the report says of a file that could not be played. */
export const unplayed = (path: string, errors: readonly string[]): Suite => ({
  name: nameOf(path),
  verdicts: [],
  seconds: 0,
  error: errors.join('\n'),
})

export const nameOf = (path: string): string => basename(path, extname(path))

/** Lets promises go on. */
export const breathe = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
