/** Numbers in [0, 1). */
export type Draw = () => number

/**
 * Numbers that follow from a seed and a name alone: what one attempt draws depends on no other, so that a change to one
 * object leaves the luck of all others as it was.
 */
export function drawsOf(seed: number, name: string): Draw {
  let state = hash(`${seed}|${name}`)
  return () => {
    // A step of a Weyl sequence, then two rounds that let every bit touch every other.
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000
  }
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value
}
