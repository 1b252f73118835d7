import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { SavedVersion } from '../../api/versions.ts'
import type { Zone } from '../state/zone.ts'
import { Grid, type GridColumn } from '../ui/grid.tsx'
import { formatDuration, formatTime, formatTimeWithZone } from '../ui/time.ts'
import { causeWord, type Saved, sideName, timeOf } from './side.ts'

interface ListProps {
  readonly pipelineId: string
  readonly saved: Saved
  readonly zone: Zone
  readonly onCompare: (from: string, to: string) => void
  readonly onName: (version: SavedVersion, name: string) => void
  readonly onRestore: (version: SavedVersion) => void
}

type Row = { readonly side: string; readonly about: string } | { readonly version: SavedVersion }

/** Every version that is kept, newest first, under what stands now. Any two can be chosen and compared. */
export function VersionsList({ pipelineId, saved, zone, onCompare, onName, onRestore }: ListProps) {
  const { versions, latest, active } = saved
  const [from, setFrom] = useState(active !== undefined ? 'active' : String(versions[1]?.number ?? 'latest'))
  const [to, setTo] = useState('draft')
  const rows: readonly Row[] = [
    { side: 'draft', about: 'What the designer shows.' },
    ...(latest === undefined ? [] : [{ side: 'latest', about: 'What was put last.' }]),
    ...(active === undefined ? [] : [{ side: 'active', about: 'What the service makes new runs from.' }]),
    ...versions.map(version => ({ version })),
  ]
  const keyOf = (row: Row) => ('side' in row ? row.side : String(row.version.number))
  const nameOf = (row: Row) => sideName(keyOf(row), saved, undefined, zone)
  const radio = (which: 'from' | 'to', value: string, set: (side: string) => void): GridColumn<Row> => ({
    id: which,
    header: which === 'from' ? 'From' : 'To',
    width: '40px',
    cell: row => (
      <input
        type="radio"
        name={`pw-versions-${which}`}
        aria-label={`Compare ${which} ${nameOf(row)}`}
        checked={keyOf(row) === value}
        onChange={() => set(keyOf(row))}
      />
    ),
  })
  const columns: readonly GridColumn<Row>[] = [
    radio('from', from, setFrom),
    radio('to', to, setTo),
    {
      id: 'version',
      header: 'Version',
      width: 'minmax(210px, 1.2fr)',
      cell: row => ('side' in row ? <b>{nameOf(row)}</b> : <Name version={row.version} onName={onName} />),
    },
    {
      id: 'says',
      header: 'What changed',
      width: 'minmax(180px, 2.4fr)',
      cell: row =>
        'side' in row ? (
          <span className="pw-quiet">{row.about}</span>
        ) : (
          <span className="pw-cut" title={row.version.says}>
            {row.version.says || <span className="pw-quiet">nothing</span>}
          </span>
        ),
    },
    {
      id: 'cause',
      header: 'How',
      width: 'minmax(230px, 1.2fr)',
      cell: row => ('side' in row ? '' : <Cause version={row.version} />),
    },
    {
      id: 'time',
      header: 'When',
      width: '150px',
      cell: row =>
        'side' in row ? (
          ''
        ) : (
          <span className="pw-number" title={timeOf(row.version, zone)}>
            {formatTime(row.version.updatedAt, zone)}
          </span>
        ),
    },
    {
      id: 'runs',
      header: 'Runs',
      width: '76px',
      cell: row => ('side' in row ? '' : <Runs pipelineId={pipelineId} version={row.version} zone={zone} />),
    },
    {
      id: 'deeds',
      header: '',
      width: '170px',
      align: 'end',
      cell: (row, at) => {
        if ('side' in row) return ''
        const before = versions[at - rows.length + versions.length + 1]
        return (
          <>
            <button
              type="button"
              className="pw-text-link"
              disabled={!before}
              aria-label={`Changes of ${nameOf(row)}`}
              onClick={() => before && onCompare(String(before.number), String(row.version.number))}
            >
              Changes
            </button>{' '}
            <button
              type="button"
              className="pw-text-link"
              aria-label={`Restore ${nameOf(row)}`}
              onClick={() => onRestore(row.version)}
            >
              Restore
            </button>
          </>
        )
      },
    },
  ]
  return (
    <>
      <div className="pw-row">
        <button type="button" className="pw-btn" disabled={from === to} onClick={() => onCompare(from, to)}>
          Compare the two that are chosen
        </button>
        <span className="pw-note">
          {from === to
            ? 'Choose two that differ.'
            : `From “${sideName(from, saved, undefined, zone)}” to “${sideName(to, saved, undefined, zone)}”. A file dropped here is compared with the draft.`}
        </span>
      </div>
      <Grid label="Versions, newest first" columns={columns} count={rows.length} itemAt={at => rows[at]} />
      <Limits saved={saved} />
    </>
  )
}

