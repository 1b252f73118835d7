import type { RunPart } from '../../api/runs.ts'
import { familyOf } from '../../core/catalog/index.ts'
import { objectById, typeOf } from '../../core/definition/query.ts'
import type { Action } from '../state/actions.ts'
import { derive } from '../state/derived.ts'
import { askForPart } from '../state/part-wish.ts'
import { type Hands, oneAtHand } from './hands.ts'

const parts: readonly { readonly kind: RunPart['kind']; readonly label: string; readonly about: string }[] = [
  { kind: 'only', label: 'Run only this…', about: 'On the outputs of an earlier run' },
  { kind: 'until', label: 'Run up to here…', about: 'With all that it builds on' },
  { kind: 'from', label: 'Run from here on…', about: 'With all that builds on it' },
]

/** Runs of a part of the pipeline, as its text stands. */
export const partActions = (hands: Hands): readonly Action[] =>
  parts.map(({ kind, label, about }) => ({
    id: `run/${kind}`,
    label,
    about,
    group: 'Graph',
    reach: 'graph',
    applies: () => runnableAtHand(hands) !== undefined,
    run() {
      const objectId = runnableAtHand(hands)
      const { saver, pipelineId } = hands.session
      if (objectId !== undefined) void saver.flush().then(() => askForPart({ pipelineId, kind, objectId }))
    },
  }))

/** The activity or data node that is at hand, if it is one. */
function runnableAtHand(hands: Hands): string | undefined {
  const id = oneAtHand(hands)
  if (id === undefined) return undefined
  const { document, whole } = hands.session.editor.getState()
  const { definition } = derive(document, whole)
  const object = objectById(definition, id)
  const family = object && familyOf(typeOf(definition, object) ?? '')
  return family === 'activity' || family === 'dataNode' ? id : undefined
}
