import type { PipelineService } from '../../src/api/operations.ts'

/** A Data Pipeline that stories are told on, and what they can do with it besides the 19 operations. */
export interface World {
  readonly service: PipelineService
  now(): number
  /** Lets so many milliseconds go by; absent where nobody can move the clock. */
  readonly pass?: (ms: number) => Promise<void>
  /** Resolves when the service holds the poll of that number, counted from 1, instead of answering it. */
  held(poll: number): Promise<void>
  /** Resolves when the service knows that the one who sent the poll has gone. */
  gone(poll: number): Promise<void>
  /** Subjects of the alarms published so far, oldest first. */
  readonly alarms?: () => readonly { readonly subject: string; readonly message: string }[]
  /** Sends a signed request as it stands. */
  readonly send?: (request: BareRequest) => Promise<BareAnswer>
  /** How long to ask again until something is so, milliseconds; the real service answers late. */
  readonly patience: number
  close(): Promise<void>
}

export interface BareRequest {
  readonly target?: string
  readonly contentType?: string
  readonly body: string
  readonly service?: string
}

export interface BareAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** The service, and a view on who polls. `number` of a poll is the order in which it arrived. */
export function watched(service: PipelineService): Pick<World, 'service' | 'held' | 'gone'> {
  const polls: { held: PromiseWithResolvers<void>; gone: PromiseWithResolvers<void> }[] = []
  const poll = (number: number) => {
    while (polls.length < number) polls.push({ held: Promise.withResolvers(), gone: Promise.withResolvers() })
    return polls[number - 1] ?? { held: Promise.withResolvers<void>(), gone: Promise.withResolvers<void>() }
  }
  let arrived = 0
  return {
    service: {
      ...service,
      async PollForTask(input, signal) {
        arrived += 1
        const { held, gone } = poll(arrived)
        let open = true
        const answer = service.PollForTask(input, signal).finally(() => {
          open = false
          gone.resolve()
        })
        for (let turns = 0; open && turns < 3; turns += 1) await new Promise(resolve => setImmediate(resolve))
        if (open) held.resolve()
        return answer
      },
    },
    held: number => poll(number).held.promise,
    gone: number => poll(number).gone.promise,
  }
}
