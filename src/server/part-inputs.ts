import type { PartPreview } from '../api/runs.ts'
import type { PartPlan } from '../engine/part-preview.ts'
import type { ObjectStore } from '../engine/ports.ts'

/** A plan with what is there of its inputs. Tables and what lies elsewhere are not looked at, and said to be unknown. */
export async function withStates(plan: PartPlan, storage: ObjectStore): Promise<PartPreview> {
  const inputs = await Promise.all(
    plan.inputs.map(async input => {
      const { where } = input
      if (!where?.startsWith('s3://')) return { ...input, state: 'unknown' as const }
      const there = where.endsWith('/') ? await holdsAny(storage, where) : (await storage.head(where)) !== undefined
      return { ...input, state: there ? ('there' as const) : ('missing' as const) }
    }),
  )
  return { ...plan, inputs }
}

async function holdsAny(storage: ObjectStore, prefix: string): Promise<boolean> {
  for await (const _ of storage.list(prefix)) return true
  return false
}
