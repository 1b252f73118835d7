import { readForeign } from '../definition/text.ts'
import type { Imported } from './format.ts'
import { parseYaml } from './yaml-tree.ts'

/** Reads a CLI file or the API's shape that somebody wrote as YAML; undefined if the text is no such file. */
export function readYamlFile(text: string): Imported | undefined {
  if (!/^(objects|pipelineObjects):/m.test(text)) return undefined
  const { tree, problems } = parseYaml(text)
  if (!tree || problems.length > 0) return undefined
  return {
    document: readForeign(text, tree, problems),
    notes: ['The file is YAML, which the AWS CLI does not read; save it as JSON.'],
  }
}
