import type { Span } from '../definition/model.ts'
import { spanInside } from '../definition/strings.ts'
import type { Document, TextNode } from '../definition/text.ts'
import type { Caret, CaretString } from './caret.ts'
import { expressionProposals } from './complete-expression.ts'
import { fileKeys, objectKeys, parameterKeys, wireMembers, wireValueOf } from './complete-keys.ts'
import { attributeIdeas, expressionIdeas, referenceIdeas, valueIdeas, valueKeys } from './complete-values.ts'
import { type Idea, type Proposal, propose, ranked } from './proposal.ts'
import { type Site, siteAt } from './site.ts'
import { objectIdeas, parameterIdea } from './snippets.ts'

/** What could stand at an offset, best first. Works while the text is broken. */
export function proposalsAt(document: Document, offset: number): readonly Proposal[] {
  const site = siteAt(document, offset)
  return site ? ranked(proposals(document, site)) : []
}

function proposals(document: Document, site: Site): readonly Proposal[] {
  const { caret } = site
  switch (site.in) {
    case 'file':
      return caret.where === 'key' && site.home
        ? asKeys(document, caret, fileKeys(new Set(site.home.members.keys())))
        : []
    case 'objects':
      return caret.string ? [] : asElements(document, caret, objectIdeas(document, caret.offset, site.wire))
    case 'parameters':
      return caret.string ? [] : asElements(document, caret, [parameterIdea(site.wire)])
    case 'values':
      return caret.where === 'key' ? asKeys(document, caret, valueKeys(document.definition)) : []
    case 'parameter':
      return caret.where === 'key'
        ? asKeys(document, caret, parameterKeys(site))
        : asTexts(caret, attributeIdeas(site.attribute ?? ''))
    case 'object':
      return site.wire ? inWire(document, site) : inMember(document, site)
  }
}

type ObjectSite = Extract<Site, { in: 'object' }>

function inMember(document: Document, site: ObjectSite): readonly Proposal[] {
  const { caret, inReference, field = '', slot, object } = site
  if (inReference)
    return caret.where === 'key'
      ? asKeys(document, caret, [
          {
            label: 'ref',
            kind: 'field',
            detail: 'reference',
            about: 'The id of another object.',
            text: '"ref": "‹›"',
            rank: 0,
          },
        ])
      : asTexts(caret, referenceIdeas(document.definition, slot, object))
  if (caret.where === 'key') return asKeys(document, caret, objectKeys(document, site))
  if (slot?.kind === 'ref' && !caret.string)
    return asElements(
      document,
      caret,
      referenceIdeas(document.definition, slot, object).map(idea => ({
        ...idea,
        text: `{ "ref": "${escaped(idea.text)}" }`,
      })),
    )
  return inText(document, site, field)
}

function inWire(document: Document, site: ObjectSite): readonly Proposal[] {
  const { caret, wire, slot, object, field = '' } = site
  if (wire === 'reference') return asTexts(caret, referenceIdeas(document.definition, slot, object))
  if (wire === 'text') return inText(document, site, field)
  if (wire === 'key')
    return asTexts(
      caret,
      objectKeys(document, site).map(idea => ({ ...idea, text: idea.label })),
    )
  if (caret.where === 'key') return asKeys(document, caret, wireMembers)
  return asElements(
    document,
    caret,
    objectKeys(document, site).map(idea => ({
      ...idea,
      text: `{ "key": "${idea.label}", ${wireValueOf(idea.text.includes('"ref"') ? { kind: 'ref', help: '' } : undefined)} }`,
    })),
  )
}

/** In the text of a field: what stands in its expressions, else what it could say as a whole. */
function inText(
  document: Document,
  { caret, object, slot, field: key }: ObjectSite,
  field: string,
): readonly Proposal[] {
  const { definition } = document
  const { string } = caret
  const inside = string && expressionProposals({ definition, object, field: key }, string.text, string.at)
  if (string && inside) return inside.map(one => inDocument(document.text, string, one))
  const whole = asTexts(caret, valueIdeas(definition, object, field, slot))
  const computed = field === 'type' || slot?.kind === 'ref' ? [] : expressionIdeas(definition)
  return [...whole, ...asWords(caret, computed)]
}

/** A proposal of a field's text as one of the document: its place found, quotes and backslashes written as escapes. */
function inDocument(text: string, string: CaretString, proposal: Proposal): Proposal {
  const before = (length: number) => escaped(proposal.text.slice(0, length)).length
  return {
    ...proposal,
    span: spanInside(text, nodeOf(string), proposal.span),
    text: escaped(proposal.text),
    stops: proposal.stops.map(({ offset, length }) => ({
      offset: before(offset),
      length: before(offset + length) - before(offset),
    })),
  }
}

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1)

const nodeOf = ({ start, end, closed, text }: CaretString): TextNode => ({
  type: 'string',
  offset: start - 1,
  length: end - start + (closed ? 2 : 1),
  value: text,
})

/** Members: the whole key with its marks goes, and what follows it comes along unless it is there. */
function asKeys(document: Document, caret: Caret, ideas: readonly Idea[]): readonly Proposal[] {
  const { string } = caret
  const span: Span = string
    ? { offset: string.start - 1, length: string.end - string.start + (string.closed ? 2 : 1) }
    : { offset: caret.wordStart, length: caret.offset - caret.wordStart }
  const rest = document.text.slice(span.offset + span.length)
  const named = /^\s*:/.test(rest)
  // What somebody has just typed stands before a member that was there.
  const comma = /^\s*"/.test(rest) ? ',' : ''
  return ideas.map(idea => {
    const text = named ? `"${idea.label}"` : idea.text + comma
    return propose({ ...idea, text, filter: string ? `"${idea.label}` : idea.label }, span)
  })
}

/** Elements of a list, or values that are no texts. */
function asElements(document: Document, caret: Caret, ideas: readonly Idea[]): readonly Proposal[] {
  const span = { offset: caret.wordStart, length: caret.offset - caret.wordStart }
  const comma = /^\s*[{"]/.test(document.text.slice(caret.offset)) ? ',' : ''
  const first = caret.before === '}' && span.length === 0 ? ', ' : ''
  return ideas.map(idea => propose({ ...idea, text: first + idea.text + comma }, span))
}

/** Texts: the whole text goes; where there is none yet, the marks come along. */
function asTexts({ string, wordStart, offset }: Caret, ideas: readonly Idea[]): readonly Proposal[] {
  const span = string
    ? { offset: string.start, length: string.end - string.start }
    : { offset: wordStart, length: offset - wordStart }
  return ideas.map(idea => propose({ ...idea, text: string ? escaped(idea.text) : `"${escaped(idea.text)}"` }, span))
}

/** Parts of a text: only the word before the caret goes. */
function asWords({ string, wordStart, offset }: Caret, ideas: readonly Idea[]): readonly Proposal[] {
  if (!string) return asTexts({ string, wordStart, offset } as Caret, ideas)
  const before = string.text.slice(0, string.at)
  const length = /(?:#\{?|[\w*]+)?$/.exec(before)?.[0].length ?? 0
  return ideas.map(idea => propose(idea, { offset: offset - length, length }))
}
