import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import Toggle from '@cloudscape-design/components/toggle'
import { useQueries } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { PipelineSummary } from '../../api/pipelines.ts'
import { formats } from '../../core/formats/index.ts'
import { maskSecrets } from '../../core/formats/mask.ts'
import { draftQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { linkFor } from '../state/link.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Trouble, Waiting } from '../ui/kit.tsx'
import { save } from '../ui/save-file.ts'
import { tell, tellTrouble } from '../ui/toasts.tsx'
import { asWritten, type ExportedFiles, exportedFiles } from './exported.ts'
import { zipOf } from './zip.ts'

interface ExportProps {
  /** Several are saved as one archive. */
  readonly about: readonly PipelineSummary[]
  readonly close: () => void
}

/** Drafts in another format, with what is lost on the way told before they are saved. Secrets are masked unless wanted. */
export function ExportDialog({ about, close }: ExportProps) {
  const service = useService()
  const name = about[0]?.name ?? ''
  const drafts = useQueries({ queries: about.map(one => draftQuery(service, one.id)) })
  const error = drafts.find(draft => draft.error)?.error
  const texts = drafts.flatMap(draft => draft.data?.text ?? [])
  const ready = texts.length === about.length
  const [format, setFormat] = useState(asWritten)
  const [withSecrets, setWithSecrets] = useState(false)
  const joined = texts.join('\u0000')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the texts are what they are joined to.
  const results = useMemo(
    () => (ready ? about.map((one, n) => exportedFiles(texts[n] ?? '', format, one.name, withSecrets)) : []),
    [joined, ready, format, withSecrets],
  )
  const secrets = results.reduce((sum, one) => sum + one.secrets, 0)
  const asks = results.some(one => one.asks)
  const options = [
    { value: asWritten, label: 'The text as it is', description: 'With comments and spacing, to the character.' },
    ...formats.map(one => ({ value: one.name, label: one.title, description: one.summary })),
  ]
  const [only] = results
  return (
    <Dialog
      size="large"
      header={about.length === 1 ? `Export ${name}` : `Export ${about.length} pipelines`}
      close={close}
    >
      <div className="pw-stack">
        {error && <Trouble what="The definition could not be read" error={error} />}
        {!ready && !error && <Waiting what="Reading the definition" />}
        <FormField label="Format">
          <Select
            selectedOption={options.find(one => one.value === format) ?? null}
            options={options}
            onChange={({ detail }) => setFormat(detail.selectedOption.value ?? asWritten)}
          />
        </FormField>
        {secrets > 0 && (
          <Secrets count={secrets} asks={asks} withSecrets={withSecrets} setWithSecrets={setWithSecrets} />
        )}
        <Losses losses={results.flatMap(one => one.losses)} />
        {only && results.length === 1 ? (
          <>
            {only.files.map(file => (
              <FileView key={file.name} name={file.name} text={file.text} />
            ))}
            {format === asWritten && <LinkButton text={maskSecrets(texts[0] ?? '').text} name={name} />}
          </>
        ) : (
          <Archive results={results} />
        )}
      </div>
    </Dialog>
  )
}

interface SecretsProps {
  readonly count: number
  readonly asks: boolean
  readonly withSecrets: boolean
  readonly setWithSecrets: (on: boolean) => void
}

function Secrets({ count, asks, withSecrets, setWithSecrets }: SecretsProps) {
  const many = count === 1 ? 'one secret' : `${count} secrets`
  if (asks)
    return <p className="pw-quiet">This format never carries secrets: for {many} it asks for a parameter instead.</p>
  return (
    <>
      <Toggle checked={withSecrets} onChange={({ detail }) => setWithSecrets(detail.checked)}>
        With secrets
      </Toggle>
      {withSecrets && (
        <Alert type="warning" header={`The file holds ${many} in plain text`}>
          Whoever gets the file can read that. Turn this off to put stars in its place.
        </Alert>
      )}
    </>
  )
}

function Losses({ losses }: { readonly losses: readonly string[] }) {
  if (losses.length === 0) return null
  return (
    <Alert
      type="warning"
      header={`${losses.length === 1 ? 'One thing is' : `${losses.length} things are`} lost or different in this format`}
    >
      <ul className="pw-remarks">
        {losses.slice(0, 40).map((loss, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two losses may say the same, and none moves.
          <li key={at}>{loss}</li>
        ))}
        {losses.length > 40 && <li>And {losses.length - 40} more.</li>}
      </ul>
    </Alert>
  )
}

const FileView = ({ name, text }: { readonly name: string; readonly text: string }) => (
  <section aria-label={name}>
    <div className="pw-row" style={{ justifyContent: 'space-between', marginBottom: 6 }}>
      <b>{name}</b>
      <span className="pw-row">
        <CopyToClipboard
          variant="button"
          copyButtonText="Copy"
          copySuccessText="Copied"
          copyErrorText="The browser did not allow it"
          textToCopy={text}
        />
        <Button iconName="download" onClick={() => save(name, text)}>
          Save
        </Button>
      </span>
    </div>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
    <pre className="pw-export pw-mono" tabIndex={0}>
      {text.length > mostShown ? `${text.slice(0, mostShown)}\n… cut here, for showing only` : text}
    </pre>
  </section>
)

const mostShown = 60_000

/** The text as an address that opens it for import in a studio. */
const LinkButton = ({ text, name }: { readonly text: string; readonly name: string }) => (
  <div className="pw-row">
    <Button
      iconName="share"
      onClick={() =>
        void linkFor(text, name, location.origin)
          .then(link => navigator.clipboard.writeText(link))
          .then(
            () => tell('The link was copied. Whoever opens it sees the definition first; nothing runs.'),
            tellTrouble('The link was not copied'),
          )
      }
    >
      Copy as link
    </Button>
    <span className="pw-quiet">
      The definition stands in the link itself, its secrets always masked. Another studio opens it at its own address.
    </span>
  </div>
)

function Archive({ results }: { readonly results: readonly ExportedFiles[] }) {
  const files = apart(results.flatMap(one => one.files))
  return (
    <div className="pw-row" style={{ justifyContent: 'space-between' }}>
      <span className="pw-quiet">
        {files
          .slice(0, 5)
          .map(file => file.name)
          .join(', ')}
        {files.length > 5 && ` and ${files.length - 5} more`}
      </span>
      <Button
        variant="primary"
        iconName="download"
        disabled={files.length === 0}
        onClick={() => save('pipelines.zip', zipOf(files))}
      >
        Save {files.length} files as a zip
      </Button>
    </div>
  )
}

/** Files of pipelines with one name get a number, for an archive should hold each name once. */
function apart(files: ExportedFiles['files']): ExportedFiles['files'] {
  const seen = new Map<string, number>()
  return files.map(({ name, text }) => {
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    return { name: before === 0 ? name : name.replace(/^([^.]*)/, `$1-${before + 1}`), text }
  })
}
