import '../ui/controls.css'
import './create.css'
import Button from '@cloudscape-design/components/button'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import type { Definition } from '../../core/definition/model.ts'
import { read } from '../../core/definition/text.ts'
import { examplesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import type { Given } from '../parameters/values.ts'
import { useAddress } from '../state/address.ts'
import { type Handed, takeHanded } from '../state/handed.ts'
import { textInLink } from '../state/link.ts'
import { Page } from '../ui/kit.tsx'
import { tellTrouble } from '../ui/toasts.tsx'
import { AwsSource } from './aws-source.tsx'
import { blankText } from './blank.ts'
import { type Choices, choicesFound, defaultRoles, type Roles, withChoices } from './choices.ts'
import { type Next, useCreate } from './creating.ts'
import { ExampleSource } from './example-source.tsx'
import { ImportSource } from './import-source.tsx'
import { ParametersCard } from './parameters-card.tsx'
import { LogsCard, RolesCard } from './place-cards.tsx'
import { ScheduleCard } from './schedule-card.tsx'
import { type ScheduleChoice, scheduleProblem } from './schedule-choice.ts'
import { Summary } from './summary.tsx'
import { TagsCard, tagsProblem } from './tags-card.tsx'
import { TemplateSource } from './template-source.tsx'
import { templates } from './templates/list.ts'
import { useTold } from './use-told.ts'

const sources = [
  { id: 'template', text: 'Template' },
  { id: 'import', text: 'Import a definition' },
  { id: 'aws', text: 'From AWS' },
  { id: 'example', text: 'Example' },
  { id: 'blank', text: 'Empty canvas' },
] as const

/** What was decided besides the text, by what it was decided for: another template begins anew. */
interface Decided {
  readonly of: string
  readonly schedule?: ScheduleChoice
  readonly logs?: { readonly on: boolean; readonly uri: string }
  readonly roles?: { readonly custom: boolean; readonly roles: Roles }
  readonly given: Given
}

/** All ways to a new pipeline on one page. None of them runs anything. */
export function CreatePage() {
  const [address, change] = useAddress()
  const navigate = useNavigate()
  const { create, busy } = useCreate()
  const examples = useQuery(examplesQuery(useService())).data ?? []
  const imported = useImported()
  const from = sources.find(one => one.id === address.from)?.id ?? (imported.origin ? 'import' : 'template')
  const template = templates.find(one => one.name === address.template) ?? templates[0]
  const example = examples.find(one => one.name === address.example) ?? examples[0]
  const [named, setNamed] = useState<string>()
  const [description, setDescription] = useState('')
  const [tags, setTags] = useState<readonly { key: string; value: string }[]>([])
  const [repaired, setRepaired] = useState(true)
  const [held, setHeld] = useState<Decided>({ of: '', given: {} })

  const text =
    from === 'template'
      ? template?.text
      : from === 'blank'
        ? blankText
        : from === 'import' && imported.told
          ? repaired
            ? imported.told.mended
            : imported.told.asItIs
          : undefined
  const definition = useMemo(() => {
    if (from === 'import') return imported.told?.definition
    return text === undefined ? undefined : read(text).definition
  }, [from, imported.told, text])
  const found = useMemo(() => definition && choicesFound(definition), [definition])
  const of = from === 'template' ? `template ${template?.name}` : from
  const decided: Decided = held.of === of ? held : { of, given: {} }
  const decide = (more: Partial<Decided>) => setHeld({ ...decided, ...more })

  const own = from === 'template' || from === 'blank'
  const schedule =
    decided.schedule ??
    (found && 'choice' in found.schedule ? found.schedule.choice : own ? { kind: 'once' } : undefined)
  const logs = decided.logs ?? { on: from === 'template' || (found?.logUri ?? '') !== '', uri: found?.logUri ?? '' }
  const roles = decided.roles ?? {
    custom:
      found !== undefined &&
      (found.roles.role !== defaultRoles.role || found.roles.resourceRole !== defaultRoles.resourceRole),
    roles: found?.roles ?? defaultRoles,
  }
  const name =
    named ??
    (from === 'example'
      ? (example?.title ?? '')
      : from === 'template'
        ? (template?.name ?? '')
        : from === 'import'
          ? (address.name ?? imported.file?.replace(/\.[a-z]+$/i, '') ?? '')
          : '')
  const logsProblem =
    logs.on && !/^(s3:\/\/[^/]|#\{)/.test(logs.uri)
      ? logs.uri === ''
        ? 'Say where logs go, or disable logging.'
        : 'A location in S3 begins with s3:// and a bucket.'
      : undefined
  const problems = [
    name.trim() === '' && 'Give the pipeline a name.',
    from === 'import' && !saysSomething(definition) && 'Bring a definition: a file, a text, or one from S3.',
    definition && schedule && scheduleProblem(schedule),
    definition && (own || decided.logs) && logsProblem,
    definition &&
      roles.custom &&
      decided.roles &&
      Object.values(roles.roles).some(role => role.trim() === '') &&
      'Name both roles.',
    tagsProblem(tags),
  ].filter(problem => typeof problem === 'string')

  const reading = from === 'import' && imported.busy
  const go = (next: Next) => {
    const about = { name: name.trim(), description: description.trim(), tags, next }
    if (from === 'example') {
      if (example) create({ ...about, source: { example: example.name } })
    } else if (text !== undefined) {
      const choices: Choices = {
        values: decided.given,
        ...((own || decided.schedule) && schedule && { schedule }),
        ...((own || decided.logs) && { logUri: logs.on ? logs.uri : '' }),
        ...(decided.roles && { roles: roles.roles }),
      }
      create({ ...about, source: { text: withChoices(text, choices) } })
    }
  }

  return (
    <Page
      title="Create a pipeline"
      about="Nothing runs until it is activated on the launch page, which shows commands and cost first."
    >
      <div className="pw-create" data-alone={from === 'aws'}>
        <div>
          <SegmentedControl
            label="What it begins with"
            options={[...sources]}
            selectedId={from}
            onChange={({ detail }) => change({ from: detail.selectedId, q: undefined }, 'push')}
          />
          {from === 'aws' ? (
            <AwsSource />
          ) : (
            <>
              <section className="pw-panel" aria-labelledby="create-pipeline">
                <header>
                  <h2 id="create-pipeline">Pipeline</h2>
                </header>
                <div className="pw-panel-body">
                  <div className="pw-create-grid">
                    <label htmlFor="create-name">Name</label>
                    <input
                      id="create-name"
                      className="pw-entry"
                      maxLength={1024}
                      placeholder="nightly-orders-load"
                      value={name}
                      onChange={event => setNamed(event.target.value)}
                    />
                    {from !== 'example' && (
                      <>
                        <label htmlFor="create-description">Description</label>
                        <input
                          id="create-description"
                          className="pw-entry"
                          maxLength={1024}
                          placeholder="Optional"
                          value={description}
                          onChange={event => setDescription(event.target.value)}
                        />
                      </>
                    )}
                  </div>
                </div>
              </section>
              {from !== 'blank' && (
                <section className="pw-panel" aria-label="Source">
                  <div className="pw-panel-body">
                    {from === 'template' && template && (
                      <TemplateSource
                        templates={templates}
                        chosen={template}
                        choose={chosen => change({ template: chosen })}
                      />
                    )}
                    {from === 'import' && <ImportSource {...imported} repaired={repaired} setRepaired={setRepaired} />}
                    {from === 'example' && example && (
                      <ExampleSource
                        examples={examples}
                        chosen={example}
                        choose={chosen => change({ example: chosen })}
                      />
                    )}
                  </div>
                </section>
              )}
              {saysSomething(definition) && found && (
                <>
                  {definition.parameters.length > 0 && (
                    <ParametersCard definition={definition} given={decided.given} set={given => decide({ given })} />
                  )}
                  <ScheduleCard
                    found={found.schedule}
                    choice={schedule}
                    choose={chosen => decide({ schedule: chosen })}
                  />
                  <LogsCard
                    {...logs}
                    problem={decided.logs ? logsProblem : undefined}
                    set={(on, uri) => decide({ logs: { on, uri } })}
                  />
                  <RolesCard {...roles} set={(custom, next) => decide({ roles: { custom, roles: next } })} />
                  <TagsCard tags={tags} set={setTags} />
                </>
              )}
            </>
          )}
        </div>
        {from !== 'aws' && (
          <Summary
            name={name}
            definition={definition}
            schedule={schedule}
            found={found?.schedule}
            logs={logs}
            roles={roles.roles}
            tags={tags.length}
            problems={problems}
            actions={
              <>
                <Button
                  fullWidth
                  variant="primary"
                  loading={busy}
                  disabled={problems.length > 0}
                  onClick={() => go('launch')}
                >
                  Activate…
                </Button>
                <Button fullWidth disabled={busy || reading || problems.length > 0} onClick={() => go('design')}>
                  Edit in the designer
                </Button>
                <Button fullWidth disabled={busy || reading || problems.length > 0} onClick={() => go('list')}>
                  Create
                </Button>
                <Button fullWidth variant="link" onClick={() => void navigate({ to: '/' })}>
                  Cancel
                </Button>
              </>
            }
          />
        )}
      </div>
    </Page>
  )
}

/** Whether a text holds any part of a definition; parameters or values alone are one. */
const saysSomething = (definition: Definition | undefined): definition is Definition =>
  definition !== undefined && definition.objects.length + definition.parameters.length + definition.values.length > 0

/** The text that is imported, where it came from, and what it was read as. */
function useImported() {
  const [address] = useAddress()
  const hash = useRouterState({ select: state => state.location.hash })
  const said = useRouterState({ select: state => (state.location.search as { import?: unknown }).import })
  const linked = linkedText(said) ?? (hash.startsWith('import=') ? hash.slice('import='.length) : undefined)
  const [{ text, file }, setText] = useState<Handed>(() => takeHanded() ?? { text: '' })
  const [origin, setOrigin] = useState<string>()
  useEffect(() => {
    if (linked === undefined) return
    textInLink(linked).then(given => {
      setText({ text: given, ...(address.name && { file: address.name }) })
      setOrigin('This text came with the link. It was only read: nothing has been made of it, and nothing has run.')
    }, tellTrouble('The link could not be read'))
  }, [linked, address.name])
  const { told, busy } = useTold(text)
  const set = (next: Handed) => {
    setOrigin(undefined)
    setText(next)
  }
  return { text, file, setText: set, origin, told, busy }
}

/** The router reads JSON in an address as what it says; it is wanted as text. */
const linkedText = (said: unknown): string | undefined =>
  said === undefined || said === '' ? undefined : typeof said === 'string' ? said : JSON.stringify(said, undefined, 2)
