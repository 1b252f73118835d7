import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useService } from '../data/service.ts'
import { save } from '../ui/save-file.ts'
import { StatusMark } from '../ui/status.tsx'
import { tell, tellTrouble } from '../ui/toasts.tsx'
import { type DialogProps, namesOf, useAct } from './acting.tsx'
import { Frame } from './frame.tsx'

/** Deletes for good, when its name was typed; what would be lost can be saved before. */
export function Delete({ about, close }: DialogProps) {
  const service = useService()
  const [typed, setTyped] = useState('')
  const { act, busy, trouble } = useAct(about, close, (service, { id }) => service.DeletePipeline({ pipelineId: id }))
  const keep = useMutation({
    mutationFn: async () => {
      for (const { id } of about) {
        const { name, text } = await service.ExportBundle({ pipelineId: id })
        save(name, text)
      }
    },
    onSuccess: () => tell(about.length === 1 ? 'The bundle was saved.' : `${about.length} bundles were saved.`),
    onError: tellTrouble('Nothing was saved'),
  })
  const word = about.length === 1 ? (about[0]?.name ?? '') : `delete ${about.length} pipelines`
  const runs = about.reduce((sum, one) => sum + Object.values(one.runs).reduce((a, b) => a + b, 0), 0)
  const active = about.filter(one => one.state === 'SCHEDULED')
  return (
    <Frame
      title={`Delete ${namesOf(about)}?`}
      action="Delete for good"
      busy={busy}
      disabled={typed !== word}
      close={() => close(false)}
      onAction={() => act(`${namesOf(about)} ${about.length === 1 ? 'was' : 'were'} deleted.`)}
    >
      <Alert type="warning" header="This cannot be undone">
        The definition, its draft, its versions and the history of {runs === 1 ? '1 run' : `${runs} runs`} go. Files in
        storage, logs among them, stay. {active.length > 0 && 'What runs now is canceled.'}
      </Alert>
      <ul className="pw-dialog-list">
        {about.map(one => (
          <li key={one.id}>
            <b>{one.name}</b> <span className="pw-quiet">{one.id}</span> <StatusMark status={one.state} />
          </li>
        ))}
      </ul>
      <div className="pw-keep">
        <span>
          <b>Keep a copy</b>
          <small>Draft, versions, runs, instances and attempts in one JSON file, without secrets.</small>
        </span>
        <Button iconName="download" loading={keep.isPending} onClick={() => keep.mutate()}>
          {about.length === 1 ? 'Save a bundle first' : `Save ${about.length} bundles first`}
        </Button>
      </div>
      <FormField label={`Type "${word}" to confirm`}>
        <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} placeholder={word} autoFocus />
      </FormField>
      {trouble}
    </Frame>
  )
}
