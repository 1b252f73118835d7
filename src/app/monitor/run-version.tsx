import { Link } from '@tanstack/react-router'
import type { RunRow } from '../../api/runs.ts'
import { useRunPlace } from '../state/run-place.ts'
import type { Zone } from '../state/zone.ts'
import { formatTimeWithZone } from '../ui/time.ts'

interface LinkProps {
  readonly pipelineId: string
  readonly version: number
  /** What it is compared with; the draft, unless something else is said. */
  readonly since?: number
  readonly title?: string
  readonly children: React.ReactNode
}

/** The way from a run to the definition that it used. A rehearsal's is kept with it alone. */
export function VersionLink({ pipelineId, version, since, title, children }: LinkProps) {
  if (useRunPlace().rehearsalId !== undefined) return <span title="The draft as it was then">draft</span>
  return (
    <Link
      className="pw-link"
      to="/pipelines/$pipelineId/versions"
      params={{ pipelineId }}
      search={{ from: `s${since ?? version}`, to: since === undefined ? 'draft' : `s${version}` } as never}
      title={title ?? 'Compare the definition that this run used with the draft'}
    >
      {children}
    </Link>
  )
}

interface RunVersionProps {
  readonly pipelineId: string
  readonly version: number | undefined
  readonly failed: boolean
  /** The newest run before it that finished. */
  readonly lastGood: RunRow | undefined
  readonly zone: Zone
}

/** The version that a run used and, where it failed, what changed since the last run that went well. */
export function RunVersion({ pipelineId, version, failed, lastGood, zone }: RunVersionProps) {
  const isRehearsal = useRunPlace().rehearsalId !== undefined
  if (version === undefined) return <>–</>
  const when = lastGood && formatTimeWithZone(lastGood.scheduledStart, zone)
  return (
    <>
      <VersionLink pipelineId={pipelineId} version={version}>
        {version}
      </VersionLink>
      {failed && lastGood && !isRehearsal && (
        <>
          {' · '}
          <VersionLink
            pipelineId={pipelineId}
            version={version}
            since={lastGood.version}
            title={`The definitions of this run and of the one of ${when}, which finished`}
          >
            What changed since the last good run
          </VersionLink>
        </>
      )}
    </>
  )
}
