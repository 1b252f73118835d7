import { actions } from './sections/actions.ts'
import { backfill } from './sections/backfill.ts'
import { cascade } from './sections/cascade.ts'
import { contradictions } from './sections/contradictions.ts'
import { control } from './sections/control.ts'
import { definitions } from './sections/definitions.ts'
import { dependencies } from './sections/dependencies.ts'
import { expressions } from './sections/expressions.ts'
import { fields } from './sections/fields.ts'
import { functions } from './sections/functions.ts'
import { ids } from './sections/ids.ts'
import { inheritance } from './sections/inheritance.ts'
import { interplay } from './sections/interplay.ts'
import { lifetime } from './sections/lifetime.ts'
import { limits } from './sections/limits.ts'
import { machines } from './sections/machines.ts'
import { machinesTogether } from './sections/machines-together.ts'
import { mixedPeriods } from './sections/mixed-periods.ts'
import { onDemandRuns } from './sections/on-demand.ts'
import { parameters } from './sections/parameters.ts'
import { query } from './sections/query.ts'
import { rerun } from './sections/rerun.ts'
import { resuming } from './sections/resuming.ts'
import { retries } from './sections/retries.ts'
import { schedules } from './sections/schedules.ts'
import { states } from './sections/states.ts'
import { wire } from './sections/wire.ts'
import { workers } from './sections/workers.ts'
import type { Section } from './story.ts'

/** All stories, in the order of the reference. */
export const sections: readonly Section[] = [
  ids,
  fields,
  inheritance,
  definitions,
  schedules,
  backfill,
  onDemandRuns,
  mixedPeriods,
  dependencies,
  machines,
  states,
  retries,
  actions,
  cascade,
  rerun,
  control,
  lifetime,
  resuming,
  interplay,
  machinesTogether,
  workers,
  functions,
  expressions,
  parameters,
  query,
  limits,
  contradictions,
  wire,
]
