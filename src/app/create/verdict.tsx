import Alert from '@cloudscape-design/components/alert'
import { useMemo } from 'react'
import { lineColumn } from '../../core/definition/text.ts'
import { describeReading } from '../../core/formats/describe.ts'
import type { Reading } from '../../core/formats/index.ts'
import { validate } from '../../core/validation/index.ts'
import { countWords } from '../ui/severity.tsx'
import { FlowLine } from './flow-line.tsx'

/** What was found in a text: its format, how much it holds, what is odd or lost. */
export function Verdict({ reading }: { readonly reading: Reading }) {
  const { definition, document, notes } = reading
  const findings = useMemo(() => validate(definition), [definition])
  const { objects, parameters, values } = definition
  if (objects.length === 0 && parameters.length + values.length > 0)
    return (
      <Alert
        type="warning"
        header={`${describeReading(reading)}: ${counted(parameters.length, 'parameter')}, ${counted(values.length, 'value')}, and no objects`}
      >
        It goes with a definition that is elsewhere: drop it on the designer of that one to add it there. Made into a
        pipeline by itself, it still lacks its objects.
      </Alert>
    )
  if (objects.length === 0)
    return (
      <Alert type="error" header="No objects of a pipeline are in this text">
        {document.problems[0]?.message ?? 'It was read as a definition, but it holds no objects.'}
      </Alert>
    )
  const errors = findings.filter(finding => finding.severity === 'error').length
  const warnings = findings.filter(finding => finding.severity === 'warning').length
  // What can be mended is told below, repair by repair.
  const odd = document.problems.filter(problem => !problem.fix)
  const remarks = [
    ...odd.slice(0, 6).map(({ message, offset }) => `Line ${lineColumn(document.text, offset).line}: ${message}`),
    ...(odd.length > 6 ? [`And ${odd.length - 6} more remarks on the text; the designer shows them.`] : []),
    ...notes,
  ]
  return (
    <Alert
      type={odd.some(problem => problem.severity === 'error') ? 'warning' : 'info'}
      header={`${describeReading(reading)}: ${counted(objects.length, 'object')}, ${counted(parameters.length, 'parameter')}`}
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
