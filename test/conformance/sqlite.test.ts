import { conforms } from './conforms.ts'
import { inSqlite } from './ways.ts'

conforms('the engine over SQLite', inSqlite)
