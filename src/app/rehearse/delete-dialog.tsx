import Button from '@cloudscape-design/components/button'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Rehearsal } from '../../api/rehearsals.ts'
import { useService } from '../data/service.ts'
import { useZone } from '../state/zone.ts'
import { Dialog } from '../ui/dialog.tsx'
import { formatSize } from '../ui/time.ts'
import { tellTrouble } from '../ui/toasts.tsx'
import { titleOf } from './words.ts'

interface DeleteDialogProps {
  readonly rehearsal: Rehearsal
  readonly close: () => void
  readonly onDeleted: () => void
}

/** Asks before a kept rehearsal goes, and says how it could be had again. */
export function DeleteDialog({ rehearsal, close, onDeleted }: DeleteDialogProps) {
  const service = useService()
  const client = useQueryClient()
  const zone = useZone()
  const { id, figures, pipelineId } = rehearsal
  const remove = useMutation({
    mutationFn: () => service.DeleteRehearsal({ rehearsalId: id }),
    onSuccess() {
      onDeleted()
      void client.invalidateQueries({ queryKey: ['rehearsals', pipelineId, 'list'] })
    },
    onError: tellTrouble('It was not deleted'),
  })
  return (
    <Dialog
      header={`Delete ${titleOf(rehearsal, zone)}?`}
      close={close}
      actions={
        <Button variant="primary" loading={remove.isPending} onClick={() => remove.mutate()}>
          Delete it
        </Button>
      }
    >
      {figures
        ? `Its ${figures.runs.toLocaleString('en-US')} runs and what came of them go, ${formatSize(figures.size)} on disk. `
        : 'It goes from the list. '}
      The same definition, stretch of time, scenario and seed {rehearsal.seed} would give the same again.
    </Dialog>
  )
}
