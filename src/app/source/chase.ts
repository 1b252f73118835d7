import { type Command, typed } from '../../core/definition/commands.ts'
import { difference } from '../../core/definition/edit.ts'
import type { EditorStore } from '../state/editor.ts'

/** How the document comes after a pane that is ahead of it. */
export interface Chase {
  /** Whether the pane shows what the document does not say yet. */
  isOn(): boolean
  /** The pane shows something large and new. It is read in slices, once the pane has been drawn. */
  begin(): void
  /** Looks whether the document has come where the pane was, and goes on to what was typed since. */
  look(): void
  /** The pane goes: what it shows is read now. */
  end(): void
}

/** What is pasted at once may be so large that reading it is done in slices, while one types on. */
export function createChase(editor: EditorStore, shown: () => string): Chase {
  const toShown: Command = { ...typed([]), edits: ({ text }) => difference(text, shown()) }
  let ahead = false
  let goal = ''
  const go = () => {
    if (!ahead) return
    goal = shown()
    void editor.getState().runInSlices(toShown, { by: 'source' }).then(look)
  }
  const look = () => {
    if (!ahead || editor.getState().document.text !== goal) return
    ahead = shown() !== goal
    if (ahead) go()
  }
  return {
    isOn: () => ahead,
    begin() {
      if (!ahead) setTimeout(go)
      ahead = true
    },
    look,
    end() {
      if (ahead) editor.getState().run(toShown, { by: 'source' })
      ahead = false
    },
  }
}
