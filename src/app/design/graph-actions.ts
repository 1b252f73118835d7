import type { Action } from '../state/actions.ts'
import { chooseActions } from './choose-actions.ts'
import { editActions } from './edit-actions.ts'
import type { Hands } from './hands.ts'
import { moveActions } from './move-actions.ts'
import { partActions } from './part-actions.ts'
import { zoomActions } from './zoom-actions.ts'

/** All that can be done to the graph, without a mouse too. */
export const graphActions = (hands: Hands): readonly Action[] => [
  ...editActions(hands),
  ...chooseActions(hands),
  ...moveActions(hands),
  ...partActions(hands),
  ...zoomActions(hands),
]
