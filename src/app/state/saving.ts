import { createStore, type StoreApi } from 'zustand/vanilla'
import type { StudioService } from '../../api/client.ts'
import { Fault } from '../../api/faults.ts'
import type { Draft } from '../../api/workspace.ts'
import { adopt, type EditorStore } from './editor.ts'
import type { Pins } from './steps.ts'

/** How the draft stands with the server. */
export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly message: string }
  /** Somebody else, or another tab, saved another version meanwhile. */
  | { readonly kind: 'conflict'; readonly theirs: Draft }

export interface Saver {
  readonly state: StoreApi<SaveState>
  /** Saves now what waits to be saved. */
  flush(): Promise<void>
  /** Takes note of the draft as the server keeps it. */
  heard(draft: Draft): void
  /** Ends a conflict: mine over theirs, or theirs as one step that can be undone. */
  keepMine(): Promise<void>
  takeTheirs(): void
}

const restBeforeSave = 600
const restAfterFailure = 4000

/** Saves the draft as one types, a moment after the last key. Calls `saved` with what the server now keeps. */
export function createSaver(
  service: Pick<StudioService, 'SaveDraft' | 'GetDraft'>,
  editor: EditorStore,
  draft: Draft,
  saved: (draft: Draft) => void,
): Saver {
  const state = createStore<SaveState>()(() => ({ kind: 'saved' }))
  const say = (next: SaveState) => state.setState(next, true)
  const { pipelineId } = draft
  let kept: { readonly text: string; readonly pins: Pins } = draft
  let revision = draft.revision
  let timer: ReturnType<typeof setTimeout> | undefined
  let underWay: Promise<void> | undefined

  const isClean = () => {
    const { document, pins } = editor.getState()
    return document.text === kept.text && (pins === kept.pins || JSON.stringify(pins) === JSON.stringify(kept.pins))
  }
  const later = (rest: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void save(), rest)
  }

  const save = (): Promise<void> => {
    clearTimeout(timer)
    underWay ??= send().finally(() => {
      underWay = undefined
    })
    return underWay
  }

  const send = async () => {
    if (isClean()) return say({ kind: 'saved' })
    const { document, pins } = editor.getState()
    say({ kind: 'saving' })
    try {
      const answer = await service.SaveDraft({ pipelineId, text: document.text, pins, revision })
      revision = answer.revision
      kept = { text: document.text, pins }
      saved(answer)
      if (isClean()) return say({ kind: 'saved' })
      say({ kind: 'waiting' })
      later(restBeforeSave)
    } catch (error) {
      await recover(error)
    }
  }

  const recover = async (error: unknown) => {
    if (error instanceof Fault && error.name === 'InvalidRequestException') {
      const theirs = await service.GetDraft({ pipelineId }).catch(() => undefined)
      if (theirs && theirs.revision !== revision) return meet(theirs)
    }
    say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
    later(restAfterFailure)
  }

  const meet = (theirs: Draft) => {
    if (theirs.text === editor.getState().document.text) {
      kept = theirs
      revision = theirs.revision
      return later(0)
    }
    clearTimeout(timer)
    say({ kind: 'conflict', theirs })
  }

  const takeIn = (theirs: Draft) => {
    kept = theirs
    revision = theirs.revision
    adopt(editor, theirs.text, theirs.pins)
    say({ kind: 'saved' })
  }

  editor.subscribe((now, before) => {
    if (now.document.text === before.document.text && now.pins === before.pins) return
    if (state.getState().kind === 'conflict') return
    if (isClean()) return
    if (!underWay) say({ kind: 'waiting' })
    later(restBeforeSave)
  })

  return {
    state,
    flush: async () => {
      if (state.getState().kind === 'conflict' || isClean()) return
      await save()
    },
    heard(theirs) {
      if (theirs.revision <= revision || underWay) return
      if (isClean()) takeIn(theirs)
      else meet(theirs)
    },
    async keepMine() {
      const now = state.getState()
      if (now.kind !== 'conflict') return
      revision = now.theirs.revision
      kept = now.theirs
      await save()
    },
    takeTheirs() {
      const now = state.getState()
      if (now.kind === 'conflict') takeIn(now.theirs)
    },
  }
}
