import { type ReactNode, useMemo } from 'react'
import { pinsOf } from '../../core/graph/pins.ts'
import { useActions, useShortcut } from '../state/actions.ts'
import { useEditor, useSession, useView } from '../state/session.ts'
import { mostRemembered } from '../state/steps.ts'
import { fold, type Pane } from '../state/view.ts'
import { withShortcut } from '../ui/chord.ts'
import { Drawing } from '../ui/drawing.tsx'
import { AlignMenu } from './align-menu.tsx'
import { unpin } from './deeds.ts'
import { Find } from './find.tsx'
import { Layers } from './layers.tsx'
import { PictureMenu } from './picture-menu.tsx'
import { SaveMark } from './save-mark.tsx'
import { sessionActions } from './session-actions.ts'
import { ViewMenu } from './view-menu.tsx'

/** Above the canvas: history, finding, lines, layout, panes, and how the draft is saved. */
export function Toolbar({ children }: { readonly children?: ReactNode }) {
  const session = useSession()
  const undo = useEditor(now => now.past.at(-1)?.label)
  const redo = useEditor(now => now.future[0]?.label)
  const forgotten = useEditor(now => now.forgotten)
  const grouping = useView(now => now.grouping)
  const pinned = useEditor(now => Object.keys(pinsOf(now.pins, grouping)).length)
  const source = useView(now => now.source)
  const schedule = useView(now => now.schedule)
  const { editor, view } = session
  useActions(useMemo(() => ({ actions: sessionActions(session) }), [session]))
  const keys = {
    undo: useShortcut('undo'),
    redo: useShortcut('redo'),
    source: useShortcut('source'),
    schedule: useShortcut('schedule'),
  }
  return (
    <div className="pw-toolbar" role="toolbar" aria-label="Designer">
      <FoldButton pane="types" title="the types of objects" />
      <span className="pw-toolbar-gap" />
      <button
        type="button"
        className="pw-tool"
        disabled={undo === undefined}
        title={undo === undefined ? nothingLeft(forgotten) : withShortcut(`Undo: ${undo}`, keys.undo)}
        onClick={() => editor.getState().undo()}
      >
        <Arrow /> Undo
      </button>
      <button
        type="button"
        className="pw-tool"
        disabled={redo === undefined}
        title={redo === undefined ? 'Nothing to redo' : withShortcut(`Redo: ${redo}`, keys.redo)}
        onClick={() => editor.getState().redo()}
      >
        <Arrow flip /> Redo
      </button>
      <span className="pw-toolbar-gap" />
      <Find />
      <Layers />
      <ViewMenu />
      <AlignMenu />
      <button
        type="button"
        className="pw-tool"
        disabled={pinned === 0}
        title={
          pinned === 0
            ? 'No card was moved by hand: the layout places them all'
            : `Let the layout place the ${pinned === 1 ? 'card' : `${pinned} cards`} that you moved by hand`
        }
        onClick={() => unpin(session)}
      >
        Tidy
      </button>
      <span style={{ flex: 1 }} />
      <PictureMenu />
      <SaveMark />
      <span className="pw-toolbar-gap" />
      {children}
      <button
        type="button"
        className="pw-tool"
        aria-pressed={source}
        title={withShortcut("Show the definition's text beside the graph", keys.source)}
        onClick={() => view.setState({ source: !source })}
      >
        {'{ }'} Source
      </button>
      <button
        type="button"
        className="pw-tool"
        aria-pressed={schedule}
        aria-label="Schedule preview"
        title={withShortcut(
          'Show when everything runs: first and next instances, in UTC and in your zone',
          keys.schedule,
        )}
        onClick={() => view.setState({ schedule: !schedule })}
      >
        Schedule
      </button>
      <FoldButton pane="settings" title="the settings" />
    </div>
  )
}

const nothingLeft = (forgotten: number) =>
  forgotten === 0
    ? 'Nothing to undo'
    : `The history holds ${mostRemembered.toLocaleString('en')} characters at most; ${forgotten} older steps are no longer in it`

const FoldButton = ({ pane, title }: { readonly pane: Pane; readonly title: string }) => {
  const { view } = useSession()
  const open = useView(now => !now.folded.has(pane))
  return (
    <button
      type="button"
      className="pw-tool"
      aria-pressed={open}
      aria-label={`${open ? 'Hide' : 'Show'} ${title}`}
      title={`${open ? 'Hide' : 'Show'} ${title}`}
      onClick={() => fold(view, pane)}
    >
      <Drawing box={16} size={15} style={pane === 'settings' ? { transform: 'scaleX(-1)' } : undefined}>
        <rect x="1.75" y="2.5" width="12.5" height="11" rx="1.5" />
        <path d="M6 2.5v11" />
      </Drawing>
    </button>
  )
}

const Arrow = ({ flip = false }: { readonly flip?: boolean }) => (
  <Drawing box={16} size={14} stroke={1.6} style={flip ? { transform: 'scaleX(-1)' } : undefined}>
    <path d="M6 3L2.5 6.5 6 10M3 6.5h6.5a4 4 0 0 1 0 8H7" />
  </Drawing>
)
