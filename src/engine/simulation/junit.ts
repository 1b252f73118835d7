import { describeExpectation, type Verdict } from '../../core/scenario/expect.ts'

/** Verdicts as a JUnit report: one test case for each expectation. `seconds` is how long the simulation took. */
export function junitOf(name: string, verdicts: readonly Verdict[], seconds: number): string {
  const unmet = verdicts.filter(one => one.unmet !== undefined).length
  const counts = `tests="${verdicts.length}" failures="${unmet}" errors="0" time="${seconds.toFixed(3)}"`
  const cases = verdicts.map(({ expectation, unmet }) => {
    const open = `    <testcase classname="${escaped(name)}" name="${escaped(describeExpectation(expectation))}" time="0"`
    return unmet === undefined
      ? `${open}/>`
      : `${open}>\n      <failure message="${escaped(unmet)}">${escaped(unmet)}</failure>\n    </testcase>`
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${escaped(name)}" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
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
