import type { PipelineService } from '../api/operations.ts'
import { activation } from './service/activation.ts'
import type { Context } from './service/context.ts'
import { definitions } from './service/definitions.ts'
import { objects } from './service/objects.ts'
import { pipelines } from './service/pipelines.ts'
import { setStatus } from './service/set-status.ts'
import { createTasks, type Tasks } from './service/tasks.ts'

/** The 19 operations on top of the runtime and the store. */
export function createService(context: Context): { readonly service: PipelineService; readonly tasks: Tasks } {
  const tasks = createTasks(context)
  const service: PipelineService = {
    ...pipelines(context),
    ...definitions(context),
    ...activation(context),
    ...objects(context),
    ...tasks.operations,
    SetStatus: setStatus(context),
  }
  return { service, tasks }
}
