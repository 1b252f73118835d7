import type { EvaluatedObject, Hands, SqlDialect, SqlSession, Work } from '../ports.ts'
import { objectAt, textOf } from './fields.ts'
import { orAborted } from './outcome.ts'
import { quoteName } from './sql-text.ts'

/** A data node by what its fields say it is, whatever its type is called. */
export type Place =
  | { readonly kind: 's3'; readonly node: EvaluatedObject; readonly uri: string; readonly folder: boolean }
  | { readonly kind: 'table'; readonly node: EvaluatedObject; readonly table: string }
  | { readonly kind: 'other'; readonly node: EvaluatedObject }

export function placeOf(node: EvaluatedObject): Place {
  const directory = textOf(node, 'directoryPath')
  if (directory) return { kind: 's3', node, uri: directory.endsWith('/') ? directory : `${directory}/`, folder: true }
  const file = textOf(node, 'filePath')
  if (file) return { kind: 's3', node, uri: file, folder: false }
  // A DynamoDB node has a tableName too, but no database.
  const inDatabase = node.fields.some(f => f.key === 'database')
  const table = textOf(node, 'table') ?? (inDatabase ? textOf(node, 'tableName') : undefined)
  return table ? { kind: 'table', node, table } : { kind: 'other', node }
}

/** The path that a node's author wrote, as `${INPUT1}` gives it. */
export const pathOf = (node: EvaluatedObject): string | undefined =>
  textOf(node, 'directoryPath') ?? textOf(node, 'filePath')

/** Says of a node that is written to what is S3's own business there, so that nobody looks for it here. */
export function tellEncryption(node: EvaluatedObject, hands: Hands) {
  const wanted = textOf(node, 's3EncryptionType')
  if (wanted && wanted.toUpperCase() !== 'NONE')
    hands.log('INFO', `${node.id}: S3 would encrypt what is written (${wanted}); the store of this machine does not.`)
}

/** Says of an activity's `queue` that only a cluster of Redshift has such. */
export function tellQueue({ object }: Work, hands: Hands, { kind }: SqlSession) {
  const queue = textOf(object, 'queue')
  if (queue) hands.log('INFO', `${object.id}: the queue ${queue} is Redshift's; ${kind} has none.`)
}

/** The name of a node's table as SQL wants it. */
export function tableName(node: EvaluatedObject, table: string, { dialect }: { dialect: SqlDialect }): string {
  const schema = textOf(node, 'schemaName')
  return quoteName(schema && !table.includes('.') ? `${schema}.${table}` : table, dialect)
}

/** Does something with the database of an activity or a data node, in one session, which an abort cuts off. */
export async function withDatabase<T>(
  owner: EvaluatedObject,
  work: Work,
  hands: Hands,
  signal: AbortSignal,
  act: (session: SqlSession) => Promise<T>,
): Promise<T> {
  // Older definitions write the connection on the data node itself.
  const database = objectAt(work, owner, 'database') ?? owner
  const opening = hands.database(database.fields, database.id)
  const session = await orAborted(opening, signal).catch(error => {
    opening.then(late => late.close()).catch(() => undefined)
    throw error
  })
  hands.log('INFO', `Connected ${database.id} to ${session.kind}`)
  const cut = () => void session.close().catch(() => undefined)
  signal.addEventListener('abort', cut, { once: true })
  try {
    return await orAborted(act(session), signal)
  } finally {
    signal.removeEventListener('abort', cut)
    await session.close()
  }
}
