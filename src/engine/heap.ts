/** A binary heap: the least first. */
export interface Heap<T> {
  push(item: T): void
  pop(): T | undefined
  peek(): T | undefined
  size(): number
}

export function heap<T>(compare: (a: T, b: T) => number): Heap<T> {
  const items: T[] = []

  const swap = (a: number, b: number) => {
    const [x, y] = [items[a], items[b]]
    if (x === undefined || y === undefined) return
    items[a] = y
    items[b] = x
  }
  const before = (a: number, b: number): boolean => {
    const [x, y] = [items[a], items[b]]
    return x !== undefined && y !== undefined && compare(x, y) < 0
  }

  return {
    push(item) {
      items.push(item)
      for (let at = items.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1
        if (!before(at, parent)) return
        swap(at, parent)
        at = parent
      }
    },
    pop() {
      const top = items[0]
      const last = items.pop()
      if (items.length === 0 || last === undefined) return top
      items[0] = last
      for (let at = 0; ; ) {
        const [left, right] = [2 * at + 1, 2 * at + 2]
        let least = at
        if (before(left, least)) least = left
        if (before(right, least)) least = right
        if (least === at) return top
        swap(at, least)
        at = least
      }
    },
    peek: () => items[0],
    size: () => items.length,
  }
}
