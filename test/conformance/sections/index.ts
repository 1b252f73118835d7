import type { Section } from '../story.ts'
import { fields } from './fields.ts'
import { ids } from './ids.ts'
import { inheritance } from './inheritance.ts'
import { schedules } from './schedules.ts'

export const sections: readonly Section[] = [ids, fields, inheritance, schedules]