/** A version's number, and its name, which can be given right here. */
function Name({ version, onName }: { readonly version: SavedVersion; readonly onName: ListProps['onName'] }) {
  const [draft, setDraft] = useState<string>()
  const done = (name: string | undefined) => {
    if (name !== undefined && name !== (version.name ?? '')) onName(version, name)
    setDraft(undefined)
  }
  if (draft !== undefined)
    return (
      <input
        className="pw-entry"
        style={{ width: '100%', height: 26 }}
        aria-label={`Name of saved version ${version.number}`}
        value={draft}
        maxLength={200}
        // biome-ignore lint/a11y/noAutofocus: the field takes the place of the button that opened it.
        autoFocus
        onChange={event => setDraft(event.target.value)}
        onBlur={() => done(draft)}
        onKeyDown={event => {
          if (event.key === 'Enter') done(draft)
          if (event.key === 'Escape') done(undefined)
        }}
      />
    )
  return (
    <span className="pw-versions-name">
      <span className="pw-number">{version.number}</span>
      {version.name && <b className="pw-cut">{version.name}</b>}
      <button
        type="button"
        className="pw-text-link pw-versions-rename"
        aria-label={`${version.name ? 'Rename' : 'Name'} saved version ${version.number}`}
        onClick={() => setDraft(version.name ?? '')}
      >
        {version.name ? 'Rename' : 'Name it'}
      </button>
    </span>
  )
}

function Cause({ version }: { readonly version: SavedVersion }) {
  const { by, service, saves } = version
  const frozen = service.filter(one => one.source !== 'run once').at(-1)
  const outside = by === 'this studio' ? '' : ` by ${by}`
  const often = saves > 1 ? ` ${saves} times` : ''
  return (
    <span
      className="pw-cut"
      title={`${causeWord(version)}${often}${outside || ' in this studio'}${frozen ? `\nVersion ${frozen.version} of the service` : ''}`}
    >
      {causeWord(version)}
      {outside || <span className="pw-quiet">{often}</span>}
      {frozen && <span className="pw-versions-tag">service {frozen.version}</span>}
    </span>
  )
}

function Runs({ pipelineId, version, zone }: { pipelineId: string; version: SavedVersion; zone: Zone }) {
  const [newest] = version.newestRuns
  if (newest === undefined) return <span className="pw-quiet">none</span>
  const numbers = version.service.map(one => one.version)
  return (
    <Link
      className="pw-link pw-number"
      to="/pipelines/$pipelineId/runs"
      params={{ pipelineId }}
      search={{ version: numbers.length === 1 ? numbers[0] : numbers.join(',') } as never}
      title={`The newest: ${formatTimeWithZone(newest, zone, 'second')}`}
    >
      {version.runs === 1 ? '1 run' : `${version.runs} runs`}
    </Link>
  )
}

/** Every limit of the history, by name, so that nothing goes unsaid. */
const Limits = ({ saved: { settings, total, versions } }: { readonly saved: Saved }) => (
  <p className="pw-note">
    {versions.length < total && `The newest ${versions.length} of ${total}. `}
    Autosaves that follow each other within {formatDuration(settings.restInSitting)} are one version, for at most{' '}
    {formatDuration(settings.longestSitting)}. Of a pipeline {settings.mostVersions.toLocaleString('en')} versions are
    kept (mostVersions); beyond that the oldest autosaves go that have no name and no run. Runs are counted among the
    newest {settings.mostRuns.toLocaleString('en')} (mostRuns). The history goes with its pipeline.
  </p>
)
