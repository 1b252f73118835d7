import { activityExamples, copyExamples } from './activities.ts'
import type { Examples } from './example.ts'
import { mixedScheduleExamples } from './mixed.ts'
import { limitExamples, parameterExamples, securityExamples } from './parameters.ts'
import { resourceExamples } from './resources.ts'
import { runningExamples, schedulingExamples } from './running.ts'
import { referenceExamples, shapeExamples } from './shape.ts'
import { expressionExamples, textExamples, valueExamples } from './values.ts'

/** A bad and a good example of every rule, by its code. */
export const everyExample: Examples = {
  ...shapeExamples,
  ...valueExamples,
  ...textExamples,
  ...referenceExamples,
  ...expressionExamples,
  ...schedulingExamples,
  ...mixedScheduleExamples,
  ...resourceExamples,
  ...activityExamples,
  ...copyExamples,
  ...runningExamples,
  ...parameterExamples,
  ...securityExamples,
  ...limitExamples,
}
