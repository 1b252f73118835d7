import type { Span } from '../definition/model.ts'
import { isOptional } from '../definition/parameters.ts'
import { hasNode, kindOfMeaning, leadTo, type Meaning, nameable, servedBy } from '../definition/paths.ts'
import { attribute } from '../definition/query.ts'
import { type Kind, kindWords } from '../expression/check.ts'
import { type Argument, type FunctionEntry, functionNamed, functions } from '../expression/functions.ts'
import { formatDateTime } from '../expression/joda.ts'
import { caretIn, type ExpressionCaret } from '../expression/names.ts'
import { dateTime } from '../expression/value.ts'
import { type Idea, type Proposal, propose, ranked } from './proposal.ts'
import type { Standing } from './standing.ts'

/** What could stand at a place of a field's text inside of `#{…}`; undefined outside. Spans are of that text. */
export function expressionProposals(standing: Standing, text: string, at: number): readonly Proposal[] | undefined {
  const caret = caretIn(text, at)
  if (!caret) return undefined
  const wanted = wantedAt(caret)
  if (caret.quoted) return ranked(texts(wanted).map(idea => propose(idea, caret.quoted ?? caret.name)))
  const span: Span = { offset: caret.name.offset, length: caret.name.length }
  const ideas =
    caret.name.path.length > 0 || caret.name.behindValue ? behindDot(standing, caret) : names(standing, caret, wanted)
  return ranked(ideas.map(idea => propose(idea, span)))
}

/** The argument of a function that is being written. */
function wantedAt({ calls }: ExpressionCaret): Argument | undefined {
  const call = calls.at(-1)
  return call && functionNamed(call.name.text)?.args[call.argument + (call.method ? 1 : 0)]
}

const firstWanted: Readonly<Record<Argument['type'], readonly Kind[]>> = {
  DateTime: ['DateTime'],
  Integer: ['Integer'],
  String: ['Text'],
  Period: ['Period'],
}

/** What fits comes first, then what may yet fit, then the rest. */
function rankOf(kind: Kind, wanted: Argument | undefined, usual: number): number {
  if (!wanted) return usual
  if (firstWanted[wanted.type].includes(kind)) return usual - 10
  return kind === 'Text' || kind === 'unknown' ? usual : usual + 10
}

function names(standing: Standing, caret: ExpressionCaret, wanted: Argument | undefined): readonly Idea[] {
  const { definition, object, field } = standing
  const star = caret.name.text.startsWith('*')
  const parameters = definition.parameters.map((parameter): Idea => {
    const kind = kindOfMeaning(definition, { is: 'parameter', id: parameter.id, parameter })
    const type = attribute(parameter, 'type') ?? 'String'
    return {
      label: parameter.id,
      kind: 'parameter',
      detail: `parameter, ${type}${isOptional(parameter) ? ', optional' : ''}`,
      about: attribute(parameter, 'description') ?? 'A parameter of this pipeline.',
      text: parameter.id,
      rank: rankOf(kind, wanted, 31),
    }
  })
  const calls = functions.map(one => functionIdea(one, caret, wanted))
  if (caret.name.called) return calls
  if (star) return parameters.filter(one => one.label.startsWith('*'))
  const own = fieldIdeas(standing, nameable(definition, object), wanted).filter(one => one.label !== field)
  const node: readonly Idea[] = hasNode(definition, object)
    ? [
        {
          label: 'node',
          kind: 'reference',
          detail: 'the object it serves',
          about: `Whatever names ${object.id}: ${
            servedBy(definition, object)
              .map(one => one.id)
              .join(', ') || 'nothing yet'
          }.`,
          text: 'node.‹›',
          rank: rankOf('Reference', wanted, 30),
        },
      ]
    : []
  return [...parameters, ...own, ...node, ...literals(wanted), ...calls]
}

function fieldIdeas(
  { definition, object }: Standing,
  meanings: readonly Meaning[],
  wanted: Argument | undefined,
): readonly Idea[] {
  const ideas = new Map<string, Idea>()
  for (const meaning of meanings) {
    if ((meaning.is !== 'field' && meaning.is !== 'runtime') || ideas.has(meaning.key)) continue
    const { key, owner, slot } = meaning
    const kind = kindOfMeaning(definition, meaning)
    const from = meaning.is === 'field' && meaning.from !== owner.id ? `, set by ${meaning.from}` : ''
    const whose = owner === object ? '' : ` of ${owner.id}`
    const late = meaning.is === 'runtime' ? ', at run time' : ''
    ideas.set(key, {
      label: key,
      kind: meaning.is === 'runtime' ? 'runtime' : kind === 'Reference' ? 'reference' : 'field',
      detail: `${kindWords[kind]}${whose}${late}${from}`,
      about: slot?.help ?? 'A field of this pipeline’s own.',
      text: key,
      rank: rankOf(kind, wanted, foremost[key] ?? (meaning.is === 'runtime' ? 34 : structural.has(key) ? 33 : 32)),
    })
  }
  return [...ideas.values()]
}

