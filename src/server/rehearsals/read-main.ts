/** Reads kept rehearsals in a thread of its own: a month's rows are never the server's to walk through. */
import { parentPort } from 'node:worker_threads'
import { Fault } from '../../api/faults.ts'
import { type Looker, openLooker } from './look.ts'
import type { Reply, Request } from './reader.ts'

/** Databases that are kept open, those asked last. */
const mostOpen = 4
const open = new Map<string, Looker>()

parentPort?.on('message', async ({ id, ask, close }: Request) => {
  try {
    if (close !== undefined) {
      open.get(close)?.close()
      open.delete(close)
      reply({ id, body: '{}' })
    } else if (ask) reply({ id, body: await lookerOf(ask.file, ask.now, ask.region).answer(ask.name, ask.input) })
  } catch (error) {
    const [name, message] =
      error instanceof Fault ? [error.name, error.message] : ['InternalServiceError', String(error)]
    reply({ id, fault: { name, message } })
  }
})

const reply = (message: Reply) => parentPort?.postMessage(message)

function lookerOf(file: string, now: number, region: string): Looker {
  const known = open.get(file)
  open.delete(file)
  const looker = known ?? openLooker(file, now, region)
  open.set(file, looker)
  for (const [other, one] of open) {
    if (open.size <= mostOpen) break
    one.close()
    open.delete(other)
  }
  return looker
}
