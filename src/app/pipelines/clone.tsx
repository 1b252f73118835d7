import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Select from '@cloudscape-design/components/select'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { SavedVersion } from '../../api/versions.ts'
import { useService } from '../data/service.ts'
import { savedVersionsQuery } from '../data/versions.ts'
import { useZone } from '../state/zone.ts'
import { formatTimeWithZone } from '../ui/time.ts'
import { type DialogProps, namesOf, useAct } from './acting.tsx'
import { Frame } from './frame.tsx'

/** A new pipeline like another: of which definition, and with how much of its schedule. */
export function Clone({ about, close }: DialogProps) {
  const [one] = about
  const [name, setName] = useState(`${one?.name ?? ''} copy`)
  const [which, setWhich] = useState('latest')
  const [chosen, setChosen] = useState<string>()
  const [schedule, setSchedule] = useState('keep')
  const navigate = useNavigate()
  const zone = useZone()
  const { data: saved } = useQuery(savedVersionsQuery(useService(), one?.id ?? ''))
  const earlier = saved?.versions.map(version => optionOf(version, time => formatTimeWithZone(time, zone))) ?? []
  const [newest] = earlier
  const version = which === 'active' ? 'active' : which === 'earlier' ? (chosen ?? newest?.value) : undefined
  const { act, busy, trouble } = useAct(about, close, async (service, { id }) => {
    const { pipelineId } = await service.ClonePipeline({
      pipelineId: id,
      name: name.trim(),
      schedule: schedule === 'period' ? 'period' : 'keep',
      ...(version !== undefined && { version }),
    })
    void navigate({ to: '/pipelines/$pipelineId/design', params: { pipelineId } })
  })
  const active = one?.active
  const scheduled = one?.period !== undefined && one.scheduleType !== 'ondemand'
  return (
    <Frame
      title={`Clone ${namesOf(about)}`}
      action="Clone"
      busy={busy}
      disabled={name.trim() === ''}
      close={() => close(false)}
      onAction={() => act(`${name.trim()} was created; it is PENDING until you activate it.`)}
    >
      <FormField label="Name of the copy">
        <Input value={name} onChange={({ detail }) => setName(detail.value.slice(0, 1024))} autoFocus />
      </FormField>
      <FormField label="Definition">
        <RadioGroup
          value={which}
          onChange={({ detail }) => setWhich(detail.value)}
          items={[
            {
              value: 'latest',
              label: 'The latest',
              description: 'The draft as it stands, with its comments and the places of its cards.',
            },
            {
              value: 'active',
              label: active === undefined ? 'The active one' : `The active one, version ${active} of the service`,
              description:
                active === undefined
                  ? 'It was never activated, so there is none.'
                  : 'What new runs take now; edits since then are left out.',
              disabled: active === undefined,
            },
            {
              value: 'earlier',
              label: 'An earlier version',
              description: `${earlier.length === 1 ? '1 is' : `${earlier.length} are`} kept on this machine.`,
              disabled: earlier.length === 0,
            },
          ]}
        />
      </FormField>
      {which === 'earlier' && (
        <FormField label="Version">
          <Select
            selectedOption={earlier.find(option => option.value === (chosen ?? newest?.value)) ?? null}
            options={earlier}
            onChange={({ detail }) => setChosen(detail.selectedOption.value)}
          />
        </FormField>
      )}
      {scheduled && (
        <FormField label="Schedule">
          <RadioGroup
            value={schedule}
            onChange={({ detail }) => setSchedule(detail.value)}
            items={[
              { value: 'keep', label: 'Keep it whole', description: 'With its start and its end.' },
              {
                value: 'period',
                label: 'Only its period, as the AWS console did',
                description: 'The copy starts when it is first activated, and has no end.',
              },
            ]}
          />
        </FormField>
      )}
      <p className="pw-quiet" style={{ margin: 0 }}>
        The copy is PENDING: it has no runs, no tags, and nothing starts until you activate it.
      </p>
      {trouble}
    </Frame>
  )
}

const optionOf = ({ number, name, says, updatedAt }: SavedVersion, when: (time: number) => string) => ({
  value: String(number),
  label: name ? `${number}: ${name}` : `Version ${number}`,
  description: `${when(updatedAt)}. ${says}`,
})
