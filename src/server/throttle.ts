import { Fault } from '../api/faults.ts'
import { type OperationName, operationNames, operations, type PipelineService } from '../api/operations.ts'

/** Calls that may come at once after a rest, of every operation with a rate. Source: developer guide, limits. */
const burst = 100

/**
 * The service as an account of AWS meets it: each operation at its documented rate with a burst of a hundred, and
 * `ThrottlingException: Rate exceeded` beyond. `isOn` says whether that holds now; `now` in milliseconds.
 */
export function throttled(service: PipelineService, isOn: () => boolean, now: () => number): PipelineService {
  const buckets = new Map<OperationName, { tokens: number; at: number }>()
  const take = (name: OperationName) => {
    const { rate } = operations[name]
    if (rate === undefined) return
    const time = now()
    const known = buckets.get(name) ?? { tokens: burst, at: time }
    const tokens = Math.min(burst, known.tokens + ((time - known.at) / 1000) * rate)
    buckets.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: time })
    if (tokens < 1) throw new Fault('ThrottlingException', 'Rate exceeded')
  }
  const calls = operationNames.map(name => {
    const call = service[name] as (input: unknown, signal?: AbortSignal) => Promise<unknown>
    return [
      name,
      async (input: unknown, signal?: AbortSignal) => {
        if (isOn()) take(name)
        return call(input, signal)
      },
    ] as const
  })
  return Object.fromEntries(calls) as PipelineService
}
