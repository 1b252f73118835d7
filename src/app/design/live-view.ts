import { type ReactFlowState, useStoreApi } from '@xyflow/react'
import type { Window } from './paint.ts'

/** What the canvas looks at, at this moment: as React Flow says, or where a pan is that it has not been told of. */
export interface LiveView {
  readonly read: () => Window
  /** Calls when the view or the size of the canvas changes; gives the way to stop. */
  readonly subscribe: (look: () => void) => () => void
  /** How far it is from where React Flow has it, in pixels of the screen. */
  readonly shifted: () => { readonly x: number; readonly y: number }
  /** Shifts the view by pixels of the screen without telling React Flow; ends when React Flow's own view changes. */
  readonly shift: (dx: number, dy: number) => void
}

type Store = ReturnType<typeof useStoreApi>

/** By what all parts of one canvas have in common: React Flow gives each a store object of its own. */
const views = new WeakMap<Store['getState'], LiveView>()

/** The live view of the canvas that the caller is part of. */
export function useLiveView(): LiveView {
  const store = useStoreApi()
  const view = views.get(store.getState) ?? liveViewOf(store)
  views.set(store.getState, view)
  return view
}

function liveViewOf(store: Store): LiveView {
  let shifted = { x: 0, y: 0 }
  const looking = new Set<() => void>()
  const tell = () => {
    for (const look of looking) look()
  }
  store.subscribe((now, before) => {
    if (now.transform !== before.transform) shifted = { x: 0, y: 0 }
    if (isElsewhere(now, before)) tell()
  })
  return {
    read() {
      const { transform, width, height } = store.getState()
      const [x, y, zoom] = transform
      return { x: x + shifted.x, y: y + shifted.y, zoom, width, height }
    },
    shifted: () => shifted,
    subscribe(look) {
      looking.add(look)
      return () => looking.delete(look)
    },
    shift(dx, dy) {
      shifted = { x: shifted.x + dx, y: shifted.y + dy }
      tell()
    },
  }
}

const isElsewhere = (now: ReactFlowState, before: ReactFlowState): boolean =>
  now.transform !== before.transform || now.width !== before.width || now.height !== before.height
