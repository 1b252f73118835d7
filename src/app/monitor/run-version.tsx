import { Link } from '@tanstack/react-router'
import type { RunRow } from '../../api/workspace.ts'
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

/** The way from a run to the definition that it used. */
export const VersionLink = ({ pipelineId, version, since, title, children }: LinkProps) => (
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
  if (version === undefined) return <>–</>
  const when = lastGood && formatTimeWithZone(lastGood.scheduledStart, zone)
  return (
    <>
      <VersionLink pipelineId={pipelineId} version={version}>
        {version}
      </VersionLink>
      {failed && lastGood && (
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
