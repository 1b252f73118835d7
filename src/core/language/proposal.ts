import type { Span } from '../definition/model.ts'

/** Something that could stand at a caret. */
export interface Proposal {
  readonly label: string
  readonly kind: 'field' | 'runtime' | 'value' | 'reference' | 'parameter' | 'function' | 'object'
  /** Its type, in a word or two. */
  readonly detail: string
  /** One or two sentences. */
  readonly about: string
  /** What it replaces. */
  readonly span: Span
  readonly text: string
  /** Stretches of `text` that one fills in, one after the other; the caret goes to the first. None: behind the text. */
  readonly stops: readonly Span[]
  /** What is compared with the word before the caret. */
  readonly filter: string
  /** Smaller ones come first. */
  readonly rank: number
}

/** A proposal before it is known where it goes. */
export type Idea = Omit<Proposal, 'span' | 'stops' | 'filter'> & { readonly filter?: string }

/** In the text of an idea, ‹words› are a stop with words in it, and ‹› one to be filled in. */
export function propose({ text, ...idea }: Idea, span: Span): Proposal {
  const stops: Span[] = []
  let plain = ''
  for (const piece of text.split(/(‹[^›]*›)/)) {
    const inner = /^‹([^›]*)›$/.exec(piece)?.[1]
    if (inner !== undefined) stops.push({ offset: plain.length, length: inner.length })
    plain += inner ?? piece
  }
  return { filter: idea.label, ...idea, span, text: plain, stops }
}

/** In the order in which they are shown. */
export const ranked = (proposals: readonly Proposal[]): readonly Proposal[] =>
  [...proposals].sort((a, b) => a.rank - b.rank || compare(a.label, b.label))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * The proposals that the word before the caret fits, at an offset of the text their spans are of: its letters must come
 * in order, and those that begin with it come first.
 */
export function fitting(text: string, offset: number, proposals: readonly Proposal[]): readonly Proposal[] {
  const begun: Proposal[] = []
  const others: Proposal[] = []
  for (const proposal of proposals) {
    const word = text.slice(proposal.span.offset, offset).toLowerCase()
    const filter = proposal.filter.toLowerCase()
    if (filter.startsWith(word)) begun.push(proposal)
    else if (holds(filter, word)) others.push(proposal)
  }
  return [...begun, ...others]
}

function holds(filter: string, word: string): boolean {
  let at = 0
  for (const letter of filter) if (letter === word[at]) at += 1
  return at >= word.length
}
