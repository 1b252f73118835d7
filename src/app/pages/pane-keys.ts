import { useMemo } from 'react'
import { type Action, useActions } from '../state/actions.ts'

/** The panes of the designer in the order in which F6 goes through them, and what takes the focus in each. */
const panes = [
  ['.pw-designer-side[data-side="left"]', 'input'],
  ['.pw-canvas', '.react-flow__node[tabindex="0"]'],
  ['.pw-source', '.monaco-editor textarea, .monaco-editor .native-edit-context, button'],
  ['.pw-problems', 'button'],
  ['.pw-designer-side[data-side="right"]', 'input, button, select, textarea'],
  ['.pw-toolbar', 'button:not(:disabled)'],
] as const

/** F6 goes from pane to pane, past all that is in them. */
export function usePaneKeys(): void {
  useActions(
    useMemo(
      () => ({
        actions: [
          paneAction('pane/next', 'Go to the next pane', 'F6', 1),
          paneAction('pane/before', 'Go to the pane before', 'Shift F6', -1),
        ],
      }),
      [],
    ),
  )
}

const paneAction = (id: string, label: string, key: string, step: 1 | -1): Action => ({
  id,
  label,
  group: 'Move about the graph',
  keys: [key],
  reach: 'anywhere',
  run: () => goOn(step),
})

function goOn(step: 1 | -1): void {
  // A pane that is not filled yet takes no focus, so the key goes past it.
  const shown = panes.flatMap(([pane, inside]) => {
    const box = document.querySelector<HTMLElement>(pane)
    const target = box?.querySelector<HTMLElement>(inside)
    return box && target ? [{ box, target }] : []
  })
  const here = shown.findIndex(({ box }) => box.contains(document.activeElement))
  const next = here < 0 && step < 0 ? shown.length - 1 : (here + step + shown.length) % shown.length
  shown[next]?.target.focus()
}
