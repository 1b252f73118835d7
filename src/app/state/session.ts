import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { StudioService } from '../../api/client.ts'
import type { Draft } from '../../api/versions.ts'
import type { Command } from '../../core/definition/commands.ts'
import { type Derived, derive } from './derived.ts'
import { createEditor, type Editor, type EditorStore, type RunOptions } from './editor.ts'
import { followRenames } from './following.ts'
import { createSaver, type Saver } from './saving.ts'
import { createView, type View, type ViewStore } from './view.ts'

/** All that belongs to editing one pipeline. It outlives the page, so that history survives a look at the runs. */
export interface Session {
  readonly pipelineId: string
  readonly editor: EditorStore
  readonly view: ViewStore
  readonly saver: Saver
}

const most = 6
const sessions = new Map<string, Session>()

/** The session of a pipeline, begun with its draft or brought up to it. */
export function sessionOf(service: StudioService, draft: Draft, saved: (draft: Draft) => void): Session {
  const open = sessions.get(draft.pipelineId)
  if (open) {
    sessions.delete(draft.pipelineId)
    sessions.set(draft.pipelineId, open)
    return open
  }
  const editor = createEditor(draft.text, draft.pins)
  const view = createView()
  followRenames(editor, view)
  const session = {
    pipelineId: draft.pipelineId,
    editor,
    view,
    saver: createSaver(service, editor, draft, saved),
  }
  sessions.set(draft.pipelineId, session)
  for (const [id, old] of sessions) {
    if (sessions.size <= most) break
    if (old.saver.state.getState().kind === 'saved') sessions.delete(id)
  }
  return session
}

/** Those that are begun and not yet forgotten, whatever page is shown. */
export const openSessions = (): Iterable<Session> => sessions.values()

export const SessionContext = createContext<Session | undefined>(undefined)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('This part of the designer stands outside of a session.')
  return session
}

export const useEditor = <T>(pick: (editor: Editor) => T): T => useStore(useSession().editor, pick)

export const useView = <T>(pick: (view: View) => T): T => useStore(useSession().view, pick)

export function useDerived(): Derived {
  const { editor } = useSession()
  return useStore(editor, now => derive(now.document, now.whole))
}

/** Runs commands on the document. */
export function useRun(): (command: Command, options?: RunOptions) => void {
  const { editor } = useSession()
  return editor.getState().run
}
