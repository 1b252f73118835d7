import { applyEdits } from '../definition/edit.ts'
import { insertChildren, removeChildren, type Style } from '../definition/layout.ts'
import type { TextEdit } from '../definition/model.ts'
import { parse } from '../definition/parse.ts'
import { childrenOf, endOf, memberOf, memberValue, type TextNode, valueAt } from '../definition/tree.ts'
import type { Rule } from './scenario.ts'
import { writeRule } from './write.ts'

/** Changes of a scenario's text that leave all else as its author wrote it, comments included. */

/** A scenario in which all goes well. */
export const emptyScenario = '{\n  "rules": []\n}\n'

const style: Style = {
  newline: '\n',
  unit: '  ',
  colon: ': ',
  spread: { object: false, field: false, ref: false, list: true },
  gap: ' ',
  pad: ' ',
}

/** Puts a rule before the one at `index`, or last: the first rule that says a word wins. */
export function addRule(text: string, rule: Rule, index?: number): string {
  const whole = withRules(text)
  const rules = rulesOf(whole)
  if (!rules) return whole
  const next = index === undefined ? undefined : childrenOf(rules)[index]
  if (!next) return applyEdits(whole, insertChildren(whole, style, rules, [() => writeRule(rule)]))
  const lineStart = whole.lastIndexOf('\n', next.offset - 1) + 1
  const before = whole.slice(lineStart, next.offset)
  const glue = before.trim() === '' ? `,\n${before}` : ', '
  return applyEdits(whole, [{ offset: next.offset, length: 0, text: writeRule(rule) + glue }])
}

/** Writes a rule anew where it stands. */
export function setRule(text: string, index: number, rule: Rule): string {
  const node = childrenOf(rulesOf(text))[index]
  return node ? applyEdits(text, [{ offset: node.offset, length: node.length, text: writeRule(rule) }]) : text
}

export function removeRule(text: string, index: number): string {
  const rules = rulesOf(text)
  const node = childrenOf(rules)[index]
  return rules && node ? applyEdits(text, removeChildren(text, rules, new Set([node]))) : text
}

/** Lets two neighbours change places. */
export function swapRules(text: string, index: number): string {
  const [first, second] = childrenOf(rulesOf(text)).slice(index, index + 2)
  if (!first || !second) return text
  const [a, b] = [first, second].map(one => text.slice(one.offset, endOf(one)))
  const edits: readonly TextEdit[] = [
    { offset: first.offset, length: first.length, text: b ?? '' },
    { offset: second.offset, length: second.length, text: a ?? '' },
  ]
  return applyEdits(text, edits)
}

/** Says the seed in the scenario itself, so that the file alone gives the same result again. */
export function setSeed(text: string, seed: number): string {
  const whole = withRules(text)
  const { tree } = parse(whole)
  const known = tree && valueAt(tree, 'seed')
  if (known) return applyEdits(whole, [{ offset: known.offset, length: known.length, text: String(seed) }])
  const [first] = childrenOf(tree)
  if (!first) return whole
  return applyEdits(whole, [{ offset: first.offset, length: 0, text: `"seed": ${seed},\n  ` }])
}

/** The text with a list of rules, which may be left out of a scenario. */
function withRules(text: string): string {
  const { tree } = parse(text)
  if (tree?.type !== 'object') return text.trim() === '' ? emptyScenario : text
  if (memberOf(tree, 'rules')) return text
  return applyEdits(text, insertChildren(text, style, tree, [() => '"rules": []']))
}

function rulesOf(text: string): TextNode | undefined {
  const { tree } = parse(text)
  const member = tree && memberOf(tree, 'rules')
  const value = member && memberValue(member)
  return value?.type === 'array' ? value : undefined
}
