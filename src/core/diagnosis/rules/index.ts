import type { DiagnosisRule } from '../rule.ts'
import { capacityRules } from './capacity.ts'
import { dataRules } from './data.ts'
import { databaseRules } from './database.ts'
import { definitionRules } from './definition.ts'
import { emrRules } from './emr.ts'
import { imageRules } from './image.ts'
import { localRules } from './local.ts'
import { networkRules } from './network.ts'
import { permissionRules } from './permission.ts'
import { scheduleRules } from './schedule.ts'
import { scriptRules } from './script.ts'
import { stateRules } from './state.ts'

/** Every known cause of a failure or a wait. The greatest rank among those that match is the headline. */
export const diagnosisRules: readonly DiagnosisRule[] = [
  ...localRules,
  ...capacityRules,
  ...dataRules,
  ...databaseRules,
  ...definitionRules,
  ...emrRules,
  ...imageRules,
  ...networkRules,
  ...permissionRules,
  ...scheduleRules,
  ...scriptRules,
  ...stateRules,
]
