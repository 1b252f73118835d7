import type { Address } from './address.ts'

/**
 * Tells an address that a page has written itself from one that comes from elsewhere. The router gives an address back
 * some time after it was asked to; by then the page may have written the next.
 */
export interface Echoes {
  /** Notes what the page writes; gives whether it is anything new. */
  readonly wrote: (address: Address) => boolean
  /** Notes an address that has come; gives whether it is the page's own. */
  readonly came: (address: Address) => boolean
}

/** `first`: the address that the page began with; `keys`: what of an address is the page's business. */
export function createEchoes(keys: readonly string[], first: Address): Echoes {
  const same = (a: Address | undefined, b: Address) => keys.every(key => a?.[key] === b[key])
  // The newest that has come, and those that were written after it.
  let known: readonly Address[] = [first]
  return {
    wrote(address) {
      const isNew = !same(known.at(-1), address)
      if (isNew) known = [...known, address]
      return isNew
    },
    came(address) {
      const at = known.findIndex(one => same(one, address))
      // The router may leave out what was followed by another at once.
      known = at < 0 ? [address] : known.slice(at)
      return at >= 0
    },
  }
}
