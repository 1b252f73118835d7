import { useEffect, useId, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { levelOf, levelsAbove, type StorageEntry, storageRoot, useStorageLevel } from '../data/storage.ts'
import { useZone } from '../state/zone.ts'
import { Glyph } from './glyphs.tsx'
import { Grid, type GridColumn } from './grid.tsx'
import { Waiting } from './kit.tsx'
import { formatSize, formatTime, zoneName } from './time.ts'

interface S3DialogProps {
  readonly value: string
  readonly kind: 'folder' | 'object'
  readonly label: string | undefined
  readonly choose: (uri: string) => void
  readonly close: () => void
}

/** The local S3 store in a window: goes from level to level, and gives the address of a folder or an object. */
export function S3Dialog({ value, kind, label, choose, close }: S3DialogProps) {
  const title = useId()
  const box = useRef<HTMLDialogElement>(null)
  const [level, setLevel] = useState(() => levelOf(value))
  const [address, setAddress] = useState(value)
  const [words, setWords] = useState('')
  useEffect(() => box.current?.showModal(), [])
  const go = (uri: string) => {
    setLevel(uri)
    setWords('')
    setAddress(uri === storageRoot ? '' : uri)
  }
  const problem = problemOf(address, kind)
  return createPortal(
    <dialog ref={box} className="pw-s3-dialog" aria-labelledby={title} onClose={close}>
      <form
        method="dialog"
        onSubmit={event => {
          event.preventDefault()
          if (problem === undefined) choose(address)
        }}
      >
        <header>
          <h2 id={title}>
            Choose {kind === 'folder' ? 'a folder' : 'an object'}
            {label !== undefined && ` for ${label}`}
          </h2>
          <button type="button" className="pw-btn" aria-label="Close" onClick={close}>
            <Glyph name="close" size={14} />
          </button>
        </header>
        <div className="pw-s3-way">
          <nav aria-label="Where you are">
            {levelsAbove(level).map(({ uri, name }) => (
              <button
                key={uri}
                type="button"
                className="pw-s3-step"
                aria-current={uri === level ? 'location' : undefined}
                onClick={() => go(uri)}
              >
                {name}
              </button>
            ))}
          </nav>
          <input
            className="pw-entry"
            type="search"
            aria-label="Find on this level"
            placeholder="Find on this level"
            value={words}
            onChange={event => setWords(event.target.value)}
          />
        </div>
        <Level level={level} words={words} kind={kind} address={address} go={go} choose={setAddress} />
        <label className="pw-s3-address">
          Address
          <input
            className="pw-entry"
            spellCheck={false}
            autoComplete="off"
            placeholder={kind === 'folder' ? 's3://bucket/folder/' : 's3://bucket/folder/name'}
            value={address}
            aria-invalid={address !== '' && problem !== undefined}
            onChange={event => setAddress(event.target.value)}
          />
        </label>
        <footer>
          <span className="pw-note" role="status">
            {problem ?? 'What is not there yet may be written too: it comes to be when something writes it.'}
          </span>
          <button type="button" className="pw-btn" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="pw-btn" data-primary="true" disabled={problem !== undefined}>
            Use this address
          </button>
        </footer>
      </form>
    </dialog>,
    document.body,
  )
}

interface LevelProps {
  readonly level: string
  readonly words: string
  readonly kind: 'folder' | 'object'
  readonly address: string
  readonly go: (uri: string) => void
  readonly choose: (uri: string) => void
}

function Level({ level, words, kind, address, go, choose }: LevelProps) {
  const zone = useZone()
  const { entries, error, retry } = useStorageLevel(level)
  if (error)
    return (
      <div className="pw-s3-level">
        <p className="pw-note" role="alert">
          {error.message} A bucket is made when something is first written to it.{' '}
          <button type="button" className="pw-plain pw-link" onClick={() => go(storageRoot)}>
            See all buckets
          </button>{' '}
          <button type="button" className="pw-plain pw-link" onClick={retry}>
            Try again
          </button>
        </p>
      </div>
    )
  if (!entries)
    return (
      <div className="pw-s3-level">
        <Waiting what="Listing the store" />
      </div>
    )
  const found = entries.filter(one => one.name.toLowerCase().includes(words.trim().toLowerCase()))
  const columns: readonly GridColumn<StorageEntry>[] = [
    {
      id: 'name',
      header: level === storageRoot ? 'Bucket' : 'Name',
      width: 'minmax(0, 1fr)',
      cell: one => (
        <span className="pw-s3-name" data-folder={one.size === undefined} title={one.uri}>
          {one.size === undefined ? <Glyph name="storage" size={14} /> : <span />}
          <span className="pw-cut">{one.name}</span>
        </span>
      ),
    },
    { id: 'size', header: 'Size', width: '80px', align: 'end', cell: one => size(one) },
    {
      id: 'modified',
      header: `Changed (${zoneName(zone, 0)})`,
      width: '150px',
      cell: one => (one.modified === undefined ? '' : formatTime(one.modified, zone)),
    },
  ]
  return (
    <div className="pw-s3-level" data-scroll>
      {found.length === 0 ? (
        <p className="pw-note">
          {words !== ''
            ? `Nothing on this level is called so; ${entries.length} are here.`
            : level === storageRoot
              ? 'There are no buckets yet. A bucket is made when something is first written to it.'
              : 'Nothing is here.'}
        </p>
      ) : (
        <Grid
          label={`What lies in ${level}`}
          columns={columns}
          count={found.length}
          itemAt={at => found[at]}
          isSelected={one => one.uri === address}
          onOpen={one => (one.size === undefined ? go(one.uri) : kind === 'object' && choose(one.uri))}
          rowHeight={30}
        />
      )}
    </div>
  )
}

const size = ({ size: bytes }: StorageEntry) => (bytes === undefined ? '' : formatSize(bytes))

function problemOf(address: string, kind: 'folder' | 'object'): string | undefined {
  if (address === '') return kind === 'folder' ? 'Choose a bucket or a folder.' : 'Choose an object.'
  if (!/^s3:\/\/[^/]+\/?/.test(address)) return 'An address in S3 reads s3://bucket/path.'
  if (kind === 'object' && (address.endsWith('/') || !/^s3:\/\/[^/]+\/./.test(address)))
    return 'This is a folder; choose an object in it, or write the name of one that is to come.'
  return undefined
}
