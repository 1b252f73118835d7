import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useService } from '../data/service.ts'
import { type DialogProps, namesOf, useAct } from './acting.tsx'
import { isActive } from './actions.ts'
import { Frame } from './frame.tsx'

/** Takes pipelines off their schedule: what runs is canceled, or may come to its end. */
export function Deactivate({ about, close }: DialogProps) {
  const service = useService()
  const [how, setHow] = useState('cancel')
  const active = about.filter(isActive)
  const { act, busy, trouble } = useAct(active, close, (service, { id }) =>
    service.DeactivatePipeline({ pipelineId: id, cancelActive: how === 'cancel' }),
  )
  const { data: running } = useQuery({
    queryKey: ['runs', 'all', 'running', active.map(one => one.id)],
    queryFn: async () => {
      const answers = await Promise.all(
        active.map(one =>
          service.ListInstances({ pipelineId: one.id, statuses: ['RUNNING', 'CREATING', 'SHUTTING_DOWN'], limit: 1 }),
        ),
      )
      return answers.reduce((sum, { total }) => sum + total, 0)
    },
  })
  const left = about.length - active.length
  return (
    <Frame
      title={`Deactivate ${namesOf(active)}?`}
      action="Deactivate"
      busy={busy}
      close={() => close(false)}
      onAction={() => act(`${namesOf(active)} ${active.length === 1 ? 'is' : 'are'} being deactivated.`)}
    >
      <p style={{ margin: 0 }}>
        No more runs start until it is activated again. Its definition and its history stay. What only waits is taken
        back, and made again when you go on after the last completed run.
        {left > 0 && ` ${left === 1 ? 'One of those ticked is' : `${left} of those ticked are`} not active already.`}
      </p>
      <FormField
        label={`What runs now${running === undefined ? '' : running === 0 ? ': nothing' : `: ${running === 1 ? '1 instance' : `${running} instances`}`}`}
      >
        <RadioGroup
          value={how}
          onChange={({ detail }) => setHow(detail.value)}
          items={[
            {
              value: 'cancel',
              label: 'Cancel it now',
              description: 'Running attempts end as CANCELED. INACTIVE within moments.',
            },
            {
              value: 'wait',
              label: 'Wait until it finishes',
              description: 'DEACTIVATING until the last attempt is over; only then can it be activated again.',
            },
          ]}
        />
      </FormField>
      {trouble}
    </Frame>
  )
}
