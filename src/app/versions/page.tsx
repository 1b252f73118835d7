import './versions.css'
import Button from '@cloudscape-design/components/button'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type DragEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import { replaceText } from '../../core/definition/commands.ts'
import { type Document, read } from '../../core/definition/text.ts'
import { editableText, readDefinition } from '../../core/formats/index.ts'
import { draftQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { savedVersionsQuery, versionTextQuery } from '../data/versions.ts'
import { useAddress } from '../state/address.ts'
import { sessionOf } from '../state/session.ts'
import { useZone } from '../state/zone.ts'
import { Empty, Page, Trouble, Waiting } from '../ui/kit.tsx'
import { tell, tellTrouble } from '../ui/toasts.tsx'
import { Comparison, type Side } from './comparison.tsx'
import { VersionsList } from './list.tsx'
import { isSide, type Saved, shortName, sideName, versionName } from './side.ts'

interface VersionsProps {
  readonly pipelineId: string
  readonly asTexts: (before: Document, after: Document) => ReactNode
}

interface File {
  readonly name: string
  readonly text: string
}

/** The history of a definition: its versions, and any two of them compared. `from` and `to` in the address say which. */
export function VersionsView({ pipelineId, asTexts }: VersionsProps) {
  const service = useService()
  const zone = useZone()
  const [address, change] = useAddress()
  const [file, setFile] = useState<File>()
  const { data: saved, error, refetch } = useQuery(savedVersionsQuery(service, pipelineId))
  const restore = useRestore(pipelineId)
  const { from, to } = address
  const compare = (from: string, to: string) =>
    change({ from, to, change: undefined, effect: undefined, view: address.view }, 'push')
  const onDrop = (event: DragEvent) => {
    const [dropped] = event.dataTransfer.files
    if (!dropped) return
    event.preventDefault()
    void dropped.text().then(text => {
      setFile({ name: dropped.name, text })
      compare(isSide(from) && from !== 'file' ? from : 'draft', 'file')
    })
  }
  if (error) return <Trouble what="The versions could not be listed" error={error} retry={() => void refetch()} />
  if (!saved) return <Waiting what="Listing the versions" />
  const onDragOver = (event: DragEvent) => {
    if (event.dataTransfer.types.includes('Files')) event.preventDefault()
  }
  return (
    <section aria-label="Versions" className="pw-versions" onDrop={onDrop} onDragOver={onDragOver}>
      {isSide(from) && isSide(to) ? (
        <Compare
          pipelineId={pipelineId}
          saved={saved}
          from={from}
          to={to}
          file={file}
          onFile={setFile}
          onCompare={compare}
          onRestore={restore}
          asTexts={asTexts}
        />
      ) : (
        <Page
          title="Versions"
          about="Every state of this definition that was saved, imported, put to the service or activated."
        >
          <VersionsList
            pipelineId={pipelineId}
            saved={saved}
            zone={zone}
            onCompare={compare}
            onName={({ number }, name) =>
              service
                .NameVersion({ pipelineId, number, name })
                .then(() => refetch())
                .catch(tellTrouble('The version was not named'))
            }
            onRestore={version => restore(String(version.number), versionName(version))}
          />
        </Page>
      )}
    </section>
  )
}

interface CompareProps extends VersionsProps {
  readonly saved: Saved
  readonly from: string
  readonly to: string
  readonly file: File | undefined
  readonly onFile: (file: File) => void
  readonly onCompare: (from: string, to: string) => void
  readonly onRestore: (version: string, name: string) => void
}

function Compare(props: CompareProps) {
  const { pipelineId, saved, from, to, file, onFile, onCompare, onRestore, asTexts } = props
  const zone = useZone()
  const [, change] = useAddress()
  const [before, after] = [useSide(pipelineId, from, file), useSide(pipelineId, to, file)]
  const trouble = before.error ?? after.error
  const restorable = [from, to].find(side => side !== 'draft' && side !== 'file')
  const choice = (which: 'from' | 'to', side: string) => (
    <SideChoice
      label={which === 'from' ? 'From' : 'To'}
      side={side}
      saved={saved}
      file={file}
      onChoose={next => (which === 'from' ? onCompare(next, to) : onCompare(from, next))}
      onFile={given => {
        onFile(given)
        if (which === 'from') onCompare('file', to)
        else onCompare(from, 'file')
      }}
    />
  )
  return (
    <>
      <div className="pw-versions-bar">
        <button
          type="button"
          className="pw-text-link"
          onClick={() => change({ from: undefined, to: undefined, change: undefined, effect: undefined }, 'push')}
        >
          ← All versions
        </button>
        {choice('from', from)}
        <button
          type="button"
          className="pw-btn"
          aria-label="Swap the two"
          title="Swap the two"
          onClick={() => onCompare(to, from)}
        >
          ⇄
        </button>
        {choice('to', to)}
        <span style={{ flex: 1 }} />
        <Button
          iconName="copy"
          onClick={() =>
            void navigator.clipboard
              .writeText(location.href)
              .then(() => tell('The link to this comparison is copied'))
              .catch(tellTrouble('The link was not copied'))
          }
        >
          Copy link
        </Button>
        {restorable !== undefined && !trouble && (
          <Button onClick={() => onRestore(restorable, sideName(restorable, saved, undefined, zone))}>
            Restore {shortName(restorable, undefined)}
          </Button>
        )}
      </div>
      {trouble ? (
        <div style={{ padding: 20 }}>
          <Trouble
            what="One of the two could not be read"
            error={trouble}
            retry={() => void Promise.all([before.refetch?.(), after.refetch?.()])}
          />
        </div>
      ) : before.missing || after.missing ? (
        <Empty title="Which file?">Drop a file with a definition here, in any format that can be imported.</Empty>
      ) : before.side && after.side ? (
        <Comparison
          before={before.side}
          after={after.side}
          names={[shortName(from, file?.name), shortName(to, file?.name)]}
          asTexts={asTexts}
        />
      ) : (
        <Waiting what="Reading the two versions" />
      )}
    </>
  )
}

/** One side's text, wherever it is kept. */
function useSide(pipelineId: string, version: string, file: File | undefined) {
  const service = useService()
  const isFile = version === 'file'
  const { data, error, refetch } = useQuery({ ...versionTextQuery(service, pipelineId, version), enabled: !isFile })
  const dropped = useMemo((): Side | undefined => {
    if (!file) return undefined
    const text = editableText(readDefinition(file.text))
    return { text, document: read(text), pins: {}, at: 0 }
  }, [file])
  return isFile
    ? { side: dropped, error: null, missing: !file, refetch: undefined }
    : { side: data, error, missing: false, refetch }
}

interface SideChoiceProps {
  readonly label: string
  readonly side: string
  readonly saved: Saved
  readonly file: File | undefined
  readonly onChoose: (side: string) => void
  readonly onFile: (file: File) => void
}

function SideChoice({ label, side, saved, file, onChoose, onFile }: SideChoiceProps) {
  const zone = useZone()
  const input = useRef<HTMLInputElement>(null)
  const { latest, active, versions } = saved
  const standing = ['draft', ...(latest === undefined ? [] : ['latest']), ...(active === undefined ? [] : ['active'])]
  const numbers = versions.map(version => String(version.number))
  const others = [side, ...(file ? ['file'] : [])].filter(one => !standing.includes(one) && !numbers.includes(one))
  return (
    <label className="pw-versions-side">
      <span className="pw-note">{label}</span>
      <select
        className="pw-input"
        value={side}
        onChange={({ target: { value } }) => (value === 'choose' ? input.current?.click() : onChoose(value))}
      >
        {[...standing, ...new Set(others)].map(one => (
          <option key={one} value={one}>
            {sideName(one, saved, file?.name, zone)}
          </option>
        ))}
        <option value="choose">A file…</option>
        <optgroup label="Saved versions">
          {versions.map(version => (
            <option key={version.number} value={String(version.number)}>
              {sideName(String(version.number), saved, undefined, zone)}: {version.says || 'nothing changed'}
            </option>
          ))}
        </optgroup>
      </select>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={`${label}: a file`}
        onChange={event => {
          const [given] = event.target.files ?? []
          if (given) void given.text().then(text => onFile({ name: given.name, text }))
          event.target.value = ''
        }}
      />
    </label>
  )
}

/** Puts an earlier text in place as one step of the designer, which one undo takes back, and goes there. */
function useRestore(pipelineId: string): (version: string, name: string) => void {
  const service = useService()
  const client = useQueryClient()
  const navigate = useNavigate()
  return (version, name) => {
    const work = async () => {
      const draft = await client.fetchQuery(draftQuery(service, pipelineId))
      const { text, pins, number } = await service.GetVersionText({ pipelineId, version })
      const { editor, saver } = sessionOf(service, draft, saved => client.setQueryData(['drafts', pipelineId], saved))
      saver.heard(draft)
      const { document, run } = editor.getState()
      if (document.text === text) return tell(`${name} is what the draft says already`, 'info')
      run({ ...replaceText(text), label: `Restore ${name}` }, { pins })
      await saver.saveAs({ cause: 'restore', ...(number !== undefined && { of: number }) })
      tell(`${name} is restored; one undo takes it back`)
      await navigate({ to: '/pipelines/$pipelineId/design', params: { pipelineId } })
    }
    work().catch(tellTrouble(`${name} was not restored`))
  }
}
