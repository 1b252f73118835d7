import Alert from '@cloudscape-design/components/alert'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { StudioService } from '../../api/client.ts'
import type { PipelineSummary } from '../../api/workspace.ts'
import { useService } from '../data/service.ts'
import { StatusMark } from '../ui/status.tsx'
import { tell } from '../ui/toasts.tsx'
import { Frame } from './frame.tsx'
import { TagsDialog } from './tags.tsx'

interface DialogProps {
  readonly about: readonly PipelineSummary[]
  /** Closes; `done` when something was really done. */
  readonly close: (done: boolean) => void
}

/** The dialog for a named action on some pipelines. */
export function Dialogs({ what, about, close }: DialogProps & { readonly what: string }) {
  const [one] = about
  if (!one) return null
  if (what === 'activate') return <GoToLaunch pipelineId={one.id} close={close} />
  if (what === 'deactivate') return <Deactivate about={about} close={close} />
  if (what === 'clone') return <Clone about={about} close={close} />
  if (what === 'tags') return <TagsDialog pipeline={one} close={close} />
  if (what === 'delete') return <Delete about={about} close={close} />
  return null
}

/** Activation has a page of its own: values, cost and what will run belong before it. */
function GoToLaunch({ pipelineId, close }: { readonly pipelineId: string; readonly close: (done: boolean) => void }) {
  const navigate = useNavigate()
  useEffect(() => {
    close(false)
    void navigate({ to: '/pipelines/$pipelineId/launch', params: { pipelineId } })
  }, [navigate, pipelineId, close])
  return null
}

function Deactivate({ about, close }: DialogProps) {
  const [how, setHow] = useState('cancel')
  const { act, busy, trouble } = useAct(about, close, (service, { id }) =>
    service.DeactivatePipeline({ pipelineId: id, cancelActive: how === 'cancel' }),
  )
  return (
    <Frame
      title={`Deactivate ${namesOf(about)}?`}
      action="Deactivate"
      busy={busy}
      close={() => close(false)}
      onAction={() => act(`${namesOf(about)} is being deactivated.`)}
    >
      <p>It starts no more runs until you activate it again. Its definition and its history stay.</p>
      <FormField label="What runs now">
        <RadioGroup
          value={how}
          onChange={({ detail }) => setHow(detail.value)}
          items={[
            { value: 'cancel', label: 'Cancel it now', description: 'Running attempts end as canceled.' },
            {
              value: 'wait',
              label: 'Let it finish',
              description: 'Deactivating lasts until the last attempt is over.',
            },
          ]}
        />
      </FormField>
      {trouble}
    </Frame>
  )
}

function Clone({ about, close }: DialogProps) {
  const [one] = about
  const [name, setName] = useState(`${one?.name ?? ''} copy`)
  const navigate = useNavigate()
  const { act, busy, trouble } = useAct(about, close, async (service, { id }) => {
    const { pipelineId } = await service.ClonePipeline({ pipelineId: id, name: name.trim() })
    void navigate({ to: '/pipelines/$pipelineId/design', params: { pipelineId } })
  })
  return (
    <Frame
      title={`Clone ${namesOf(about)}`}
      action="Clone"
      busy={busy}
      disabled={name.trim() === ''}
      close={() => close(false)}
      onAction={() => act(`${name.trim()} was created; it is pending until you launch it.`)}
    >
      <p>
        The copy gets the latest definition, with its comments and the places of its cards. It has no runs and is not
        active.
      </p>
      <FormField label="Name of the copy">
        <Input value={name} onChange={({ detail }) => setName(detail.value)} autoFocus />
      </FormField>
      {trouble}
    </Frame>
  )
}

function Delete({ about, close }: DialogProps) {
  const [typed, setTyped] = useState('')
  const { act, busy, trouble } = useAct(about, close, (service, { id }) => service.DeletePipeline({ pipelineId: id }))
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
      onAction={() => act(`${namesOf(about)} was deleted.`)}
    >
      <Alert type="warning" header="This cannot be undone">
        The definition, its draft, its versions and the history of {runs === 1 ? '1 run' : `${runs} runs`} go. Files in
        storage, logs among them, stay. {active.length > 0 && 'What runs now is canceled. '}
        To keep a copy, export the definition first.
      </Alert>
      <ul className="pw-dialog-list">
        {about.map(one => (
          <li key={one.id}>
            <b>{one.name}</b> <span className="pw-quiet">{one.id}</span> <StatusMark status={one.state} />
          </li>
        ))}
      </ul>
      <FormField label={`Type "${word}" to confirm`}>
        <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} placeholder={word} autoFocus />
      </FormField>
      {trouble}
    </Frame>
  )
}

/** Does one thing to each pipeline, in turn; what failed is said in the dialog, which then stays. */
function useAct(
  about: readonly PipelineSummary[],
  close: (done: boolean) => void,
  each: (service: StudioService, one: PipelineSummary) => Promise<unknown>,
) {
  const service = useService()
  const client = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (_: string) => {
      for (const one of about) await each(service, one)
    },
    onSuccess: (_, said) => {
      tell(said)
      close(true)
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['pipelines'] }),
  })
  return { act: mutate, busy: isPending, trouble: error && <Alert type="error">{error.message}</Alert> }
}

const namesOf = (about: readonly PipelineSummary[]) =>
  about.length === 1 ? (about[0]?.name ?? '') : `${about.length} pipelines`
