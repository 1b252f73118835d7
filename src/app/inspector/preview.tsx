import { useMemo } from 'react'
import { resolveParameters } from '../../core/definition/parameters.ts'
import { objectById } from '../../core/definition/query.ts'
import { scopeOf } from '../../core/definition/scope.ts'
import { evaluateTemplate } from '../../core/expression/evaluate.ts'
import { dateTime, string } from '../../core/expression/value.ts'
import { useEngineNow } from '../data/clock.ts'
import { useDerived } from '../state/session.ts'

/** What a text with expressions in it would become in a run that begins today. */
export function Preview({ owner, text }: { readonly owner: string; readonly text: string }) {
  const { definition } = useDerived()
  const day = Math.floor(useEngineNow(60_000) / 86_400_000) * 86_400_000
  const result = useMemo(() => {
    const object = objectById(definition, owner)
    if (!object) return undefined
    const { values } = resolveParameters(definition)
    const runtime = (id: string, field: string) => sampleOf(id, field, day)
    return evaluateTemplate(text, scopeOf({ definition, object, values, runtime, node: object }))
  }, [definition, owner, text, day])
  if (!result) return null
  if ('error' in result) return <div className="pw-preview">Cannot be worked out before a run: {result.error}</div>
  const shown = result.values.slice(0, 3)
  return (
    <div className="pw-preview" title="With today as the scheduled start and the parameters' present values">
      {result.values.length === 0 && 'Nothing: an optional parameter in it has no value.'}
      {shown.map((value, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two values may be alike, and none moves.
        <div key={at}>
          = <code>{value.length > 300 ? `${value.slice(0, 300)}…` : value}</code>
        </div>
      ))}
      {result.values.length > shown.length && `and ${result.values.length - shown.length} more`}
    </div>
  )
}

const dayLength = 86_400_000

/** Runtime fields as a run that is planned for a day would have them. */
function sampleOf(id: string, field: string, day: number) {
  if (/^@.*(End|finished)Time$/i.test(field)) return dateTime(day + dayLength)
  if (/Time$/.test(field)) return dateTime(day)
  if (field === '@pipelineId') return string('df-EXAMPLE')
  if (field === '@id') return string(`@${id}_run`)
  return undefined
}
