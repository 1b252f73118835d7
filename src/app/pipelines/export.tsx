import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import FormField from '@cloudscape-design/components/form-field'
import Modal from '@cloudscape-design/components/modal'
import Select from '@cloudscape-design/components/select'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { PipelineSummary } from '../../api/workspace.ts'
import { convert, formats, readDefinition } from '../../core/formats/index.ts'
import { draftQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { Trouble, Waiting } from '../ui/kit.tsx'
import { save } from './save.ts'

interface ExportProps {
  readonly pipeline: PipelineSummary
  readonly close: () => void
}

const asWritten = 'as-written'

/** The draft in another format, with what is lost on the way told before it is saved. */
export function ExportDialog({ pipeline, close }: ExportProps) {
  const { data, error } = useQuery(draftQuery(useService(), pipeline.id))
  const [format, setFormat] = useState(asWritten)
  const result = useMemo(() => data && filesOf(data.text, format, pipeline.name), [data, format, pipeline.name])
  const options = [
    { value: asWritten, label: 'The text as it is', description: 'With comments and spacing, to the character.' },
    ...formats.map(one => ({ value: one.name, label: one.title, description: one.summary })),
  ]
  return (
    <Modal visible size="large" header={`Export ${pipeline.name}`} onDismiss={close} closeAriaLabel="Close">
      <div className="pw-stack">
        {error && <Trouble what="The definition could not be read" error={error} />}
        {!data && !error && <Waiting what="Reading the definition" />}
        <FormField label="Format">
          <Select
            selectedOption={options.find(one => one.value === format) ?? null}
            options={options}
            onChange={({ detail }) => setFormat(detail.selectedOption.value ?? asWritten)}
          />
        </FormField>
        {result && result.losses.length > 0 && (
          <Alert
            type="warning"
            header={`${result.losses.length === 1 ? 'One thing is' : `${result.losses.length} things are`} lost on the way`}
          >
            <ul className="pw-remarks">
              {result.losses.slice(0, 40).map((loss, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two losses may say the same, and none moves.
                <li key={at}>{loss}</li>
              ))}
              {result.losses.length > 40 && <li>And {result.losses.length - 40} more.</li>}
            </ul>
          </Alert>
        )}
        {result?.files.map(file => (
          <section key={file.name} aria-label={file.name}>
            <div className="pw-row" style={{ justifyContent: 'space-between', marginBottom: 6 }}>
              <b>{file.name}</b>
              <span className="pw-row">
                <CopyToClipboard
                  variant="button"
                  copyButtonText="Copy"
                  copySuccessText="Copied"
                  copyErrorText="The browser did not allow it"
                  textToCopy={file.text}
                />
                <Button iconName="download" onClick={() => save(file.name, file.text)}>
                  Save
                </Button>
              </span>
            </div>
            <pre className="pw-export pw-mono">
              {file.text.length > 60_000 ? `${file.text.slice(0, 60_000)}\n…` : file.text}
            </pre>
          </section>
        ))}
      </div>
    </Modal>
  )
}

function filesOf(text: string, format: string, name: string) {
  if (format === asWritten) return { files: [{ name: `${name.replace(/[^\w.-]+/g, '-')}.json`, text }], losses: [] }
  const { files, losses } = convert(readDefinition(text).definition, format)
  return { files: files.map(file => ({ name: file.path, text: file.text })), losses: losses.map(loss => loss.message) }
}
