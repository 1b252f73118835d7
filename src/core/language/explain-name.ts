import { catalog } from '../catalog/index.ts'
import { isSecret } from '../definition/parameters.ts'
import { kindOfMeaning, type Meaning, meaningsOf } from '../definition/paths.ts'
import { attribute, effectiveValues, typeOf } from '../definition/query.ts'
import { kindWords } from '../expression/check.ts'
import { functionNamed, signatureOf } from '../expression/functions.ts'
import { formatDateTime, letterMeanings } from '../expression/joda.ts'
import type { ExpressionCaret, Name } from '../expression/names.ts'
import { dateTime, EvaluationError } from '../expression/value.ts'
import type { Standing } from './standing.ts'

/** What a name in an expression is, in markdown. */
export function nameExplained(standing: Standing, name: Name): string | undefined {
  if (name.text === '') return undefined
  if (name.called) return functionExplained(name.text)
  const meanings = meaningsOf(standing.definition, standing.object, [...name.path, name.text])
  const lines = [...new Set(meanings.map(meaning => meaningExplained(standing, meaning)))]
  const shown = lines.slice(0, most)
  if (lines.length > most) shown.push(`and in ${lines.length - most} more objects`)
  return lines.length > 0 ? shown.join('\n\n') : undefined
}

const most = 3

function functionExplained(name: string): string | undefined {
  const entry = functionNamed(name)
  if (!entry) return undefined
  return `\`${signatureOf(entry)} → ${entry.returns}\`\n\n${entry.help}\n\n\`${entry.example.expression}\` gives \`${entry.example.value}\``
}

function meaningExplained({ definition }: Standing, meaning: Meaning): string {
  if (meaning.is === 'node') {
    const ids = meaning.nodes.map(one => one.id)
    return `**node**: the object that ${meaning.owner.id} serves. ${ids.length > 0 ? `Here ${ids.join(', ')}.` : 'Nothing names it yet.'}`
  }
  if (meaning.is === 'parameter') return parameterExplained(meaning)
  const { key, owner, slot } = meaning
  const kind = kindWords[kindOfMeaning(definition, meaning)]
  if (meaning.is === 'runtime')
    return `**${key}** of ${owner.id}: ${kind}, written by the service at run time.\n\n${slot?.help ?? ''}`
  const secret = key.startsWith('*') || slot?.kind === 'secret'
  const values = effectiveValues(definition, owner, key).map(value => value.stringValue ?? value.refValue ?? '')
  const said = secret ? '••••••' : values.map(value => code(value)).join(', ')
  const from = meaning.from === owner.id ? '' : `, set by ${meaning.from}`
  return `**${key}** of ${owner.id}: ${kind}${from}.${said === '' ? '' : ` Now ${said}`}\n\n${slot?.help ?? 'A field of this pipeline’s own.'}`
}

/** A parameter in a sentence; what is secret stays so. */
export function parameterExplained({ id, parameter }: Extract<Meaning, { is: 'parameter' }>): string {
  if (!parameter) return `**${id}**: a value without a parameter that declares it.`
  const initial = attribute(parameter, 'default')
  const shown =
    initial === undefined ? 'No default.' : isSecret(parameter) ? 'Its default is masked.' : `Default ${code(initial)}`
  return `Parameter **${parameter.id}**, ${attribute(parameter, 'type') ?? 'String'}. ${shown}\n\n${attribute(parameter, 'description') ?? ''}`
}

const sample = dateTime(Date.UTC(2026, 0, 31, 14, 5, 9))

/** What a text in quotes is to the function it is given to: a date pattern, letter by letter, or a zone. */
export function quotedExplained({ quoted, calls }: ExpressionCaret): string | undefined {
  const call = calls.at(-1)
  const entry = call && functionNamed(call.name.text)
  const argument = call && entry?.args[call.argument + (call.method ? 1 : 0)]
  if (!quoted || argument?.name !== 'pattern') return undefined
  const letters = letterMeanings(quoted.text).map(([letters, meaning]) => `- \`${letters}\` ${meaning}`)
  try {
    return `31 January 2026, 14:05:09 would print \`${formatDateTime(sample, quoted.text)}\`\n\n${letters.join('\n')}`
  } catch (error) {
    if (error instanceof EvaluationError) return error.message
    throw error
  }
}

/** An object in a sentence. */
export function objectExplained({ definition }: Pick<Standing, 'definition'>, object: Standing['object']): string {
  const type = typeOf(definition, object)
  const named = object.name === object.id ? '' : ` *${object.name}*`
  return `**${object.id}**${named}: ${type ?? 'no type'}. ${catalog.get(type ?? '')?.summary ?? ''}`
}

const code = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').replaceAll('`', 'ˋ')
  return `\`${line.length > 120 ? `${line.slice(0, 119)}…` : line}\``
}
