import { familyOf, slotOf } from '../../core/catalog/index.ts'
import { stars } from '../../core/formats/mask.ts'
import type { AttemptWork } from '../../engine/attempt-work.ts'
import { placeOf } from '../../engine/executors/data-nodes.ts'
import type { EvaluatedObject, ObjectStore } from '../../engine/ports.ts'

/** What a replay of an account's attempt does not bring along, a sentence each; nothing of one that ran here. */
export async function accountNotes({ work, ranIn }: AttemptWork, storage: ObjectStore): Promise<readonly string[]> {
  if (ranIn === undefined) return []
  const needed = [...work.objects.values()]
  const inputs = work.object.fields.flatMap(({ key, refValue }) => {
    const node = refValue === undefined ? undefined : work.objects.get(refValue)
    return node && slotOf(work.object.type, key)?.flow === 'in' ? [placeOf(node)] : []
  })
  const missing: string[] = []
  for (const place of inputs) if (place.kind === 's3' && !(await holds(storage, place.uri))) missing.push(place.uri)
  const databases = needed.filter(one => familyOf(one.type) === 'database').map(one => one.id)
  return [
    `Its fields come from ${ranIn}, as AWS evaluates them for that run.`,
    'The IAM role of its machine, its software and its network do not come along: commands run on this machine, with the key pair of this studio.',
    's3:// addresses lead to the store of this machine, not to the account.',
    ...missing.slice(0, mostNamed).map(uri => `${uri} is not in that store yet; copy it there first.`),
    ...(missing.length > mostNamed ? [`Nor are ${missing.length - mostNamed} more of its inputs.`] : []),
    ...databases.map(
      id => `${id} is the database that databases.json or its connection string names, else an embedded PostgreSQL.`,
    ),
  ]
}

/** So that all that is said fits into the description of a pipeline. */
const mostNamed = 3

async function holds(storage: ObjectStore, uri: string): Promise<boolean> {
  if (!uri.endsWith('/')) return (await storage.head(uri)) !== undefined
  for await (const _ of storage.list(uri)) return true
  return false
}

/** An object as a screen may show it. */
export function maskedObject({ id, type, fields }: EvaluatedObject, secrets: ReadonlyMap<string, string>) {
  const masked = (text: string) => [...secrets.values()].reduce((said, secret) => said.replaceAll(secret, stars), text)
  return {
    id,
    type,
    fields: fields.map(({ key, stringValue, refValue }) => ({
      key,
      ...(stringValue !== undefined && { stringValue: key.startsWith('*') ? stars : masked(stringValue) }),
      ...(refValue !== undefined && { refValue }),
    })),
  }
}
