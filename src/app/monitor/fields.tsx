import { useQuery } from '@tanstack/react-query'
import type { OutputOf } from '../../api/operations.ts'
import { useService } from '../data/service.ts'
import { Trouble, Waiting } from '../ui/kit.tsx'

type Field = OutputOf<'DescribeObjects'>['pipelineObjects'][number]['fields'][number]

interface FieldsProps {
  readonly pipelineId: string
  /** An instance or an attempt. */
  readonly objectId: string
  readonly onRef: (id: string) => void
}

/** All fields of an instance or attempt as the service tells them, expressions evaluated. */
export function Fields({ pipelineId, objectId, onRef }: FieldsProps) {
  const service = useService()
  const { data, error, refetch } = useQuery({
    queryKey: ['runs', pipelineId, 'fields', objectId],
    queryFn: ({ signal }) =>
      service.DescribeObjects({ pipelineId, objectIds: [objectId], evaluateExpressions: true }, signal),
  })
  if (error) return <Trouble what="The fields could not be read" error={error} retry={() => void refetch()} />
  if (!data) return <Waiting what="Reading the fields" />
  const fields = data.pipelineObjects[0]?.fields ?? []
  const own = fields.filter(field => !field.key.startsWith('@'))
  const runtime = fields.filter(field => field.key.startsWith('@'))
  return (
    <div className="pw-fields" data-scroll>
      <h4>Fields of {objectId}</h4>
      <FieldRows fields={own} onRef={onRef} />
      <h4>Kept by the service</h4>
      <FieldRows fields={runtime} onRef={onRef} />
    </div>
  )
}

const FieldRows = ({ fields, onRef }: { readonly fields: readonly Field[]; readonly onRef: (id: string) => void }) => (
  <dl>
    {fields.map((field, i) => {
      const key = `${field.key} ${i}`
      return (
        <div key={key}>
          <dt>{field.key}</dt>
          <dd className="pw-mono">
            {field.refValue !== undefined ? (
              <button type="button" className="pw-plain pw-link pw-mono" onClick={() => onRef(field.refValue ?? '')}>
                {field.refValue}
              </button>
            ) : field.key.startsWith('*') ? (
              '•••'
            ) : (
              field.stringValue
            )}
          </dd>
        </div>
      )
    })}
  </dl>
)
