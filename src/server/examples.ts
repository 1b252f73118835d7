import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../api/faults.ts'
import type { ExampleInfo } from '../api/pipelines.ts'
import type { ObjectStore } from '../engine/ports.ts'

/** An example as its index tells it, with the programs to put into the store. */
export interface Example extends ExampleInfo {
  /** The definition's file, beside the index. */
  readonly definition: string
  readonly files: readonly { readonly from: string; readonly to: string }[]
}

/** The examples listed in a folder's `index.json`; none where there is no such file. */
export async function readExamples(folder: string): Promise<readonly Example[]> {
  const text = await readFile(join(folder, 'index.json'), 'utf8').catch(() => '[]')
  return JSON.parse(text) as Example[]
}

/** An example by name, or a fault that names those there are. */
export async function findExample(folder: string, name: string): Promise<Example> {
  const all = await readExamples(folder)
  const found = all.find(example => example.name === name)
  if (!found) throw new Fault('NotFound', `There is no example ${name}. There are: ${all.map(e => e.name).join(', ')}.`)
  return found
}

/** Puts an example's programs where its definition expects them. */
export async function uploadFiles(
  example: Pick<Example, 'files'>,
  folder: string,
  storage: ObjectStore,
): Promise<void> {
  for (const { from, to } of example.files) await storage.put(to, await readFile(join(folder, from)))
}
