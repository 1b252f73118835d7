import '../ui/s3-picker.css'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { type DragEvent, lazy, Suspense, useRef, useState } from 'react'
import { useService } from '../data/service.ts'
import type { Handed } from '../state/handed.ts'
import { Waiting } from '../ui/kit.tsx'
import { Repairs } from './repairs.tsx'
import type { Told } from './told.ts'
import { Verdict } from './verdict.tsx'

const S3Dialog = lazy(() => import('../ui/s3-dialog.tsx').then(room => ({ default: room.S3Dialog })))

/** A definition larger than this is surely something else. */
const mostBytes = 20_000_000
/** The most that a page reads of an object in the store, 4 MB. */
const mostOfObject = 4 * 1024 * 1024
const mostShown = 200_000

interface ImportSourceProps {
  readonly text: string
  readonly file: string | undefined
  readonly setText: (next: Handed) => void
  /** What the text was read as; none while there is no text. */
  readonly told: Told | undefined
  readonly busy: boolean
  readonly repaired: boolean
  readonly setRepaired: (repaired: boolean) => void
  /** Where a text came from that nobody dropped, such as a link. */
  readonly origin: string | undefined
}

/** Takes a definition from a file, a drop, the clipboard, S3 or a link, and says what it is before anything is made. */
export function ImportSource(props: ImportSourceProps) {
  const { text, file, setText, told, busy, repaired, setRepaired, origin } = props
  const service = useService()
  const [over, setOver] = useState(false)
  const [browsing, setBrowsing] = useState(false)
  const [trouble, setTrouble] = useState<string>()
  const picker = useRef<HTMLInputElement>(null)

  const open = async (given: File | undefined) => {
    if (!given) return
    if (given.size > mostBytes)
      return setTrouble(`${given.name} is larger than 20 MB, so it can hardly be a definition.`)
    setTrouble(undefined)
    setText({ text: await given.text(), file: given.name })
  }
  const openObject = async (uri: string) => {
    setBrowsing(false)
    try {
      const answer = await service.ReadObject({ uri, limit: mostOfObject })
      if (answer.truncated)
        return setTrouble(
          `${uri} is larger than 4 MB, the most that is read from S3 here. Download it and choose it as a file.`,
        )
      setTrouble(undefined)
      setText({ text: answer.text, file: uri.split('/').at(-1) ?? uri })
    } catch (error) {
      setTrouble(`${uri} could not be read: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    event.stopPropagation()
    setOver(false)
    void open(event.dataTransfer.files[0])
  }

  return (
    <>
      <section
        aria-label="Drop a file"
        className="pw-create-drop"
        data-over={over}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <span className="pw-row">
          Drop a file here, or
          <Button iconName="upload" onClick={() => picker.current?.click()}>
            Choose a file
          </Button>
          <Button iconName="folder-open" onClick={() => setBrowsing(true)}>
            Choose from S3
          </Button>
        </span>
        <span>
          Definitions of the AWS CLI, the console or the API, CloudFormation (JSON or YAML), Terraform, a picture that
          Pipewright saved, or an article that prints them in pieces. Broken texts are read as far as they go.
        </span>
        <input
          ref={picker}
          type="file"
          hidden
          accept=".json,.yaml,.yml,.tf,.txt,.md,.template,.svg"
          onChange={event => {
            void open(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </section>
      {browsing && (
        <Suspense>
          <S3Dialog
            value="s3://"
            kind="object"
            label={undefined}
            choose={uri => void openObject(uri)}
            close={() => setBrowsing(false)}
          />
        </Suspense>
      )}
      {origin && <Alert type="info">{origin}</Alert>}
      {trouble && <Alert type="error">{trouble}</Alert>}
      <label className="pw-create-text">
        <span>{file ? `Text of ${file}` : 'Or paste the text'}</span>
        <textarea
          className="pw-input"
          data-code="true"
          rows={text === '' ? 6 : 12}
          spellCheck={false}
          readOnly={text.length > mostShown}
          placeholder={'{\n  "objects": [ … ]\n}'}
          value={
            text.length > mostShown
              ? `${text.slice(0, mostShown)}\n… ${(text.length - mostShown).toLocaleString('en-US')} more characters are taken but not shown`
              : text
          }
          onChange={event => setText({ text: event.target.value })}
        />
      </label>
      {text.length > mostShown && <Button onClick={() => setText({ text: '' })}>Clear the text</Button>}
      {busy && !told && text.trim() !== '' && <Waiting what="Reading the text" />}
      {told && <Verdict told={told} />}
      {told && told.repairs.length > 0 && (
        <Repairs repairs={told.repairs} mended={told.mended} taken={repaired} take={setRepaired} />
      )}
    </>
  )
}
