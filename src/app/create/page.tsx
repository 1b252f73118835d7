import './create.css'
import Button from '@cloudscape-design/components/button'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { Tag } from '../../api/connections.ts'
import type { Definition } from '../../core/definition/model.ts'
import { read } from '../../core/definition/text.ts'
import { examplesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { useAddress } from '../state/address.ts'
import { Page } from '../ui/kit.tsx'
import { AwsSource } from './aws-source.tsx'
import { blankText } from './blank.ts'
import { choicesFound, withChoices } from './choices.ts'
import { type Next, useCreate } from './creating.ts'
import { type Decided, settle } from './decided.ts'
import { ExampleSource } from './example-source.tsx'
import { ImportSource } from './import-source.tsx'
import { NameCard } from './name-card.tsx'
import { ParametersCard } from './parameters-card.tsx'
import { LogsCard, RolesCard } from './place-cards.tsx'
import { ScheduleCard } from './schedule-card.tsx'
import { Summary } from './summary.tsx'
import { TagsCard, tagsProblem } from './tags-card.tsx'
import { TemplateSource } from './template-source.tsx'
import { templates } from './templates/list.ts'
import { useImported } from './use-imported.ts'

const sources = [
  { id: 'template', text: 'Template' },
  { id: 'import', text: 'Import a definition' },
  { id: 'aws', text: 'From AWS' },
  { id: 'example', text: 'Example' },
  { id: 'blank', text: 'Empty canvas' },
] as const

/** All ways to a new pipeline on one page. None of them runs anything. */
export function CreatePage() {
  const [address, change] = useAddress()
  const imported = useImported()
  const from = sources.find(one => one.id === address.from)?.id ?? (imported.origin ? 'import' : 'template')
  return (
    <Page
      title="Create a pipeline"
      about="Nothing runs until it is activated on the launch page, which shows commands and cost first."
    >
      <SegmentedControl
        label="What it begins with"
        options={[...sources]}
        selectedId={from}
        onChange={({ detail }) => change({ from: detail.selectedId, q: undefined }, 'push')}
      />
      {from === 'aws' ? <AwsSource /> : <New from={from} imported={imported} />}
    </Page>
  )
}

interface NewProps {
  readonly from: Exclude<(typeof sources)[number]['id'], 'aws'>
  readonly imported: ReturnType<typeof useImported>
}

/** One pipeline to be made: what it begins with, and all that is decided besides. */
function New({ from, imported }: NewProps) {
  const [address, change] = useAddress()
  const navigate = useNavigate()
  const { create, busy } = useCreate()
  const examples = useQuery(examplesQuery(useService())).data ?? []
  const template = templates.find(one => one.name === address.template) ?? templates[0]
  const example = examples.find(one => one.name === address.example) ?? examples[0]
  const [named, setNamed] = useState<string>()
  const [description, setDescription] = useState('')
  const [tags, setTags] = useState<readonly Tag[]>([])
  const [repaired, setRepaired] = useState(true)
  const [held, setHeld] = useState<Decided>({ of: '', given: {} })

  const begins = {
    template: { text: template?.text, name: template?.name },
    blank: { text: blankText, name: '' },
    import: {
      text: repaired ? imported.told?.mended : imported.told?.asItIs,
      name: address.name ?? imported.file?.replace(/\.[a-z]+$/i, ''),
    },
    example: { text: undefined, name: example?.title },
  }[from]
  const { text } = begins
  const told = from === 'import' ? imported.told : undefined
  const definition = useMemo(
    () => told?.definition ?? (text === undefined ? undefined : read(text).definition),
    [told, text],
  )
  const found = useMemo(() => definition && choicesFound(definition), [definition])
  const of = { template: `template ${template?.name}`, import: `import ${imported.file}`, blank: '', example: '' }[from]
  const decided: Decided = held.of === of ? held : { of, given: {} }
  const decide = (more: Partial<Decided>) => setHeld({ ...decided, ...more })
  const settled = settle(from, found, decided)
  const name = named ?? begins.name ?? ''
  const problems = [
    name.trim() === '' ? 'Give the pipeline a name.' : undefined,
    from === 'import' && !saysSomething(definition) ? 'Bring a definition: a file, a text, or one from S3.' : undefined,
    ...settled.problems,
    tagsProblem(tags),
  ].filter(problem => problem !== undefined)
  const blocked = problems.length > 0 || busy || (from === 'import' && imported.busy)

  const go = (next: Next) => {
    const about = { name: name.trim(), description: description.trim(), tags, next }
    if (from === 'example') {
      if (example) create({ ...about, source: { example: example.name } })
    } else if (text !== undefined) create({ ...about, source: { text: withChoices(text, settled.choices) } })
  }

  return (
    <div className="pw-create">
      <div>
        <NameCard
          name={name}
          setName={setNamed}
          description={description}
          {...(from !== 'example' && { setDescription })}
        />
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
                <ExampleSource examples={examples} chosen={example} choose={chosen => change({ example: chosen })} />
              )}
            </div>
          </section>
        )}
        {saysSomething(definition) && found && (
          <>
            {definition.parameters.length > 0 && (
              <ParametersCard definition={definition} given={decided.given} set={given => decide({ given })} />
            )}
            <ScheduleCard found={found.schedule} choice={settled.schedule} choose={schedule => decide({ schedule })} />
            <LogsCard
              {...settled.logs}
              problem={decided.logs ? settled.logsProblem : undefined}
              set={(on, uri) => decide({ logs: { on, uri } })}
            />
            <RolesCard {...settled.roles} set={(custom, roles) => decide({ roles: { custom, roles } })} />
            <TagsCard tags={tags} set={setTags} />
          </>
        )}
      </div>
      <Summary
        name={name}
        definition={definition}
        schedule={settled.schedule}
        found={found?.schedule}
        logs={settled.logs}
        roles={settled.roles.roles}
        tags={tags.length}
        problems={problems}
        actions={
          <>
            <Button fullWidth variant="primary" loading={busy} disabled={blocked} onClick={() => go('launch')}>
              Activate…
            </Button>
            <Button fullWidth disabled={blocked} onClick={() => go('design')}>
              Edit in the designer
            </Button>
            <Button fullWidth disabled={blocked} onClick={() => go('list')}>
              Create
            </Button>
            <Button fullWidth variant="link" onClick={() => void navigate({ to: '/' })}>
              Cancel
            </Button>
          </>
        }
      />
    </div>
  )
}

/** Whether a text holds any part of a definition; parameters or values alone are one. */
const saysSomething = (definition: Definition | undefined): definition is Definition =>
  definition !== undefined && definition.objects.length + definition.parameters.length + definition.values.length > 0
