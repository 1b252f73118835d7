import type { CDPSession } from 'playwright-core'

/** Mebibytes of the page's heap, rubbish left out. */
export async function heapOf(input: CDPSession): Promise<number> {
  await input.send('HeapProfiler.collectGarbage')
  const { usedSize } = await input.send('Runtime.getHeapUsage')
  return usedSize / 2 ** 20
}

/**
 * What a page's heap is made of. Things and texts are the page's own. Code is what the engine has compiled of its
 * scripts, optimised or not, with what it has learned of them; records are the engine's tables of all that.
 */
export type Part = 'things' | 'texts' | 'code' | 'records'

/** A page's heap at some moment, rubbish left out. */
export interface Held {
  readonly megabytes: number
  /** Mebibytes of each part. They add up to the whole. */
  readonly parts: Readonly<Record<Part, number>>
  /** How many objects, lists and functions there are, their shapes included. */
  readonly things: number
  readonly texts: number
}

/** Looks through the whole heap by way of a snapshot. */
export async function held(input: CDPSession): Promise<Held> {
  const megabytes = await heapOf(input)
  const sizes = { thing: 0, text: 0, code: 0 }
  const counts = { thing: 0, text: 0, code: 0 }
  for (const [kind, size] of await nodesOf(input)) {
    const part = partOf[kind]
    if (!part) continue
    sizes[part] += size / 2 ** 20
    counts[part] += 1
  }
  const records = megabytes - sizes.thing - sizes.text - sizes.code
  return {
    megabytes,
    parts: { things: sizes.thing, texts: sizes.text, code: sizes.code, records },
    things: counts.thing,
    texts: counts.text,
  }
}

/**
 * The kinds of nodes in V8's snapshots. Those that are left out are the browser's, most of them outside of the heap, or
 * made up.
 */
const partOf: Readonly<Record<string, 'thing' | 'text' | 'code'>> = {
  object: 'thing',
  array: 'thing',
  closure: 'thing',
  number: 'thing',
  bigint: 'thing',
  symbol: 'thing',
  regexp: 'thing',
  'object shape': 'thing',
  string: 'text',
  'concatenated string': 'text',
  'sliced string': 'text',
  code: 'code',
}

/** Kind and size in bytes of every node in a snapshot of the heap. */
async function nodesOf(input: CDPSession): Promise<readonly (readonly [string, number])[]> {
  const chunks: string[] = []
  const take = ({ chunk }: { readonly chunk: string }) => void chunks.push(chunk)
  input.on('HeapProfiler.addHeapSnapshotChunk', take)
  await input.send('HeapProfiler.enable')
  await input.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await input.send('HeapProfiler.disable')
  input.off('HeapProfiler.addHeapSnapshotChunk', take)
  const { snapshot, nodes } = JSON.parse(chunks.join('')) as {
    readonly snapshot: { readonly meta: { readonly node_fields: readonly string[]; readonly node_types: unknown[] } }
    readonly nodes: readonly number[]
  }
  const { node_fields: fields, node_types: types } = snapshot.meta
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')]
  const kinds = types[type] as readonly string[]
  return Array.from({ length: nodes.length / fields.length }, (_, index) => {
    const at = index * fields.length
    return [kinds[nodes[at + type] ?? -1] ?? '', nodes[at + size] ?? 0]
  })
}
