import type { Flow, OneOf, Slot, SlotKind } from './schema.ts'

type Builder = (help: string, more?: Omit<Slot, 'kind' | 'help'>) => Slot

const of =
  (kind: SlotKind): Builder =>
  (help, more) => ({ kind, help, ...more })

export const text = of('text')
export const script = of('script')
export const s3 = of('s3')
export const instanceType = of('instanceType')
export const secret = of('secret')
export const integer = of('integer')
export const double = of('double')
export const flag = of('flag')
export const period = of('period')
export const dateTime = of('dateTime')

export const choice = (
  options: readonly string[],
  help: string,
  more?: Omit<Slot, 'kind' | 'help' | 'options'>,
): Slot => ({
  kind: 'choice',
  help,
  options,
  ...more,
})

/** A reference: which way it runs, what it may point to, and what it is for. */
export const ref = (flow: Flow, to: readonly string[] | string, help: string, more?: Partial<Slot>): Slot => ({
  kind: 'ref',
  help,
  to: typeof to === 'string' ? [to] : to,
  flow,
  ...more,
})

export const exactlyOne = (...fields: readonly string[]): OneOf => ({ fields, rule: 'exactlyOne' })
export const atLeastOne = (...fields: readonly string[]): OneOf => ({ fields, rule: 'atLeastOne' })

/** Slots that the service fills in while it runs. */
export const written = (slots: Readonly<Record<string, Slot>>): Readonly<Record<string, Slot>> =>
  Object.fromEntries(Object.entries(slots).map(([key, slot]) => [key, { ...slot, runtime: true }]))
