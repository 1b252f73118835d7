import type { Definition, Field } from '../../core/definition/model.ts'
import { bareId, isSecret, resolveParameters } from '../../core/definition/parameters.ts'

/** Secrets of an account: told ones by value, others by a stand-in that no text has by chance. */
export interface Hidden {
  /** By the bare ids of parameters: values, or stand-ins. */
  readonly secrets: ReadonlyMap<string, string>
  /** Bare ids of those that stand-ins stand for. */
  readonly untold: ReadonlySet<string>
  /** Whether a field as it is written needs a secret that was not told. */
  isIn(written: Field): boolean
  /** A text as it is written, with stand-ins for what was not told. */
  covered(written: string): string
  /** The value of a field marked as secret; one that is masked becomes a parameter of its own. */
  ofField(objectId: string, key: string, seen: string): string
}

/** What a definition says of its secrets. A value of stars only, or none, is one that the account keeps to itself. */
export function hiddenOf(definition: Definition): Hidden {
  const { values } = resolveParameters(definition)
  const ids = new Set([
    ...definition.parameters.filter(isSecret).map(one => bareId(one.id)),
    ...definition.values.filter(one => one.id.startsWith('*')).map(one => bareId(one.id)),
  ])
  const secrets = new Map<string, string>()
  const untold = new Set<string>()
  for (const id of ids) {
    const value = values.get(id)?.join(',') ?? ''
    if (isMasked(value)) untold.add(id)
    secrets.set(id, isMasked(value) ? standIn() : value)
  }
  const mentions = new RegExp(
    `#\\{\\s*\\*?(${[...untold].map(id => id.replace(/\W/g, '\\$&')).join('|') || '(?!)'})\\s*\\}`,
    'g',
  )
  return {
    secrets,
    untold,
    isIn: ({ stringValue }) => stringValue !== undefined && stringValue.search(mentions) >= 0,
    covered: written => written.replace(mentions, (whole, id: string) => secrets.get(id) ?? whole),
    ofField(objectId, key, seen) {
      if (seen !== '' && !isMasked(seen)) return this.covered(seen)
      const id = `my${[objectId, key.slice(1)].map(capital).join('')}`
      const known = secrets.get(id) ?? standIn()
      secrets.set(id, known)
      untold.add(id)
      return known
    },
  }
}

const isMasked = (value: string): boolean => /^[*•]*$/.test(value)

const standIn = (): string => `untold-${crypto.randomUUID()}`

const capital = (text: string): string => {
  const plain = text.replace(/\W+/g, '')
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}
