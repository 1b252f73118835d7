import { Worker } from 'node:worker_threads'
import { Fault, type FaultName } from '../../api/faults.ts'
import { helperFile } from '../helpers.ts'
import type { Question } from './look.ts'

export interface Request {
  readonly id: number
  readonly ask?: {
    readonly file: string
    readonly now: number
    readonly region: string
    readonly name: Question
    readonly input: unknown
  }
  /** A file to let go of. */
  readonly close?: string
}

export type Reply = { readonly id: number } & (
  | { readonly body: string }
  | { readonly fault: { readonly name: string; readonly message: string } }
)

/** The thread that reads rehearsals, started when something is asked first. Answers are JSON, ready to be sent on. */
export function createReader() {
  let worker: Worker | undefined
  let count = 0
  const waiting = new Map<number, { done(body: string): void; fail(error: Error): void }>()

  const start = (): Worker => {
    const made = new Worker(helperFile('rehearsalReader'), { name: 'rehearsals' })
    made.unref()
    made.on('message', (reply: Reply) => {
      const asker = waiting.get(reply.id)
      waiting.delete(reply.id)
      if ('body' in reply) asker?.done(reply.body)
      else asker?.fail(new Fault(reply.fault.name as FaultName, reply.fault.message))
    })
    const lost = (why: string) => {
      worker = undefined
      for (const { fail } of waiting.values()) fail(new Error(`The reader of rehearsals ended. ${why}`.trim()))
      waiting.clear()
    }
    made.on('error', error => lost(error.message))
    made.on('exit', () => lost(''))
    return made
  }

  const send = (request: Omit<Request, 'id'>): Promise<string> => {
    worker ??= start()
    const id = ++count
    return new Promise((done, fail) => {
      waiting.set(id, { done, fail })
      worker?.postMessage({ id, ...request } satisfies Request)
    })
  }

  return {
    ask: (ask: NonNullable<Request['ask']>): Promise<string> => send({ ask }),
    /** Lets go of a file, so that it can be removed. */
    async release(file: string) {
      if (worker) await send({ close: file })
    },
    async close() {
      await worker?.terminate()
    },
  }
}
