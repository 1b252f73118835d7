import { createStore, type StoreApi } from 'zustand/vanilla'
import type { StudioService } from '../../api/client.ts'
import { Fault } from '../../api/faults.ts'
import type { Draft } from '../../api/versions.ts'
import { adopt, type EditorStore } from './editor.ts'
import type { Pins } from './steps.ts'

/** How the draft stands with the server. */
export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly message: string }
  /** Somebody else, or another tab, saved another version meanwhile; `base` is the text that both began with. */
  | { readonly kind: 'conflict'; readonly theirs: Draft; readonly base: string }

/** Why something is saved; with a cause it becomes a version of its own. */
export interface Occasion {
  readonly cause?: 'restore' | 'merge'
  /** The version that was restored. */
  readonly of?: number
}

export interface Saver {
  readonly state: StoreApi<SaveState>
  /** The newest version put to the service that this draft has taken in. */
  readonly base: StoreApi<{ readonly version: number | undefined }>
  /** Saves now what waits to be saved. */
  flush(): Promise<void>
  /** Takes note of the draft as the server keeps it. */
  heard(draft: Draft): void
  /** Ends a conflict: mine over theirs, or theirs as one step that can be undone. */
  keepMine(): Promise<void>
  takeTheirs(): void
  /** Saves now what is there, even where nothing changed; `version` of the service has been taken in with it. */
  saveAs(occasion: Occasion, version?: number): Promise<void>
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
  const base = createStore<{ readonly version: number | undefined }>()(() => ({ version: draft.base }))
  let occasion: Occasion | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let underWay: Promise<void> | undefined

  const know = ({ base: version }: Draft) => {
    const known = base.getState().version ?? 0
    if (version !== undefined && version > known) base.setState({ version })
  }
  const isClean = () => {
    const { document, pins } = editor.getState()
    if (occasion) return false
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
    const { version } = base.getState()
    const now = occasion
    try {
      const answer = await service.SaveDraft({
        pipelineId,
        text: document.text,
        pins,
        revision,
        ...(version !== undefined && { base: version }),
        ...now,
      })
      if (occasion === now) occasion = undefined
      know(answer)
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
    say({ kind: 'conflict', theirs, base: kept.text })
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
    base,
    flush: async () => {
      if (state.getState().kind === 'conflict' || isClean()) return
      await save()
    },
    heard(theirs) {
      know(theirs)
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
    async saveAs(next, version) {
      if (version !== undefined) base.setState({ version: Math.max(version, base.getState().version ?? 0) })
      const now = state.getState()
      if (now.kind === 'conflict') {
        revision = now.theirs.revision
        kept = now.theirs
      }
      if (underWay) await underWay
      occasion = next
      await save()
    },
  }
}
