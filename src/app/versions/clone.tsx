import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Definition } from '../../core/definition/model.ts'
import { takeBackRefused } from '../../core/versions/become.ts'
import { pipelinesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { useSession } from '../state/session.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Trouble } from '../ui/kit.tsx'
import { tell } from '../ui/toasts.tsx'

interface CloneProps {
  readonly active: Definition
  readonly refused: number
  readonly close: () => void
}

/** A new pipeline with all that the draft says, since the active one cannot have it. */
export function CloneAndApply({ active, refused, close }: CloneProps) {
  const { pipelineId, editor, saver } = useSession()
  const service = useService()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data } = useQuery(pipelinesQuery(service))
  const own = data?.find(one => one.id === pipelineId)?.name ?? pipelineId
  const [name, setName] = useState(`${own} changed`)
  const [mend, setMend] = useState(true)
  const clone = useMutation({
    mutationFn: async () => {
      await saver.flush()
      const made = await service.ClonePipeline({ pipelineId, name: name.trim() })
      if (mend) {
        editor.getState().run(takeBackRefused(active))
        await saver.flush()
      }
      return made.pipelineId
    },
    onSuccess: async made => {
      tell(`${name.trim()} has all changes; it is pending until you launch it`)
      await client.invalidateQueries({ queryKey: ['pipelines'] })
      await navigate({ to: '/pipelines/$pipelineId/design', params: { pipelineId: made } })
    },
  })
  return (
    <Dialog
      header="Clone and apply"
      close={close}
      actions={
        <Button
          variant="primary"
          loading={clone.isPending}
          disabled={name.trim() === ''}
          onClick={() => clone.mutate()}
        >
          Clone and open it
        </Button>
      }
    >
      <div className="pw-clone">
        <p>
          The clone is a new pipeline with everything that this draft says,{' '}
          {refused === 1 ? 'the change' : 'the changes'} that the service would refuse here among them. {own} goes on as
          it was activated. Nothing of the clone runs until you launch it.
        </p>
        <FormField label="Name of the clone">
          <Input value={name} onChange={({ detail }) => setName(detail.value)} autoFocus />
        </FormField>
        <Checkbox checked={mend} onChange={({ detail }) => setMend(detail.checked)}>
          Take back here what is refused, as one step that can be undone
        </Checkbox>
        {clone.error && <Trouble what="The pipeline was not cloned" error={clone.error} />}
      </div>
    </Dialog>
  )
}
