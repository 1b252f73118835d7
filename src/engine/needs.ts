import { partsOfInstance, startOfInstance } from '../core/runs/instance-id.ts'
import { type Instance, isOver, isTakenBack } from './instance.ts'
import type { Ledger } from './ledger.ts'
import { nextOf } from './scheduler.ts'

/** What instances still wait for, among what is there and what is still to be made. */
export interface Needs {
  /** Whether an instance that is not there is still to be made, now or once the pipeline is activated again. */
  willBeMade(pipelineId: string, componentId: string, start: number): boolean
  /**
   * Which needs of an instance are not FINISHED, which of them has failed, and whether any of them, conditions aside,
   * has failed or is being rerun. `coming` are made together with it.
   */
  standing(
    instance: Instance,
    coming?: ReadonlySet<string>,
  ): { readonly unmet: readonly string[]; readonly failed?: string; readonly upset?: boolean }
  /** Whether an instance that a resource is made for may still run on it. */
  mayRun(pipelineId: string, id: string): boolean
  /** Whether the resource that an instance asks for is still to be made. */
  willHaveResource(pipelineId: string, id: string, by: string): boolean
}

export function needsIn(ledger: Ledger): Needs {
  function willBeMade(pipelineId: string, componentId: string, start: number): boolean {
    const record = ledger.pipeline(pipelineId)
    if (record?.active === undefined) return false
    const component = ledger.roster(pipelineId, record.active)?.components.get(componentId)
    const next = component && nextOf(component, record.cursors[componentId])
    return next !== undefined && start >= next.span.start
  }

  function isStillToCome(pipelineId: string, id: string): boolean {
    const parts = partsOfInstance(id)
    return parts !== undefined && willBeMade(pipelineId, parts.componentId, parts.start)
  }

  return {
    willBeMade,
    standing(instance, coming) {
      const { pipelineId, needs } = instance.plan
      const unmet: string[] = []
      let failed: string | undefined
      let upset = false
      for (const need of needs) {
        const other = ledger.instance(pipelineId, need.id)
        // A condition that was skipped with its object was not asked yet.
        if (other?.phase === 'finished' || (other?.phase === 'skipped' && need.as !== 'when')) continue
        if (!other && !coming?.has(need.id) && !isStillToCome(pipelineId, need.id)) continue
        unmet.push(need.id)
        if (!other || need.as === 'when') continue
        if (isOver(other)) failed ??= need.id
        upset ||= isOver(other) || other.rerun
      }
      return { unmet, ...(failed !== undefined && { failed }), ...(upset && { upset }) }
    },
    mayRun(pipelineId, id) {
      const parts = partsOfInstance(id)
      if (!parts) return true
      const { componentId, start } = parts
      const known = ledger.madeFor({ pipelineId, id, componentId, scheduledStart: start })
      if (known && !isOver(known)) return true
      return (!known || isTakenBack(known)) && willBeMade(pipelineId, componentId, start)
    },
    willHaveResource(pipelineId, id, by) {
      const task = ledger.instance(pipelineId, by)
      const roster = task && ledger.roster(pipelineId, task.plan.version)
      const runs =
        task?.plan.owner === undefined ? task?.plan.componentId : partsOfInstance(task.plan.owner)?.componentId
      const on = roster?.components.get(runs ?? '')?.on
      const start = startOfInstance(id)
      return on !== undefined && start !== undefined && willBeMade(pipelineId, on, start)
    },
  }
}
