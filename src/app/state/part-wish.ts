import { create } from 'zustand'
import type { RunPart } from '../../api/runs.ts'

/** A part of a pipeline that somebody wants to run; the dialog that asks for the rest opens wherever one is. */
export interface PartWish {
  readonly pipelineId: string
  readonly kind: RunPart['kind']
  readonly objectId?: string
  /** Scheduled start of the run whose outputs are to be taken. */
  readonly outputsOf?: number
  /** Values of parameters for this run. */
  readonly values?: Readonly<Record<string, string | string[]>>
}

export const usePartWish = create<{ readonly wish?: PartWish | undefined }>()(() => ({}))

export const askForPart = (wish: PartWish): void => usePartWish.setState({ wish })

export const forgetPart = (): void => usePartWish.setState({ wish: undefined })
