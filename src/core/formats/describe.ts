import { childrenOf, memberOf } from '../definition/tree.ts'
import type { Reading } from './index.ts'

/** What a text is, in a few words for a heading: its language and, of a piece, which part of a definition it is. */
export function describeReading({ format, document, definition, shape }: Reading): string {
  if (shape !== undefined) return shape
  const { tree, outline, dialect } = document
  if (format === 'terraform') return 'Terraform configuration'
  if (format === 'cloudformation')
    return /^\ufeff?\s*\{/.test(document.text) ? 'CloudFormation template (JSON)' : 'CloudFormation template (YAML)'
  if (dialect === 'foreign') return 'Definition written as YAML'
  if (dialect === 'api') {
    const old = outline.objects.some(({ node }) => memberOf(node, 'slots') !== undefined)
    if (definition.objects.length === 0) return 'Parameters or values in the shape of the API'
    const what = outline.home ? 'Definition in the shape of the API' : 'Objects in the shape of the API'
    return old ? `${what}, with slots as its first version had them` : what
  }
  if (dialect === 'cli') return 'Definition file of the AWS CLI'
  if (definition.objects.length === 0) return 'Parameters or values alone'
  if (tree?.bare && tree.type === 'object') return 'Fields of one object, without its brackets'
  if (definition.objects.length === 1) return 'One object of a definition'
  return tree?.bare ? `${childrenOf(tree).length} objects in a row` : `A list of ${definition.objects.length} objects`
}
