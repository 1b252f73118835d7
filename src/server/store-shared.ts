import type { Plan } from '../engine/instance.ts'
import type { StoreDatabase } from './store-database.ts'
import type { Shared } from './store-instances.ts'

/** What all instances of a component are told alike, kept once, in the database and in memory. */
export interface SharedParts {
  /** The number of a plan's shared parts, given to them here if they have none. */
  numberOf(plan: Plan): number
  partsOf(number: number): Shared
  /** What was numbered may not have been kept. */
  forget(): void
}

export function sharedParts(db: StoreDatabase): SharedParts {
  let numbers = new Map<string, number>()
  /** The numbers of parts met lately, found without writing them down. */
  let met = new WeakMap<Plan['policy'], { readonly actions: Plan['actions']; readonly number: number }>()
  let parts = new Map<number, Shared>()

  function numbered(body: string): number {
    const known = numbers.get(body)
    if (known !== undefined) return known
    db.run('INSERT OR IGNORE INTO policy (body) VALUES (?)', body)
    const number = db.row<{ id: number }>('SELECT id FROM policy WHERE body = ?', body)?.id ?? 0
    numbers.set(body, number)
    return number
  }

  return {
    numberOf({ policy, actions }) {
      const known = met.get(policy)
      if (known?.actions === actions) return known.number
      const number = numbered(JSON.stringify({ policy, actions } satisfies Shared))
      met.set(policy, { actions, number })
      return number
    },
    partsOf(number) {
      const known = parts.get(number)
      if (known) return known
      const row = db.row<{ body: string }>('SELECT body FROM policy WHERE id = ?', number)
      if (!row) throw new Error(`The policy ${number} of an instance is not in the database.`)
      const read: Shared = JSON.parse(row.body)
      parts.set(number, read)
      return read
    },
    forget() {
      numbers = new Map()
      met = new WeakMap()
      parts = new Map()
    },
  }
}
