import type { QueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import type { ChangeEvent } from '../../api/workspace.ts'

/** Whether the stream of changes is open; screens say so when it is not. */
export const useLive = create<{ readonly state: 'connecting' | 'open' | 'lost' }>()(() => ({ state: 'connecting' }))

/** The first word of every query key that a kind of change makes stale. */
const stale: Readonly<Record<ChangeEvent['what'], readonly string[]>> = {
  pipelines: ['pipelines', 'previews'],
  runs: ['runs', 'pipelines', 'previews'],
  drafts: ['drafts', 'previews'],
  notices: ['notices'],
  rehearsals: ['rehearsals'],
  logs: ['logs'],
  settings: ['settings', 'environment', 'estimates', 'runs', 'history'],
}

/** Follows the server's changes and asks anew for what is on screen. Returns a way to stop. */
export function followChanges(client: QueryClient, url: string): () => void {
  const source = new EventSource(url)
  let wasLost = false
  source.onopen = () => {
    useLive.setState({ state: 'open' })
    // Changes may have been missed while the line was down.
    if (wasLost) void client.invalidateQueries()
    wasLost = false
  }
  source.onerror = () => {
    wasLost = true
    useLive.setState({ state: 'lost' })
  }
  source.onmessage = message => {
    for (const key of changesOf(message.data).flatMap(keysOf)) void client.invalidateQueries({ queryKey: key })
  }
  return () => source.close()
}

/** A change of one pipeline touches its own keys and those over all pipelines; other pipelines keep what they have. */
export function keysOf(change: ChangeEvent): readonly (readonly string[])[] {
  return stale[change.what].flatMap(noun => {
    const wide = noun === 'pipelines' || change.pipelineId === undefined
    return wide
      ? [[noun]]
      : [
          [noun, change.pipelineId ?? ''],
          [noun, 'all'],
        ]
  })
}

/** The server sends what changed since it last spoke as a list; an empty one only keeps the line open. */
function changesOf(data: unknown): readonly ChangeEvent[] {
  try {
    const said: unknown = JSON.parse(String(data))
    return Array.isArray(said) ? said.filter((change: ChangeEvent) => change.what in stale) : []
  } catch {
    return []
  }
}
