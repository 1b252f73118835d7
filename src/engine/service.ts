import type { PipelineService } from '../api/operations.ts'
import { activation } from './service/activation.ts'
import type { Context } from './service/context.ts'
import { definitions } from './service/definitions.ts'
import { objects } from './service/objects.ts'
import { pipelines } from './service/pipelines.ts'
import { setStatus } from './service/set-status.ts'
import { createTasks, type Tasks } from './service/tasks.ts'

export interface Services {
  readonly service: PipelineService
  /** The same for people at the studio: a FINISHED pipeline takes SetStatus too, so that a failed run can be rerun. */
  readonly studio: PipelineService
  readonly tasks: Tasks
}

/** The 19 operations on top of the runtime and the store. */
export function createService(context: Context): Services {
  const tasks = createTasks(context)
  const service: PipelineService = {
    ...pipelines(context),
    ...definitions(context),
    ...activation(context),
    ...objects(context),
    ...tasks.operations,
    SetStatus: setStatus(context, false),
  }
  return { service, studio: { ...service, SetStatus: setStatus(context, true) }, tasks }
}
