/** Texts with expressions in them, taken apart once for all rules. */

import type { Definition } from '../definition/model.ts'
import { parseTemplate, type Template } from '../expression/parse.ts'
import { type CallExpression, type Expression, type PathExpression, walk } from '../expression/tree.ts'
import { factsOf, type Written } from './facts.ts'

interface TakenApart {
  readonly template: Template
  readonly calls: readonly CallExpression[]
  readonly paths: readonly PathExpression[]
}

interface Expressions {
  /** Every text with an expression in it. */
  readonly texts: readonly { readonly written: Written; readonly template: Template }[]
  readonly calls: readonly (readonly [Written, CallExpression])[]
  readonly paths: readonly (readonly [Written, PathExpression])[]
}

const remembered = new WeakMap<Definition, Expressions>()

/** The expressions of a definition with the values they stand in; once per definition. */
export function expressionsOf(definition: Definition): Expressions {
  let found = remembered.get(definition)
  if (!found) {
    found = gather(definition)
    remembered.set(definition, found)
  }
  return found
}

function gather(definition: Definition): Expressions {
  const texts: { readonly written: Written; readonly template: Template }[] = []
  const calls: (readonly [Written, CallExpression])[] = []
  const paths: (readonly [Written, PathExpression])[] = []
  for (const written of factsOf(definition).written) {
    const { text, dynamic, key, slot } = written
    if (!dynamic || !text?.includes('#{') || key === 'type' || slot?.kind === 'ref') continue
    const { template, ...parts } = takenApart(text)
    texts.push({ written, template })
    for (const call of parts.calls) calls.push([written, call])
    for (const path of parts.paths) paths.push([written, path])
  }
  return { texts, calls, paths }
}

/** A definition that is being edited is nearly the one before: texts seen lately need not be parsed again. */
const lately = new Map<string, TakenApart>()
const mostKept = 5_000

function takenApart(text: string): TakenApart {
  let found = lately.get(text)
  if (!found) {
    const template = parseTemplate(text)
    const trees: readonly Expression[] = template.parts.flatMap(part =>
      part.kind === 'expression' ? [...walk(part.tree)] : [],
    )
    found = {
      template,
      calls: trees.filter(tree => tree.kind === 'call'),
      paths: trees.filter(tree => tree.kind === 'path'),
    }
    if (lately.size >= mostKept) lately.clear()
    lately.set(text, found)
  }
  return found
}
