import type { Section } from '../story.ts'
import { actions } from './actions.ts'
import { cascade } from './cascade.ts'
import { dependencies } from './dependencies.ts'
import { fields } from './fields.ts'
import { ids } from './ids.ts'
import { inheritance } from './inheritance.ts'
import { mixedPeriods } from './mixed-periods.ts'
import { onDemandRuns } from './on-demand.ts'
import { rerun } from './rerun.ts'
import { retries } from './retries.ts'
import { schedules } from './schedules.ts'
import { states } from './states.ts'

/** All stories, in the order of the reference. */
export const sections: readonly Section[] = [
  ids,
  fields,
  inheritance,
  schedules,
  onDemandRuns,
  mixedPeriods,
  dependencies,
  states,
  retries,
  actions,
  cascade,
  rerun,
]
