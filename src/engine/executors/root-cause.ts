/**
 * What a program of the Java machine failed of, out of the end of its log: its traces run over hundreds of lines, and
 * what it was begins the innermost of them. Undefined where the log has no trace.
 */
export function rootCauseIn(log: string): string | undefined {
  const lines = log.split('\n')
  const inner = lines.findLast(line => line.startsWith(causedBy))
  return (inner?.slice(causedBy.length) ?? lines.findLast(line => thrown.test(line)))?.trim()
}

const causedBy = 'Caused by: '

/** The head of a trace: the full name of an exception, after what says where it was thrown. */
const thrown = /^(?:Exception in thread "[^"]*" |: )?(?:[a-z]\w*\.)+[A-Z][\w$]*(?:Exception|Error)(?::|$)/
