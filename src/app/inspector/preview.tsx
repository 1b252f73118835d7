import { useMemo } from 'react'
import { objectById } from '../../core/definition/query.ts'
import { foresee } from '../../core/runs/moment.ts'
import { useEngineNow } from '../data/clock.ts'
import { useDerived, useSession, useView } from '../state/session.ts'
import { formatTime } from '../ui/time.ts'

/** What a text with expressions in it comes to in the run that one has chosen, or why that cannot be known before. */
export function Preview({ owner, text }: { readonly owner: string; readonly text: string }) {
  const { pipelineId } = useSession()
  const { definition } = useDerived()
  const moment = useView(now => now.moment)
  const now = Math.floor(useEngineNow(60_000) / 60_000) * 60_000
  const found = useMemo(() => {
    const object = objectById(definition, owner)
    return object && foresee({ definition, object, moment, now, pipelineId }, text)
  }, [definition, owner, text, moment, now, pipelineId])
  if (!found) return null
  return (
    <div className="pw-preview">
      {'problem' in found ? (
        <p>
          {found.unknowable ? 'Not known before a run: ' : ''}
          {found.problem}
        </p>
      ) : (
        <Values {...found} />
      )}
    </div>
  )
}

const most = 3

interface ValuesProps {
  readonly values: readonly string[]
  readonly start: number
  readonly node?: string
}

const Values = ({ values, start, node }: ValuesProps) => (
  <output>
    {values.length === 0 && <p>Nothing: an optional parameter in it has no value.</p>}
    {values.slice(0, most).map((value, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: two values may be alike, and none moves.
      <code key={at}>= {value.length > 300 ? `${value.slice(0, 300)}…` : value}</code>
    ))}
    {values.length > most && <p>and {values.length - most} more</p>}
    <small>
      scheduled for {formatTime(start, 'utc')} UTC{node === undefined ? '' : `, serving ${node}`}
    </small>
  </output>
)
