import { catalog, slotOf } from '../catalog/index.ts'
import { parameterAttributes } from '../catalog/parameters.ts'
import type { Span } from '../definition/model.ts'
import { parameterById } from '../definition/parameters.ts'
import { meaningsOf } from '../definition/paths.ts'
import { objectById, typeOf } from '../definition/query.ts'
import { type Document, locate, placeAt } from '../definition/text.ts'
import { contains } from '../definition/tree.ts'
import { parsePeriod } from '../expression/calendar.ts'
import { caretIn } from '../expression/names.ts'
import { parseDateTime } from '../expression/value.ts'
import { type Asked, foresee } from '../runs/moment.ts'
import { periodMs } from '../runs/period.ts'
import { nameExplained, objectExplained, parameterExplained, quotedExplained } from './explain-name.ts'
import { textAt } from './text-at.ts'
import { slotWords } from './words.ts'

/** What stands at an offset, explained in markdown. */
export interface Hover {
  readonly span: Span
  readonly markdown: string
}

/** For which run the value of an expression is told. */
export type Run = Pick<Asked, 'moment' | 'now' | 'pipelineId'>

/** Explains what stands at an offset; with a run, an expression's value in it as well. */
export function hoverAt(document: Document, offset: number, run?: Run): Hover | undefined {
  return inExpression(document, offset, run) ?? ofPlace(document, offset)
}

function inExpression(document: Document, offset: number, run: Run | undefined): Hover | undefined {
  const found = textAt(document, offset)
  const caret = found && caretIn(found.text, found.at)
  if (!found || !caret) return undefined
  const { standing, text, inDocument } = found
  const explained = caret.quoted ? quotedExplained(caret) : nameExplained(standing, caret.name)
  const value = run && caret.closed ? foreseen({ ...standing, ...run }, sliceOf(text, caret.expression)) : undefined
  const markdown = [explained, value].filter(one => one !== undefined).join('\n\n---\n\n')
  if (markdown === '') return undefined
  return { span: inDocument(explained === undefined ? caret.expression : (caret.quoted ?? caret.name)), markdown }
}

const sliceOf = (text: string, { offset, length }: Span): string => text.slice(offset, offset + length)

function foreseen(asked: Asked, text: string): string {
  const found = foresee(asked, text)
  if ('problem' in found) return found.unknowable ? `Not known before a run: ${found.problem}` : found.problem
  if (found.values.length === 0) return 'Comes to nothing: an optional parameter in it has no value.'
  const shown = found.values
    .slice(0, most)
    .map(value => `\`${value.length > 200 ? `${value.slice(0, 199)}…` : value}\``)
  const more = found.values.length > most ? ` and ${found.values.length - most} more` : ''
  const served = found.node === undefined ? '' : `, for ${found.node}`
  return `**= ${shown.join(', ')}**${more}\n\nin the run of ${timeWords(found.start)}${served}`
}

const most = 3

function ofPlace(document: Document, offset: number): Hover | undefined {
  const place = placeAt(document, offset)
  if (!place) return undefined
  const { definition } = document
  if (place.parameter !== undefined) {
    const parameter = parameterById(definition, place.parameter)
    const attribute =
      place.field === undefined || !Object.hasOwn(parameterAttributes, place.field)
        ? undefined
        : parameterAttributes[place.field]
    const key = attribute && spanWith(document, place, 'key', offset)
    if (attribute && key) return { span: key, markdown: `**${place.field}** of a parameter\n\n${attribute.help}` }
    const span = locate(document, { parameter: place.parameter }, 'key')
    return parameter && span && contains(span, offset)
      ? { span, markdown: parameterExplained({ is: 'parameter', id: parameter.id, parameter }) }
      : undefined
  }
  if (place.value !== undefined) {
    const parameter = parameterById(definition, place.value)
    const span = locate(document, place, 'key')
    return span && { span, markdown: parameterExplained({ is: 'parameter', id: place.value, parameter }) }
  }
  const object = place.object === undefined ? undefined : objectById(definition, place.object)
  if (!object) return undefined
  const { field } = place
  const idSpan = locate(document, { object: object.id }, 'key')
  if (idSpan && contains(idSpan, offset)) return { span: idSpan, markdown: objectExplained(document, object) }
  if (field === undefined) return undefined
  const type = typeOf(definition, object)
  const value = spanWith(document, place, 'value', offset)
  const written = object.fields.filter(one => one.key === field)[place.occurrence ?? 0]
  const target = written?.refValue === undefined ? undefined : objectById(definition, written.refValue)
  if (value && target) return { span: value, markdown: objectExplained(document, target) }
  const said = written?.stringValue ?? ''
  if (value && field === 'type')
    return {
      span: value,
      markdown: `**${said}**: ${catalog.get(said)?.summary ?? 'The catalogue does not know this type.'}`,
    }
  const words = value && literalWords(said)
  const key = spanWith(document, place, 'key', offset)
  const span = value ?? key
  if (!span) return undefined
  const slot = slotOf(type, field)
  const [meaning] = slot ? [] : meaningsOf(definition, object, [field])
  const about = slot
    ? `**${field}** (${slotWords(slot)}${slot.required ? ', needed' : ''})\n\n${slot.help}${slot.default === undefined ? '' : `\n\n${slot.default} if left out.`}`
    : meaning && `**${field}**: a field of this pipeline’s own.`
  const markdown = [words, about].filter(one => one !== undefined).join('\n\n')
  return markdown === '' ? undefined : { span, markdown }
}

function spanWith(document: Document, place: Parameters<typeof locate>[1], part: 'key' | 'value', offset: number) {
  const span = locate(document, place, part)
  return span && contains(span, offset) ? span : undefined
}

const minute = 60_000

/** A period or a time said in other words. */
function literalWords(text: string): string | undefined {
  const period = parsePeriod(text)
  if (period) {
    const length = periodMs(period)
    const perDay = (1440 * minute) / length
    const often = perDay > 1 && Number.isInteger(perDay) ? `, ${perDay} times a day` : ''
    const exact = period.unit === 'month' || period.unit === 'year' ? 'by the calendar' : `${length / minute} minutes`
    return `Every **${text.trim()}**: ${exact}${often}.`
  }
  const time = parseDateTime(text)
  return time === undefined ? undefined : `**${timeWords(time)}**`
}

/** A time with its weekday, in UTC. */
function timeWords(ms: number): string {
  const date = new Date(ms)
  const day = date.toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return `${day}, ${date.toISOString().slice(11, 19)} UTC`
}
