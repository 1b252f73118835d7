import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Rehearsal, RehearsalResult } from '../../api/rehearsals.ts'
import { useService } from '../data/service.ts'
import { useZone } from '../state/zone.ts'
import { Glyph } from '../ui/glyphs.tsx'
import { save } from '../ui/save-file.ts'
import { formatDuration, zoneName } from '../ui/time.ts'
import { tellTrouble } from '../ui/toasts.tsx'
import { againSearch } from './again.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { caseFile, scenarioFile } from './export.ts'
import { stretchWords, titleOf } from './words.ts'

interface BannerProps {
  readonly rehearsal: Rehearsal
  readonly result: RehearsalResult | undefined
  readonly isRun: boolean
}

/** Says that all below was rehearsed, which rehearsal it is, and what one can do with it. */
export function Banner({ rehearsal, result, isRun }: BannerProps) {
  const zone = useZone()
  const navigate = useNavigate()
  const { id: rehearsalId, pipelineId, seed, figures } = rehearsal
  const title = titleOf(rehearsal, zone)
  return (
    <section className="pw-rehearsal-banner" aria-label="Rehearsal">
      <span className="pw-rehearsal-mark">
        <Glyph name="rehearse" size={18} />
        Rehearsal
      </span>
      <div className="pw-rehearsal-name">
        {isRun ? (
          <Link
            className="pw-link pw-cut"
            to="/pipelines/$pipelineId/rehearsals/$rehearsalId"
            params={{ pipelineId, rehearsalId }}
          >
            {title}
          </Link>
        ) : (
          <Name rehearsal={rehearsal} title={title} />
        )}
        <span className="pw-note pw-number">
          {stretchWords(rehearsal, zone)} {zoneName(zone, rehearsal.from)} · seed {seed}
          {figures && ` · played in ${formatDuration(figures.tookMs)}`} · nothing really ran
        </span>
      </div>
      <div className="pw-row">
        {result && (
          <ButtonDropdown
            items={[
              { id: 'scenario', text: 'Scenario', description: 'for pipewright simulate --scenario' },
              { id: 'case', text: 'Test case for CI', description: 'scenario and what came of it, for --case' },
            ]}
            onItemClick={({ detail }) => {
              const file = detail.id === 'case' ? caseFile(rehearsal, result) : scenarioFile(rehearsal)
              save(file.name, file.text)
            }}
          >
            Export
          </ButtonDropdown>
        )}
        <Button
          onClick={() =>
            void navigate({
              to: '/pipelines/$pipelineId/rehearsals',
              params: { pipelineId },
              search: againSearch(rehearsal),
            })
          }
        >
          Rehearse again…
        </Button>
        {!isRun && <Delete rehearsal={rehearsal} />}
      </div>
    </section>
  )
}

function Name({ rehearsal, title }: { readonly rehearsal: Rehearsal; readonly title: string }) {
  const service = useService()
  const client = useQueryClient()
  const [text, setText] = useState<string>()
  const rename = useMutation({
    mutationFn: (name: string) => service.NameRehearsal({ rehearsalId: rehearsal.id, name }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['rehearsals'] }),
    onError: tellTrouble('It was not named'),
  })
  const leave = (keep: boolean) => {
    if (keep && text !== undefined && text !== (rehearsal.name ?? '')) rename.mutate(text)
    setText(undefined)
  }
  return text === undefined ? (
    <span className="pw-status">
      <h1 className="pw-cut">{title}</h1>
      <button
        type="button"
        className="pw-icon-button"
        aria-label="Rename this rehearsal"
        title="Rename"
        onClick={() => setText(rehearsal.name ?? '')}
      >
        <Glyph name="edit" size={15} />
      </button>
    </span>
  ) : (
    <input
      className="pw-entry"
      // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed.
      autoFocus
      aria-label="Name of this rehearsal"
      maxLength={200}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onBlur={() => leave(true)}
      onKeyDown={({ key }) => {
        if (key === 'Enter') leave(true)
        else if (key === 'Escape') leave(false)
      }}
    />
  )
}

function Delete({ rehearsal }: { readonly rehearsal: Rehearsal }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [asked, setAsked] = useState(false)
  const { id, pipelineId } = rehearsal
  const leave = async () => {
    await navigate({
      to: '/pipelines/$pipelineId/rehearsals',
      params: { pipelineId },
      search: againSearch(rehearsal),
    })
    client.removeQueries({ queryKey: ['rehearsals', pipelineId, 'one', id] })
  }
  return (
    <>
      <Button iconName="remove" variant="icon" ariaLabel="Delete this rehearsal…" onClick={() => setAsked(true)} />
      {asked && <DeleteDialog rehearsal={rehearsal} close={() => setAsked(false)} onDeleted={() => void leave()} />}
    </>
  )
}
