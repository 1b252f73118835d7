import type { RunPart } from '../api/runs.ts'
import { printDateTime } from '../core/expression/value.ts'
import type { PartOptions } from '../engine/part-preview.ts'
import type { Local } from '../server/local.ts'
import { withStates } from '../server/part-inputs.ts'
import { note, type Options, textOf, type Values } from './command.ts'

/** Options that run a part of a definition only. */
export const partOptions: Options = {
  only: { type: 'string' },
  until: { type: 'string' },
  from: { type: 'string' },
  'outputs-of': { type: 'string' },
}

/** The run whose outputs stand for what is taken as done. */
interface OutputsOf {
  readonly pipelineId: string
  readonly scheduledStart: number
}

/** The part that the command line names, if any. Fails with a sentence where it names several. */
export function partOfLine(values: Values): { readonly part?: RunPart; readonly outputsOf?: OutputsOf } {
  const parts = (['only', 'until', 'from'] as const).flatMap((kind): RunPart[] => {
    const objectId = textOf(values, kind)
    return objectId === undefined ? [] : [{ kind, objectId }]
  })
  const [part] = parts
  if (parts.length > 1) throw new Error('Give one of --only, --until and --from, not several.')
  const run = textOf(values, 'outputs-of')
  if (run === undefined) return part ? { part } : {}
  if (!part) throw new Error('--outputs-of goes with --only, --until or --from.')
  return { part, outputsOf: readRun(run) }
}

/** `df-…/2026-11-26T08:00:00`: a pipeline of the data directory and the scheduled start of one of its runs, UTC. */
function readRun(text: string): OutputsOf {
  const [, pipelineId, start = ''] = /^([^/]+)\/(.+)$/.exec(text) ?? []
  const scheduledStart = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(start) ? start : `${start}Z`)
  if (pipelineId === undefined || Number.isNaN(scheduledStart))
    throw new Error(
      `--outputs-of wants a pipeline and a run's time such as df-ABC123/2026-11-26T08:00:00, not ${JSON.stringify(text)}.`,
    )
  return { pipelineId, scheduledStart }
}

/** Says what a part runs, what it takes as done, and which inputs are missing, before anything is started. */
export async function tellPart(local: Local, pipelineId: string, options: PartOptions): Promise<void> {
  const plan = await withStates(local.engine.previewPart(pipelineId, options), local.storage)
  const names = (all: readonly { readonly id: string }[]) => all.map(one => one.id).join(', ')
  note(`Runs ${names(plan.runs)}.`)
  if (plan.taken.length > 0) note(`Taken as done: ${names(plan.taken)}.`)
  for (const { id, status } of plan.taken)
    if (status !== undefined && status !== 'FINISHED') note(`  ${id} was ${status} in that run.`)
  for (const { id, where, state, from, note: more } of plan.inputs) {
    const origin = from === undefined ? '' : `, of the run of ${printDateTime(from)} UTC`
    if (state === 'missing') note(`  Missing: ${id} at ${where}${origin}.`)
    if (more !== undefined) note(`  ${id}: ${more}`)
  }
}
