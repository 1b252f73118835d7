import { mend, type Repair } from '../../core/definition/mend.ts'
import { editableText, type Reading } from '../../core/formats/index.ts'

/** The two texts that an imported one can become. */
export interface Taken {
  /** As a definition that can be edited, but otherwise as it was given. */
  readonly asItIs: string
  /** The same with its JSON mended. */
  readonly mended: string
  readonly repairs: readonly Repair[]
}

/** What is taken of a reading. Other languages than JSON become a CLI file, which has nothing to mend. */
export function takenOf(reading: Reading): Taken {
  const asItIs = editableText(reading)
  if (reading.document.dialect === 'foreign') return { asItIs, mended: asItIs, repairs: [] }
  const { text: mended, repairs } = mend(asItIs)
  return { asItIs, mended, repairs }
}
