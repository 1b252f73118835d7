/**
 * What a program of the Java machine failed of, out of the end of its log: its traces run over hundreds of lines, and
 * what it was begins the innermost of them. Hive says in a line of its own what is wrong with a query, and Pig gives
 * errors numbers. Undefined where the log has none of these.
 */
export function rootCauseIn(log: string): string | undefined {
  const lines = log.split('\n')
  const inner = lines.findLast(line => line.startsWith(causedBy))
  return (
    found(lines, query) ??
    inner?.slice(causedBy.length).trim() ??
    numberedIn(lines) ??
    found(lines, thrown) ??
    found(lines, task) ??
    lines.map(line => logged.exec(line)?.[1]).findLast(Boolean)
  )
}

const causedBy = 'Caused by: '

/** The head of a trace: the full name of an exception, after what says where it was thrown. */
const thrown = /^(?:Exception in thread "[^"]*" |: )?(?:[a-z]\w*\.)+[A-Z][\w$]*(?:Exception|Error)(?::|$).*/

const query = /\bFAILED: \w+Exception\b.*/
const task = /\bFAILED: Execution Error\b.*/

const found = (lines: readonly string[], what: RegExp): string | undefined =>
  lines.map(line => what.exec(line)?.[0].trim()).findLast(Boolean)

/** The last error of Pig, which goes on in the next line where it says so. */
function numberedIn(lines: readonly string[]): string | undefined {
  const at = lines.findLastIndex(line => numbered.test(line))
  const error = numbered.exec(lines[at] ?? '')?.[0]
  return error?.endsWith('More info to follow:') ? `${error} ${lines[at + 1] ?? ''}`.trim() : error
}

/** Pig gives the number 0 to what it knows nothing of. */
const numbered = /\bERROR [1-9]\d{3}: .*/

/** What Hadoop's programs log as an error: the time, the level, the class, and what it was. */
const logged = /^[\d/:, -]+ ERROR [\w.$]+: (.*)/
