import type { Executor, Hands, SqlSession, Work } from '../ports.ts'
import { placeOf, tellEncryption, tellQueue, withDatabase } from './data-nodes.ts'
import { objectAt, objectsAt, textOf, textsOf } from './fields.ts'
import { failed, finished, guarded } from './outcome.ts'
import { moveByStatement } from './redshift-statements.ts'
import { countParameters, lineAt, type Statement, statementsIn } from './sql-text.ts'
import { readStoredText } from './stored-text.ts'
import { formatOf } from './table-format.ts'
import { writeTable } from './tables.ts'

/** Runs the statements of a script on a database, one after the other. */
export const sqlActivity: Executor = {
  name: 'SQL',
  types: ['SqlActivity'],
  run: guarded(async (work, hands, signal) => {
    const { object } = work
    const uri = textOf(object, 'scriptUri')
    const script =
      textOf(object, 'script') ?? (uri && (await readStoredText(hands.storage, uri, `scriptUri of ${object.id}`)))
    if (!objectAt(work, object, 'database'))
      return failed(`${object.id} has no database.`, { errorId: 'InvalidDefinition' })
    return withDatabase(object, work, hands, signal, async session => {
      const statements = statementsIn(script ?? '', session.dialect)
      tellQueue(work, hands, session)
      return statements.length > 0
        ? runStatements(work, hands, signal, session, statements)
        : failed(`${object.id} has no statement to run.`, { errorId: 'InvalidDefinition' })
    })
  }),
}

async function runStatements(
  work: Work,
  hands: Hands,
  signal: AbortSignal,
  session: SqlSession,
  statements: readonly Statement[],
) {
  const args = textsOf(work.object, 'scriptArgument')
  let used = 0
  let last: Awaited<ReturnType<SqlSession['query']>> | undefined
  for (const [index, found] of statements.entries()) {
    const statement = found.text
    signal.throwIfAborted()
    const wanted = args.length > 0 ? countParameters(statement, session.dialect) : 0
    const own = args.slice(used, used + wanted)
    if (own.length < wanted)
      return failed(`Statement ${index + 1} has more ? than there are scriptArguments left.\n${statement}`, {
        errorId: 'InvalidDefinition',
      })
    used += wanted
    hands.log('INFO', `Executing statement ${index + 1} of ${statements.length}: ${shorten(statement)}`)
    try {
      last = (await moveByStatement(statement, work, hands, signal, session)) ?? (await session.query(statement, own))
    } catch (error) {
      const { message, position } = error as Error & { position?: number }
      const line = position === undefined ? found.line : lineAt(found, position, own.length > 0)
      return failed(`Statement ${index + 1} of ${statements.length}, line ${line} of the script: ${message}`, {
        errorId: 'ActivityFailed:Sql',
        errorStackTrace: `Statement ${index + 1}:\n${statement}`,
      })
    }
    const rows = last.columns.length > 0 ? countRows(last.rows.length) : `${countRows(last.affected)} affected`
    hands.log('INFO', `Statement ${index + 1} done: ${rows}`)
  }
  if (used < args.length)
    hands.log('WARN', `The script has a ? for ${used} of ${args.length} scriptArguments; the others were not used.`)
  for (const node of objectsAt(work, work.object, 'output')) {
    const place = placeOf(node)
    if (place.kind !== 's3' || !last) continue
    if (last.columns.length === 0) {
      hands.log('INFO', `${node.id} is left alone: the last statement gives no rows.`)
      continue
    }
    tellEncryption(node, hands)
    const format = formatOf(work, node)
    const target = place.folder ? `${place.uri}part-00000.${format.extension}` : place.uri
    await writeTable(hands.storage, target, format, last.columns, last.rows, 'header')
    hands.log('INFO', `Wrote the ${countRows(last.rows.length)} of the last statement with a header to ${target}`)
  }
  return finished
}

const countRows = (count: number): string => `${count} ${count === 1 ? 'row' : 'rows'}`

const shorten = (sql: string): string => {
  const line = sql.replace(/\s+/g, ' ')
  return line.length > 500 ? `${line.slice(0, 500)} …` : line
}
