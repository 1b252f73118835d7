import './parameters.css'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { storageQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { useZone } from '../state/zone.ts'
import { families } from '../ui/family.tsx'
import { Empty, Trouble, Waiting } from '../ui/kit.tsx'
import { formatSize, formatTime } from '../ui/time.ts'

interface PickerProps {
  readonly title: string
  /** A location to begin at, where it is one. */
  readonly start: string
  /** Only objects can be chosen, not the folders around them. */
  readonly filesOnly?: boolean
  /** Gets the location, or undefined when nothing was chosen. */
  readonly choose: (uri: string | undefined) => void
}

const root = 's3://'
const mostShown = 500

/** Walks through the store of this machine to a folder or an object. */
export function S3Picker({ title, start, filesOnly = false, choose }: PickerProps) {
  const [at, setAt] = useState(() => folderOf(start))
  const [file, setFile] = useState<string>()
  const zone = useZone()
  const { data, error } = useQuery({ ...storageQuery(useService(), at), retry: false })
  const chosen = file ?? (filesOnly || at === root ? undefined : at)
  const go = (uri: string) => {
    setFile(undefined)
    setAt(uri)
  }
  return (
    <Modal
      visible
      size="medium"
      header={title}
      onDismiss={() => choose(undefined)}
      closeAriaLabel="Close"
      footer={
        <div className="pw-row" style={{ justifyContent: 'flex-end' }}>
          <span className="pw-cut pw-mono" style={{ marginRight: 'auto' }} title={chosen}>
            {chosen ?? (filesOnly ? 'No object is chosen.' : 'Go into a bucket.')}
          </span>
          <Button variant="link" onClick={() => choose(undefined)}>
            Cancel
          </Button>
          <Button variant="primary" disabled={chosen === undefined} onClick={() => choose(chosen)}>
            {file === undefined && !filesOnly ? 'Choose this folder' : 'Choose'}
          </Button>
        </div>
      }
    >
      <nav className="pw-row" aria-label="Where you are" style={{ gap: 4, marginBottom: 8 }}>
        {crumbsOf(at).map(({ uri, name }, n, all) =>
          n === all.length - 1 ? (
            <b key={uri} className="pw-mono">
              {name}
            </b>
          ) : (
            <button key={uri} type="button" className="pw-plain pw-link pw-mono" onClick={() => go(uri)}>
              {name}
            </button>
          ),
        )}
      </nav>
      <div className="pw-picker">
        {error && <Trouble what={`${at} could not be listed`} error={error} retry={() => go(root)} />}
        {!data && !error && <Waiting what="Listing the storage" />}
        {data && data.prefixes.length + data.objects.length === 0 && (
          <Empty title={at === root ? 'The store of this machine has no buckets yet' : 'Nothing is here'}>
            <p>{at === root ? 'A location can be typed all the same.' : 'It can be chosen all the same.'}</p>
          </Empty>
        )}
        {data?.prefixes.map(uri => (
          <button key={uri} type="button" onClick={() => go(uri)}>
            <Icon path="M2 5h5l1.5 2H18v9H2z" />
            <span className="pw-cut">{lastOf(uri)}</span>
            <span className="pw-number">{at === root ? 'bucket' : 'folder'}</span>
            <span />
          </button>
        ))}
        {data?.objects.slice(0, mostShown).map(({ uri, size, modified }) => (
          <button key={uri} type="button" aria-pressed={file === uri} onClick={() => setFile(uri)}>
            <svg viewBox="0 0 20 20" aria-hidden="true">
              {families.dataFormat.icon}
            </svg>
            <span className="pw-cut">{lastOf(uri)}</span>
            <span className="pw-number">{formatSize(size)}</span>
            <span className="pw-number">{formatTime(modified, zone)}</span>
          </button>
        ))}
        {data && data.objects.length > mostShown && (
          <p className="pw-quiet" style={{ padding: '0 12px' }}>
            The first {mostShown} of {data.objects.length} objects are listed; the location of another can be typed.
          </p>
        )}
      </div>
    </Modal>
  )
}

const Icon = ({ path }: { readonly path: string }) => (
  <svg viewBox="0 0 20 20" aria-hidden="true">
    <path d={path} />
  </svg>
)

const lastOf = (uri: string) => uri.replace(/\/$/, '').split('/').at(-1) ?? uri

/** The bucket or folder that a location lies in; the top where it is none. */
const folderOf = (uri: string) => /^(s3:\/\/[^/#{}]+\/(?:[^#{}]*\/)?)/.exec(uri)?.[1] ?? root

function crumbsOf(uri: string): readonly { readonly uri: string; readonly name: string }[] {
  const parts = uri.slice(root.length).split('/').filter(Boolean)
  return [
    { uri: root, name: 'S3' },
    ...parts.map((name, n) => ({ uri: `${root}${parts.slice(0, n + 1).join('/')}/`, name: `/ ${name}` })),
  ]
}