/** What most expressions are about. */
const foremost: Readonly<Record<string, number>> = { '@scheduledStartTime': 28, '@scheduledEndTime': 29 }

/** Rarely what one is after. */
const structural: ReadonlySet<string> = new Set(['id', 'name', 'type', 'parent'])

/** Fields of what the path leads to, or functions that take what stands before the dot. */
function behindDot(standing: Standing, caret: ExpressionCaret): readonly Idea[] {
  const { definition, object } = standing
  const { path, behindValue } = caret.name
  const objects = behindValue ? [] : leadTo(definition, object, path)
  const reached = path.length > 0 && objects.length > 0
  const fields = reached
    ? fieldIdeas(
        standing,
        objects.flatMap(one => nameable(definition, one)).filter(one => one.is !== 'runtime' || path.length === 1),
        undefined,
      )
    : []
  if (reached) return fields
  return functions
    .filter(one => one.args[0]?.type === 'DateTime')
    .map(one => functionIdea(one, caret, undefined, 'method'))
}

const returns: Readonly<Record<FunctionEntry['returns'], Kind>> = {
  DateTime: 'DateTime',
  Integer: 'Integer',
  String: 'Text',
}

const often: ReadonlySet<string> = new Set(['format', 'minusDays', 'plusDays', 'makeDate', 'makeDateTime'])

function functionIdea(
  entry: FunctionEntry,
  caret: ExpressionCaret,
  wanted: Argument | undefined,
  form: 'function' | 'method' = 'function',
): Idea {
  const args = form === 'method' ? entry.args.slice(1) : entry.args
  const samples = args.map(arg => `‹${sampleOf(arg)}›`).join(', ')
  return {
    label: entry.name,
    kind: 'function',
    detail: `(${args.map(arg => `${arg.name}: ${arg.type}`).join(', ')}) → ${entry.returns}`,
    about: `${entry.help} ${entry.example.expression} gives ${entry.example.value}.`,
    text: caret.name.called ? entry.name : `${entry.name}(${samples})`,
    rank: rankOf(returns[entry.returns], wanted, often.has(entry.name) ? 35 : 36),
  }
}

/** What stands for an argument until one writes it. */
const sampleOf = ({ name, type }: Argument): string =>
  name === 'pattern'
    ? "'YYYY-MM-dd'"
    : name === 'zone'
      ? "'UTC'"
      : type === 'Period'
        ? "'1 day'"
        : type === 'DateTime'
          ? ''
          : name

const literals = (wanted: Argument | undefined): readonly Idea[] =>
  texts(wanted).map(idea => ({ ...idea, label: `'${idea.label}'`, text: `'${idea.text.replace(/[\\']/g, '\\$&')}'` }))

/** Texts that an argument often is. */
function texts(wanted: Argument | undefined): readonly Idea[] {
  if (wanted?.name === 'pattern')
    return patterns.map((pattern, index) => ({
      label: pattern,
      kind: 'value',
      detail: formatDateTime(sample, pattern),
      about: `A date pattern: ${formatDateTime(sample, pattern)}.`,
      text: pattern,
      rank: index,
    }))
  if (wanted?.type === 'Period')
    return ['15 minutes', '1 hour', '1 day', '1 week', '1 month'].map((period, index) => ({
      label: period,
      kind: 'value',
      detail: 'a period',
      about: 'A period.',
      text: period,
      rank: index,
    }))
  if (wanted?.name === 'zone')
    return zones().map(zone => ({
      label: zone,
      kind: 'value',
      detail: 'a time zone',
      about: `The clock of ${zone}.`,
      text: zone,
      rank: zone === 'UTC' ? 0 : 1,
    }))
  return []
}

const patterns = [
  'YYYY-MM-dd',
  'YYYY/MM/dd',
  'YYYYMMdd',
  'YYYY-MM-dd-HH-mm-ss',
  "YYYY-MM-dd'T'HH:mm:ss",
  'YYYY/MM/dd/HH',
  'HH',
  'EEEE',
  'MMMM',
]

const sample = dateTime(Date.UTC(2026, 0, 31, 14, 5, 9))

const zones = (): readonly string[] => ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]
