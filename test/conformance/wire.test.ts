import { conforms } from './conforms.ts'
import { overTheWire } from './ways.ts'

conforms('the engine over the wire', overTheWire, true)
