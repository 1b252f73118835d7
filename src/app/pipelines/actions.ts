import type { PipelineSummary } from '../../api/pipelines.ts'

const inactive: ReadonlySet<PipelineSummary['state']> = new Set(['PENDING', 'INACTIVE', 'FINISHED', 'DELETING'])

/** Whether there is something to deactivate. */
export const isActive = ({ state }: PipelineSummary): boolean => !inactive.has(state)

/** What can be done with the ticked pipelines; what cannot says why. */
export function actionsFor(chosen: readonly PipelineSummary[]) {
  const single = chosen.length === 1
  const active = chosen.filter(isActive)
  return [
    { id: 'activate', text: 'Activate…' },
    {
      id: 'deactivate',
      text: 'Deactivate…',
      disabled: active.length === 0,
      disabledReason: single ? 'It is not active.' : 'None of these is active.',
    },
    { id: 'clone', text: 'Clone…', disabled: !single, disabledReason: 'Tick one pipeline.' },
    { id: 'export', text: 'Export…' },
    { id: 'tags', text: 'Edit tags…', disabled: !single, disabledReason: 'Tick one pipeline.' },
    { id: 'delete', text: 'Delete…' },
  ]
}
