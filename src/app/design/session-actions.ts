import type { Place } from '../../core/definition/model.ts'
import type { Layer } from '../../core/graph/layers.ts'
import type { Action } from '../state/actions.ts'
import { findingsOf } from '../state/checks.ts'
import { derive, graphOf } from '../state/derived.ts'
import type { Session } from '../state/session.ts'
import { fold, type Pane, reveal, say } from '../state/view.ts'
import { kinds } from './layers.tsx'

/** What one can do in the designer wherever the focus is: history, saving, panes, lines, findings. */
export const sessionActions = (session: Session): readonly Action[] => [
  ...historyActions(session),
  ...paneActions(session),
  ...findingActions(session),
  ...kinds.map(kind => layerAction(session, kind)),
]

const historyActions = ({ editor, view, saver }: Session): readonly Action[] => [
  {
    id: 'undo',
    label: 'Undo',
    group: 'Edit',
    keys: ['Ctrl Z'],
    reach: 'document',
    run: () => (editor.getState().past.length > 0 ? editor.getState().undo() : say(view, 'There is nothing to undo.')),
  },
  {
    id: 'redo',
    label: 'Redo',
    group: 'Edit',
    keys: ['Ctrl Y', 'Ctrl Shift Z'],
    reach: 'document',
    run: () =>
      editor.getState().future.length > 0 ? editor.getState().redo() : say(view, 'There is nothing to redo.'),
  },
  {
    id: 'save',
    label: 'Save the draft now',
    about: 'It is saved by itself, a moment after each change',
    group: 'Edit',
    keys: ['Ctrl S'],
    reach: 'anywhere',
    run: () => void saver.flush(),
  },
]

const paneActions = ({ view }: Session): readonly Action[] => {
  const pane = (id: Pane, label: string): Action => ({
    id: `pane/${id}`,
    label,
    group: 'Show and hide',
    run: () => fold(view, id),
  })
  return [
    {
      id: 'source',
      label: 'Show or hide the source',
      group: 'Show and hide',
      keys: ['Ctrl J'],
      reach: 'anywhere',
      run: () => view.setState(now => ({ source: !now.source })),
    },
    {
      id: 'schedule',
      label: 'Show or hide when everything runs',
      group: 'Show and hide',
      keys: ['Ctrl Shift J'],
      reach: 'anywhere',
      run: () => view.setState(now => ({ schedule: !now.schedule })),
    },
    {
      id: 'problems',
      label: 'Show or hide the problems',
      group: 'Show and hide',
      keys: ['Ctrl Shift M'],
      reach: 'anywhere',
      run: () => view.setState(now => ({ problems: !now.problems })),
    },
    pane('types', 'Show or hide the types of objects'),
    pane('settings', 'Show or hide the settings'),
  ]
}

const findingActions = (session: Session): readonly Action[] => [
  {
    id: 'finding/next',
    label: 'Go to the next problem',
    group: 'Move about the graph',
    keys: ['F8'],
    reach: 'anywhere',
    run: () => goToFinding(session, 1),
  },
  {
    id: 'finding/before',
    label: 'Go to the problem before',
    group: 'Move about the graph',
    keys: ['Shift F8'],
    reach: 'anywhere',
    run: () => goToFinding(session, -1),
  },
]

const visited = new WeakMap<Session, string>()

/** The finding after, or before, the one that was shown last; from the last on to the first. */
function goToFinding(session: Session, step: 1 | -1): void {
  const { editor, view } = session
  const { document, whole } = editor.getState()
  const findings = findingsOf(derive(document, whole).definition)
  if (findings.length === 0) {
    say(view, 'The checks find nothing wrong.')
    return
  }
  const names = findings.map(({ code, at }) => `${code} ${nameOf(at)}`)
  const here = names.indexOf(visited.get(session) ?? '')
  const next = here < 0 && step < 0 ? findings.length - 1 : (here + step + findings.length) % findings.length
  const finding = findings[next]
  if (!finding) return
  visited.set(session, names[next] ?? '')
  reveal(view, finding.at, 'problems')
  if (finding.at.object !== undefined && finding.at.field === undefined)
    view.setState({ wish: { place: finding.at, from: 'problems', into: 'card' } })
  say(view, `Problem ${next + 1} of ${findings.length}, ${nameOf(finding.at)}: ${finding.message}`)
}

const nameOf = ({ object, parameter, value, field }: Place): string =>
  [object ?? parameter ?? value ?? 'the whole pipeline', field].filter(Boolean).join(', ')

const layerAction = (
  { view, editor }: Session,
  { layer, label }: { readonly layer: Layer; readonly label: string },
): Action => ({
  id: `lines/${layer}`,
  label: `Draw or hide lines: ${label}`,
  group: 'Show and hide',
  applies: () => {
    const { document, whole } = editor.getState()
    return graphOf(derive(document, whole).definition).edges.some(edge => edge.layer === layer)
  },
  run: () => {
    const hidden = new Set(view.getState().hidden)
    const isShown = hidden.delete(layer)
    if (!isShown) hidden.add(layer)
    view.setState({ hidden })
    say(view, `Lines for ${label} are ${isShown ? 'drawn' : 'hidden'} now.`)
  },
})
