import { mend, type Repair } from '../../core/definition/mend.ts'
import type { Definition } from '../../core/definition/model.ts'
import { lineColumn } from '../../core/definition/text.ts'
import { describeReading } from '../../core/formats/describe.ts'
import { editableText, readDefinition } from '../../core/formats/index.ts'
import { validate } from '../../core/validation/index.ts'

/** What an imported text is, and the two texts that it can become. */
export interface Told {
  /** Its format, in a few words. */
  readonly what: string
  readonly definition: Definition
  /** What the checks count in it. */
  readonly errors: number
  readonly warnings: number
  /** What is odd about the text and cannot be mended by itself, with its line; then what is lost. */
  readonly remarks: readonly string[]
  /** Whether something odd may have been misread. */
  readonly severe: boolean
  /** Why there is no definition, where there is none. */
  readonly problem: string | undefined
  /** As a definition that can be edited, but otherwise as it was given. */
  readonly asItIs: string
  /** The same with its JSON mended. */
  readonly mended: string
  readonly repairs: readonly Repair[]
}

/** Reads a text in any format. Takes long for a large one, so pages have it done aside. */
export function told(text: string): Told {
  const reading = readDefinition(text)
  const { definition, document, notes } = reading
  const findings = validate(definition)
  const count = (severity: string) => findings.filter(finding => finding.severity === severity).length
  // What can be mended is told repair by repair.
  const odd = document.problems.filter(problem => !problem.fix)
  const asItIs = editableText(reading)
  // Another language than JSON has become a CLI file, which has nothing to mend.
  const { text: mended, repairs } = document.dialect === 'foreign' ? { text: asItIs, repairs: [] } : mend(asItIs)
  return {
    what: describeReading(reading),
    definition,
    errors: count('error'),
    warnings: count('warning'),
    remarks: [
      ...odd
        .slice(0, mostRemarks)
        .map(({ message, offset }) => `Line ${lineColumn(document.text, offset).line}: ${message}`),
      ...(odd.length > mostRemarks
        ? [`And ${odd.length - mostRemarks} more remarks on the text; the designer shows them.`]
        : []),
      ...notes,
    ],
    severe: odd.some(problem => problem.severity === 'error'),
    problem: document.problems[0]?.message,
    asItIs,
    mended,
    repairs,
  }
}

const mostRemarks = 6
