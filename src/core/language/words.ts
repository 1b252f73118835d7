import type { Slot } from '../catalog/schema.ts'

/** What a slot takes, in a few words. */
export const slotWords = (slot: Slot): string =>
  `${slot.many ? 'list of ' : ''}${slot.kind === 'ref' ? referenceWords(slot) : kindWords[slot.kind]}`

const referenceWords = ({ to = [] }: Slot): string =>
  to.length === 1 && to[0] !== '*' ? `reference to ${to[0]}` : 'reference'

const kindWords: Readonly<Record<Slot['kind'], string>> = {
  text: 'text',
  script: 'script',
  s3: 'S3 address',
  instanceType: 'instance type',
  secret: 'secret text',
  integer: 'whole number',
  double: 'number',
  flag: 'true or false',
  period: 'period',
  dateTime: 'date and time in UTC',
  choice: 'one of some words',
  ref: 'reference',
}
