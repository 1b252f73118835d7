import { useMemo } from 'react'
import type { Moment } from '../../core/runs/moment.ts'
import { type Action, useActions } from '../state/actions.ts'
import type { Session } from '../state/session.ts'
import { formatNow } from './formatting.ts'

/** What one can do with the text: the palette and the sheet of shortcuts show it. */
export function useSourceActions(session: Session): void {
  useActions(useMemo(() => ({ actions: [...deeds(session), ...keysOfPane] }), [session]))
}

const deeds = (session: Session): readonly Action[] => [
  {
    id: 'format',
    label: 'Format the text',
    group: 'Edit',
    about: 'comments and the order of keys stay',
    keys: ['Alt Shift F'],
    reach: 'anywhere',
    run: () => formatNow(session),
  },
  ...moments.map(
    ([moment, words]): Action => ({
      id: `moment/${String(moment)}`,
      label: `Show the values of ${words}`,
      group: 'Show and hide',
      about: 'what expressions come to, in the source and in the form',
      applies: () => session.view.getState().moment !== moment,
      run: () => session.view.setState({ moment }),
    }),
  ),
]

const moments: readonly (readonly [Moment, string])[] = [
  ['first', 'the first run'],
  ['next', 'the next run'],
  ['now', 'the run of now'],
]

/** Keys that the text editor hears by itself. */
const keysOfPane: readonly Action[] = [
  ['Ctrl Space', 'Propose what fits, in the source'],
  ['Ctrl Shift Space', 'Show the arguments of a function, in the source'],
  ['F2', 'Rename what the caret is on, in the source'],
  ['F12', 'Go to what a name means, in the source'],
  ['Shift F12', 'Show all that name it, in the source'],
  ['Ctrl .', 'Mend what is wrong at the caret, in the source'],
  ['Ctrl Shift O', 'Find in the outline, in the source'],
].map(([key = '', label = '']) => ({
  id: `source/${key}`,
  label,
  group: 'Edit',
  keys: [key],
  isNative: true,
  keysOnly: true,
  run: () => {},
}))
