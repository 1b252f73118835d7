import { conforms } from './conforms.ts'
import { inMemory } from './ways.ts'

conforms('the engine in memory', inMemory)
