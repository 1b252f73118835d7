import { useState } from 'react'
import type { Given } from '../parameters/values.ts'

export interface Preset {
  readonly title: string
  readonly why?: string
  readonly values: Given
}

const keyOf = (pipelineId: string) => `pipewright.presets.${pipelineId}`

/** A person's own presets of a pipeline, kept in this browser. Secret values are never among them. */
export function useOwnPresets(pipelineId: string): readonly [readonly Preset[], (presets: readonly Preset[]) => void] {
  const [presets, setPresets] = useState(() => readPresets(pipelineId))
  return [
    presets,
    next => {
      setPresets(next)
      try {
        localStorage.setItem(keyOf(pipelineId), JSON.stringify(next))
      } catch {
        // Without storage they last as long as the page.
      }
    },
  ]
}

function readPresets(pipelineId: string): readonly Preset[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(pipelineId)) ?? '[]')
    return Array.isArray(kept)
      ? kept.filter((one): one is Preset => typeof one?.title === 'string' && typeof one.values === 'object')
      : []
  } catch {
    return []
  }
}

/** Values as an example lists them, as the form keeps them. */
export const givenOf = (values: Readonly<Record<string, string | readonly string[]>>): Given =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id.replace(/^\*/, ''), [value].flat()]))
