import { useStore } from 'zustand'
import { useSession } from '../state/session.ts'
import { Glyph } from '../ui/glyphs.tsx'

const words = {
  saved: ['Draft saved', 'All that you did is kept on this machine. Nothing runs until you launch it.'],
  waiting: ['Saving…', 'The draft is saved a moment after your last key.'],
  saving: ['Saving…', 'The draft is being saved.'],
  failed: ['Not saved', ''],
  conflict: ['Two versions', 'Another tab or person saved this pipeline meanwhile.'],
} as const

/** How the draft stands with the server, in a word. */
export function SaveMark() {
  const { saver } = useSession()
  const state = useStore(saver.state)
  const [word, about] = words[state.kind]
  const bad = state.kind === 'failed' || state.kind === 'conflict'
  return (
    <span
      className="pw-save"
      role="status"
      data-bad={bad}
      title={state.kind === 'failed' ? `${state.message} Your work is safe in this page; it is tried again.` : about}
    >
      {word}
      {state.kind === 'failed' && (
        <button type="button" className="pw-tool" onClick={() => void saver.flush()}>
          Try now
        </button>
      )}
    </span>
  )
}

/** Why the draft cannot be saved, in a strip below the toolbar for as long as that is so. */
export function SaveTrouble() {
  const { saver } = useSession()
  const state = useStore(saver.state)
  if (state.kind !== 'failed') return null
  return (
    <p className="pw-save-trouble" role="alert">
      <Glyph name="notices" size={16} />
      {state.message} Your work is safe in this page; it is tried again.
    </p>
  )
}
