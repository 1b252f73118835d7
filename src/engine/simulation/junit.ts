import { describeExpectation, type Verdict } from '../../core/scenario/expect.ts'

/** The verdicts of one simulation. `seconds` is how long it took, `error` why it could not be played. */
export interface Suite {
  readonly name: string
  readonly verdicts: readonly Verdict[]
  readonly seconds: number
  readonly error?: string
}

/** Verdicts as a JUnit report: one suite for each simulation, one test case for each expectation. */
export function junitOf(suites: readonly Suite[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${countsOf(suites)}>`,
    ...suites.flatMap(suiteOf),
    '</testsuites>',
    '',
  ].join('\n')
}

function suiteOf(suite: Suite): readonly string[] {
  const caseOf = (name: string, found?: { readonly as: string; readonly why: string }) => {
    const open = `    <testcase classname="${escaped(suite.name)}" name="${escaped(name)}" time="0"`
    if (!found) return `${open}/>`
    const why = escaped(found.why)
    return `${open}>\n      <${found.as} message="${why}">${why}</${found.as}>\n    </testcase>`
  }
  return [
    `  <testsuite name="${escaped(suite.name)}" ${countsOf([suite])}>`,
    ...(suite.error === undefined ? [] : [caseOf('it can be played', { as: 'error', why: suite.error })]),
    ...suite.verdicts.map(({ expectation, unmet }) =>
      caseOf(describeExpectation(expectation), unmet === undefined ? undefined : { as: 'failure', why: unmet }),
    ),
    '  </testsuite>',
  ]
}

function countsOf(suites: readonly Suite[]): string {
  const all = suites.flatMap(one => one.verdicts)
  const unmet = all.filter(one => one.unmet !== undefined).length
  const errors = suites.filter(one => one.error !== undefined).length
  const seconds = suites.reduce((sum, one) => sum + one.seconds, 0)
  return `tests="${all.length + errors}" failures="${unmet}" errors="${errors}" time="${seconds.toFixed(3)}"`
}

/** What XML lets stand in an attribute or a text; control characters have no place in it at all. */
const escaped = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\n\r\t]/g, found => `&#${found.charCodeAt(0)};`)
