import { useSyncExternalStore } from 'react'

/** Whether the system forces its own colours on all pages, as Windows' contrast themes do. */
export const useForcedColours = (): boolean => useSyncExternalStore(subscribe, () => query.matches)

const query = matchMedia('(forced-colors: active)')

function subscribe(heard: () => void): () => void {
  query.addEventListener('change', heard)
  return () => query.removeEventListener('change', heard)
}
