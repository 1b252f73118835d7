// Tells once more, below everything that suites printed, which tests failed and how: a log of CI is read from its end.
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')
const reports = ['test-results.json', 'clients/account.json', 'slow/results.json']

for (const report of reports.map(name => join(root, '.cache', name)).filter(existsSync)) {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
  for (const { name, message, status, assertionResults } of testResults) {
    const failed = assertionResults.filter(test => test.status === 'failed')
    // A file that broke before its tests has a message of its own.
    if (status === 'failed' && !failed.length) tell(name, 'the file itself', message)
    for (const test of failed) tell(name, test.fullName, test.failureMessages.join('\n'))
  }
}

/** One failure in a few lines: where, which, and the beginning of what was said. */
function tell(file, test, words) {
  console.log(`failed: ${relative(root, file)} > ${test}`)
  for (const line of words.split('\n').slice(0, 6)) console.log(`  ${line.slice(0, 300)}`)
}
