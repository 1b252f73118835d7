import Alert from '@cloudscape-design/components/alert'
import { countWords } from '../ui/severity.tsx'
import { FlowLine } from './flow-line.tsx'
import type { Told } from './told.ts'

/** What was found in a text: its format, how much it holds, what is odd or lost. */
export function Verdict({ told }: { readonly told: Told }) {
  const { what, definition, errors, warnings, remarks } = told
  const { objects, parameters, values } = definition
  if (objects.length === 0 && parameters.length + values.length > 0)
    return (
      <Alert
        type="warning"
        header={`${what}: ${counted(parameters.length, 'parameter')}, ${counted(values.length, 'value')}, and no objects`}
      >
        It goes with a definition that is elsewhere: drop it on the designer of that one to add it there. Made into a
        pipeline by itself, it still lacks its objects.
      </Alert>
    )
  if (objects.length === 0)
    return (
      <Alert type="error" header="No objects of a pipeline are in this text">
        {told.problem ?? 'It was read as a definition, but it holds no objects.'}
      </Alert>
    )
  return (
    <Alert
      type={told.severe ? 'warning' : 'info'}
      header={`${what}: ${counted(objects.length, 'object')}, ${counted(parameters.length, 'parameter')}`}
    >
      {errors + warnings === 0
        ? 'The checks find nothing wrong with it.'
        : `The checks find ${[
            errors > 0 && countWords(errors, 'error'),
            warnings > 0 && countWords(warnings, 'warning'),
          ]
            .filter(Boolean)
            .join(' and ')}; the designer shows them with ways to mend them.`}
      {remarks.length > 0 && (
        <ul className="pw-remarks">
          {remarks.map(remark => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      )}
      {objects.length <= mostDrawn && <FlowLine definition={definition} />}
    </Alert>
  )
}

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
/** A line of more would not fit. */
const mostDrawn = 24
