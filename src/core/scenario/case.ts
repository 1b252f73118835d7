import type { Definition } from '../definition/model.ts'
import type { GivenValues } from '../definition/parameters.ts'
import { parseDateTime, printDateTime } from '../expression/value.ts'
import { type Expectation, expectationsIn } from './expect.ts'
import { type Complain, isMembers, readJson, unknownWords } from './json.ts'
import { scenarioOf } from './read.ts'
import { noScenario, type Scenario } from './scenario.ts'

/** A rehearsal that is told what it shall come to: a test of a schedule, in one file. Times are UTC milliseconds. */
export interface TestCase {
  readonly from: number
  readonly to: number
  readonly seed: number
  readonly values: GivenValues
  readonly scenario: Scenario
  readonly expectations: readonly Expectation[]
}

/**
 * Reads `{ "from": "2026-01-01T00:00:00", "to": "2026-02-01T00:00:00", "seed": 7, "values": {}, "scenario": { … },
 * "expect": [ … ] }`, comments allowed; all but the times may be left out.
 */
export function readCase(
  text: string,
  definition: Definition,
):
  | { readonly testCase: TestCase; readonly problems: readonly [] }
  | { readonly testCase?: undefined; readonly problems: readonly string[] } {
  const problems: string[] = []
  const complain: Complain = (where, what) => problems.push(`${where}: ${what}`)
  const json = readJson(text)
  if ('problem' in json) return { problems: [json.problem] }
  const { value } = json
  if (!isMembers(value)) return { problems: ['A test case is one JSON object, such as { "from": "…", "to": "…" }.'] }
  unknownWords(value, ['from', 'to', 'seed', 'values', 'scenario', 'expect'], '', complain)
  const [from, to] = (['from', 'to'] as const).map(word => {
    const time = typeof value[word] === 'string' ? parseDateTime(value[word]) : undefined
    if (time === undefined) complain(word, 'Write a time such as "2026-01-31T00:00:00" (UTC).')
    return time
  })
  if (from !== undefined && to !== undefined && from >= to) complain('to', 'Write a time after that of from.')
  const { seed, values = {}, scenario = { rules: [] }, expect = [] } = value
  if (seed !== undefined && !Number.isSafeInteger(seed)) complain('seed', 'Write a whole number.')
  if (!isMembers(values) || Object.values(values).some(one => !isValue(one)))
    complain('values', 'Write values of parameters: { "myId": "value" }, a list where there are several.')
  const played = scenarioOf(scenario, definition, 'scenario.')
  const expected = expectationsIn(expect, definition, 'expect')
  problems.push(...played.problems, ...expected.problems)
  if (problems.length > 0 || from === undefined || to === undefined) return { problems }
  return {
    testCase: {
      from,
      to,
      seed: typeof seed === 'number' ? seed : (played.scenario?.seed ?? 1),
      values: values as GivenValues,
      scenario: played.scenario ?? noScenario,
      expectations: expected.expectations,
    },
    problems: [],
  }
}

interface CaseParts extends Pick<TestCase, 'from' | 'to' | 'seed' | 'values' | 'expectations'> {
  /** What the case is about, a line each; they become comments. */
  readonly about: readonly string[]
  /** The scenario's text, which is kept as it is written. */
  readonly scenario: string
}

/** The file that `readCase` reads. */
export function writeCase({ about, from, to, seed, values, scenario, expectations }: CaseParts): string {
  const expect = expectations.map(({ object, scheduledStart, status }) => {
    const start = scheduledStart === 'all' ? 'all' : printDateTime(scheduledStart)
    return `    { "object": ${JSON.stringify(object)}, "scheduledStart": "${start}", "status": "${status}" }`
  })
  const played = scenario.trim() || '{ "rules": [] }'
  // A comma would become part of a comment that ends the scenario.
  const comma = played.split('\n').at(-1)?.includes('//') ? '\n,' : ','
  const given = Object.keys(values).length > 0 ? [`  "values": ${JSON.stringify(values)},`] : []
  return [
    ...about.map(line => `// ${line}`),
    '{',
    `  "from": "${printDateTime(from)}",`,
    `  "to": "${printDateTime(to)}",`,
    `  "seed": ${seed},`,
    ...given,
    `  "scenario": ${`${played}${comma}`.replaceAll('\n', '\n  ')}`,
    `  "expect": [${expect.length > 0 ? `\n${expect.join(',\n')}\n  ` : ''}]`,
    '}',
    '',
  ].join('\n')
}

const isValue = (value: unknown): boolean =>
  typeof value === 'string' || (Array.isArray(value) && value.every(one => typeof one === 'string'))
