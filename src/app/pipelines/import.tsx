import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Textarea from '@cloudscape-design/components/textarea'
import { type DragEvent, useDeferredValue, useMemo, useRef, useState } from 'react'
import { lineColumn } from '../../core/definition/text.ts'
import { editableText, formats, readDefinition } from '../../core/formats/index.ts'
import { validate } from '../../core/validation/index.ts'
import { countWords } from '../ui/severity.tsx'
import { useCreateFromText } from './creating.ts'
import { Footer, NameField } from './fields.tsx'

/** A definition larger than this is surely something else. */
const mostBytes = 20_000_000

/** A text that came before the dialog was open. */
export interface Given {
  readonly text: string
  readonly file?: string
}

/** Takes a definition from a file, a drop or the clipboard, and says what it is before anything is created. */
export function ImportForm({ close, given }: { readonly close: () => void; readonly given?: Given }) {
  const [text, setText] = useState(given?.text ?? '')
  const [file, setFile] = useState(given?.file)
  const [named, setNamed] = useState<string>()
  const [over, setOver] = useState(false)
  const [trouble, setTrouble] = useState<string>()
  const picker = useRef<HTMLInputElement>(null)
  const { make, busy } = useCreateFromText()
  const settled = useDeferredValue(text)
  const reading = useMemo(() => (settled.trim() === '' ? undefined : readDefinition(settled)), [settled])
  const name = named ?? stemOf(file) ?? ''

  const open = async (given: File | undefined) => {
    if (!given) return
    if (given.size > mostBytes)
      return setTrouble(`${given.name} is larger than 20 MB, so it can hardly be a definition.`)
    setTrouble(undefined)
    setFile(given.name)
    setText(await given.text())
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void open(event.dataTransfer.files[0])
  }

  return (
    <>
      <section
        aria-label="Drop a file"
        className="pw-drop"
        data-over={over}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <span>
          Drop a file here, or{' '}
          <Button iconName="upload" onClick={() => picker.current?.click()}>
            Choose a file
          </Button>
        </span>
        <span>
          JSON of the AWS CLI or the API, CloudFormation (JSON or YAML), Terraform. Broken files are read as far as they
          go.
        </span>
        <input
          ref={picker}
          type="file"
          hidden
          accept=".json,.yaml,.yml,.tf,.txt,.template"
          onChange={event => void open(event.target.files?.[0])}
        />
      </section>
      <div className="pw-import-text">
        <FormField label={file ? `Text of ${file}` : 'Or paste the text'} stretch>
          <Textarea
            value={
              text.length > mostShown
                ? `${text.slice(0, mostShown)}\n… ${text.length - mostShown} more characters`
                : text
            }
            readOnly={text.length > mostShown}
            rows={10}
            spellcheck={false}
            placeholder={'{\n  "objects": [ … ]\n}'}
            onChange={({ detail }) => setText(detail.value)}
          />
        </FormField>
      </div>
      {trouble && <Alert type="error">{trouble}</Alert>}
      {reading && <Verdict reading={reading} />}
      {reading && <NameField name={name} setName={setNamed} />}
      <Footer
        close={close}
        busy={busy}
        disabled={!reading || reading.definition.objects.length === 0 || name.trim() === ''}
        action="Create and open the designer"
        onAction={() => reading && make({ name: name.trim(), text: editableText(reading) })}
      />
    </>
  )
}

const mostShown = 200_000

/** What was found in the text: its format, how much it holds, what is odd or lost. */
function Verdict({ reading }: { readonly reading: ReturnType<typeof readDefinition> }) {
  const { definition, document, notes, format } = reading
  const findings = useMemo(() => validate(definition), [definition])
  const label = formats.find(one => one.name === format)?.title ?? format
  const { objects, parameters } = definition
  const errors = findings.filter(finding => finding.severity === 'error').length
  const warnings = findings.filter(finding => finding.severity === 'warning').length
  const odd = document.problems
  const broken = odd.some(problem => problem.severity === 'error')
  if (objects.length === 0)
    return (
      <Alert type="error" header="No objects of a pipeline are in this text">
        {document.problems[0]?.message ?? 'It was read as a definition, but it holds no objects.'}
      </Alert>
    )
  const remarks = [
    ...odd.slice(0, 6).map(({ message, offset }) => `Line ${lineColumn(document.text, offset).line}: ${message}`),
    ...(odd.length > 6 ? [`And ${odd.length - 6} more remarks on the text; the designer shows them.`] : []),
    ...notes,
  ]
  return (
    <Alert
      type={broken ? 'warning' : 'info'}
      header={`${label}: ${objects.length} objects, ${parameters.length} parameters`}
    >
      {errors + warnings === 0
        ? 'The checks find nothing wrong with it.'
        : `The checks find ${[
            errors > 0 && countWords(errors, 'error'),
            warnings > 0 && countWords(warnings, 'warning'),
          ]
            .filter(Boolean)
            .join(' and ')}; the designer shows them with ways to mend them.`}
      {remarks.length > 0 && (
        <ul className="pw-remarks">
          {remarks.map(remark => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      )}
    </Alert>
  )
}

const stemOf = (file: string | undefined) => file?.replace(/\.[a-z]+$/i, '')
