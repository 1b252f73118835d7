import type { Template } from './parse.ts'
import type { Expression } from './tree.ts'

/** Writes a template back as text; reading that gives the same parts again. */
export function printTemplate(template: Pick<Template, 'parts'>): string {
  return template.parts
    .map((part, index) => {
      if (part.kind === 'expression') return `#{${printExpression(part.tree)}}`
      const words = part.text.replace(/(\\*)#\{/g, '$1$1\\#{')
      return template.parts[index + 1]?.kind === 'expression' ? words.replace(/\\+$/, '$&$&') : words
    })
    .join('')
}

/** Writes an expression in its usual form, with parentheses only where they are needed. */
const printExpression = (tree: Expression): string => print(tree, 0)

const ranks = { '+': 1, '-': 1, '*': 2, '/': 2, '^': 3 } as const
const unaryRank = 4
const postfixRank = 5

function print(tree: Expression, least: number): string {
  switch (tree.kind) {
    case 'number':
      return tree.text
    case 'string':
      return `'${tree.value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}'`
    case 'path':
      return tree.segments.join('.')
    case 'negate':
      return enclose(`-${print(tree.operand, unaryRank)}`, unaryRank, least)
    case 'binary': {
      const rank = ranks[tree.operator]
      const [left, right] = tree.operator === '^' ? [rank + 1, rank] : [rank, rank + 1]
      return enclose(`${print(tree.left, left)} ${tree.operator} ${print(tree.right, right)}`, rank, least)
    }
    case 'call': {
      const [first, ...rest] = tree.args
      if (!tree.method || !first) return `${tree.name}(${tree.args.map(arg => print(arg, 0)).join(', ')})`
      return `${print(first, postfixRank)}.${tree.name}(${rest.map(arg => print(arg, 0)).join(', ')})`
    }
  }
}

const enclose = (text: string, rank: number, least: number): string => (rank < least ? `(${text})` : text)
