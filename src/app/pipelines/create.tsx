import FormField from '@cloudscape-design/components/form-field'
import Modal from '@cloudscape-design/components/modal'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { examplesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { Trouble, Waiting } from '../ui/kit.tsx'
import { blanks, blankText } from './blank.ts'
import { useCreateFromExample, useCreateFromText } from './creating.ts'
import { Footer, NameField } from './fields.tsx'
import { type Given, ImportForm } from './import.tsx'
import { templates } from './templates.ts'

const ways = [
  { id: 'example', text: 'From an example' },
  { id: 'template', text: 'From a template' },
  { id: 'import', text: 'Import' },
  { id: 'blank', text: 'Empty' },
]

interface CreateProps {
  readonly how: string
  /** A text that was dropped or pasted already. */
  readonly given?: Given
  readonly choose: (how: string) => void
  readonly close: () => void
}

/** All ways to a new pipeline. None of them runs anything. */
export const CreateDialog = ({ how, given, choose, close }: CreateProps) => (
  <Modal visible size="large" header="Create a pipeline" onDismiss={close} closeAriaLabel="Close">
    <div className="pw-stack">
      <SegmentedControl
        label="How to create it"
        options={ways}
        selectedId={how}
        onChange={({ detail }) => choose(detail.selectedId)}
      />
      {how === 'example' && <FromExample close={close} />}
      {how === 'template' && <FromTemplate close={close} />}
      {how === 'import' && <ImportForm close={close} {...(given && { given })} />}
      {how === 'blank' && <FromNothing close={close} />}
    </div>
  </Modal>
)

function FromExample({ close }: { readonly close: () => void }) {
  const { data, error } = useQuery(examplesQuery(useService()))
  const [chosen, setChosen] = useState<string>()
  const [name, setName] = useState<string>()
  const { make, busy } = useCreateFromExample()
  if (error) return <Trouble what="The examples could not be listed" error={error} />
  if (!data) return <Waiting what="Listing the examples" />
  const example = data.find(one => one.name === chosen) ?? data[0]
  if (!example) return <p>This server has no examples.</p>
  return (
    <>
      <div className="pw-choices" role="radiogroup" aria-label="Example">
        {data.map(one => (
          <label key={one.name} className="pw-choice" data-chosen={one === example}>
            <span>
              <b style={{ color: 'var(--pw-text)' }}>{one.title}</b>
              {one.summary}
              {one.needs.length > 0 && ` Needs ${one.needs.join(', ')}.`}
            </span>
            <input type="radio" name="example" checked={one === example} onChange={() => setChosen(one.name)} />
          </label>
        ))}
      </div>
      <NameField name={name ?? example.name} setName={setName} />
      <Footer
        close={close}
        busy={busy}
        action="Create and go to launch"
        disabled={(name ?? example.name).trim() === ''}
        onAction={() => make(example.name, (name ?? example.name).trim())}
      />
    </>
  )
}

function FromTemplate({ close }: { readonly close: () => void }) {
  const [chosen, setChosen] = useState(templates[0]?.name)
  const [name, setName] = useState<string>()
  const { make, busy } = useCreateFromText()
  const template = templates.find(one => one.name === chosen)
  if (!template) return null
  const called = (name ?? template.name).trim()
  return (
    <>
      <div className="pw-templates">
        {[...Map.groupBy(templates, one => one.group)].map(([group, members]) => (
          <fieldset key={group}>
            <legend>{group}</legend>
            {members.map(one => (
              <label key={one.name} className="pw-template" data-chosen={one === template}>
                <input type="radio" name="template" checked={one === template} onChange={() => setChosen(one.name)} />
                <span>
                  <b>{one.title}</b>
                  <small>{one.about}</small>
                </span>
              </label>
            ))}
          </fieldset>
        ))}
      </div>
      <NameField name={name ?? template.name} setName={setName} />
      <Footer
        close={close}
        busy={busy}
        action="Create and open the designer"
        disabled={called === ''}
        onAction={() => make({ name: called, text: template.text, description: template.title })}
      />
    </>
  )
}

function FromNothing({ close }: { readonly close: () => void }) {
  const [name, setName] = useState('')
  const [value, setValue] = useState<string>(blanks[0].value)
  const { make, busy } = useCreateFromText()
  return (
    <>
      <NameField name={name} setName={setName} />
      <FormField label="When it runs" description="All of this can be changed in the designer.">
        <RadioGroup value={value} items={[...blanks]} onChange={({ detail }) => setValue(detail.value)} />
      </FormField>
      <Footer
        close={close}
        busy={busy}
        action="Create and open the designer"
        disabled={name.trim() === ''}
        onAction={() => make({ name: name.trim(), text: blankText(value) })}
      />
    </>
  )
}
