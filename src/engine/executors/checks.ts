import type { Executor, Hands, Outcome, Work } from '../ports.ts'
import { placeOf, tableName, withDatabase } from './data-nodes.ts'
import { objectAt, textOf } from './fields.ts'
import { failed, finished, guarded } from './outcome.ts'

/** True when there is an object of exactly this key. */
export const keyExists: Executor = {
  name: 'object check',
  types: ['S3KeyExists'],
  run: guarded(async (work, hands) => {
    const key = textOf(work.object, 's3Key')
    if (!key) return failed(`${work.object.id} has no s3Key.`, { errorId: 'InvalidDefinition' })
    return (await hands.storage.head(key))
      ? holds(hands, `${key} exists.`)
      : not(hands, `There is no object at ${key}.`)
  }),
}

/** True when at least one object lies under a prefix. */
export const prefixNotEmpty: Executor = {
  name: 'prefix check',
  types: ['S3PrefixNotEmpty'],
  run: guarded(async (work, hands) => {
    const prefix = textOf(work.object, 's3Prefix')
    if (!prefix) return failed(`${work.object.id} has no s3Prefix.`, { errorId: 'InvalidDefinition' })
    const first = await firstUnder(hands, prefix)
    return first ? holds(hands, `${first} lies under ${prefix}.`) : not(hands, `There is no object under ${prefix}.`)
  }),
}

/** True when the data node it guards is there: its object, anything in its folder, or its table. */
export const nodeExists: Executor = {
  name: 'data node check',
  types: ['Exists'],
  run: guarded(async (work, hands, signal) => {
    const node =
      objectAt(work, work.object, 'node') ?? [...work.objects.values()].find(o => placeOf(o).kind !== 'other')
    if (!node) return failed(`${work.object.id} guards no data node.`, { errorId: 'InvalidDefinition' })
    const place = placeOf(node)
    if (place.kind === 'table') return tableExists(work, hands, signal, place)
    if (place.kind === 'other') return rehearse(hands, `${node.id} is not in S3 or in a database that runs here`)
    const found = place.folder ? await firstUnder(hands, place.uri) : (await hands.storage.head(place.uri))?.uri
    return found ? holds(hands, `${found} exists.`) : not(hands, `There is nothing at ${place.uri}.`)
  }),
}

/** DynamoDB does not run here, so its checks are taken for true, and say so. */
export const dynamoCheck: Executor = {
  name: 'DynamoDB check',
  types: ['DynamoDBDataExists', 'DynamoDBTableExists'],
  run: guarded(async (work, hands) =>
    rehearse(hands, `table ${textOf(work.object, 'tableName') ?? ''} is in DynamoDB`),
  ),
}

async function tableExists(
  work: Work,
  hands: Hands,
  signal: AbortSignal,
  { node, table }: { node: Work['object']; table: string },
) {
  return withDatabase(node, work, hands, signal, async session => {
    try {
      await session.query(`select 1 from ${tableName(node, table, session)} limit 1`)
      return holds(hands, `Table ${table} exists.`)
    } catch (error) {
      return not(hands, `Table ${table} cannot be read: ${(error as Error).message}`)
    }
  })
}

async function firstUnder(hands: Hands, prefix: string): Promise<string | undefined> {
  for await (const { uri } of hands.storage.list(prefix)) return uri
  return undefined
}

function holds(hands: Hands, why: string): Outcome {
  hands.log('INFO', `True: ${why}`)
  return finished
}

function not(hands: Hands, errorMessage: string): Outcome {
  hands.log('INFO', `Not true yet: ${errorMessage}`)
  return { status: 'FALSE', errorMessage }
}

function rehearse(hands: Hands, what: string): Outcome {
  const rehearsed = `Taken for true: ${what}, and nothing was asked.`
  hands.log('WARN', rehearsed)
  return { status: 'FINISHED', rehearsed }
}
