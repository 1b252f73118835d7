import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { Fault } from '../api/faults.ts'
import { type OperationName, operations, type PipelineService } from '../api/operations.ts'
import type { ChangeEvent, WorkspaceName, WorkspaceService } from '../api/workspace.ts'
import { guard } from './guard.ts'
import { workspaceInputs } from './inputs.ts'
import { servePages } from './pages.ts'

export interface StudioParts {
  readonly service: PipelineService
  readonly workspace: WorkspaceService
  readonly onChange: (listener: (event: ChangeEvent) => void) => () => void
  readonly token: string
  /** Folder with the built pages. */
  readonly pages: string
}

export interface Studio {
  /** With the token that lets the first page in. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** How often a page is told at most that something changed, in milliseconds. */
const pace = 100

/** The studio's own face as a function from Request to Response. */
export function studioApp(parts: StudioParts, port: () => number): Hono {
  const app = new Hono()
  app.use(guard(port, parts.token))
  app.post('/api/call/:name', async c => {
    const name = c.req.param('name')
    const body: unknown = await c.req.json().catch(() => {
      throw new Fault('SerializationException', 'The body of a call must be JSON.')
    })
    const answer = await dispatch(parts, name, body, c.req.raw.signal)
    return c.json(answer ?? {})
  })
  app.get('/api/events', c =>
    streamSSE(c, async stream => {
      const waiting = new Map<string, ChangeEvent>()
      const stop = parts.onChange(event => waiting.set(`${event.what} ${event.pipelineId ?? ''}`, event))
      let gone = false
      stream.onAbort(() => {
        gone = true
        stop()
      })
      for (let beat = 0; !gone; beat++) {
        const events = [...waiting.values()]
        waiting.clear()
        if (events.length || beat % 150 === 0) await stream.writeSSE({ data: JSON.stringify(events) })
        await stream.sleep(pace)
      }
    }),
  )
  app.get('*', servePages(parts.pages))
  app.onError((error, c) => {
    if (error instanceof Fault) return c.json({ __type: error.name, message: error.message }, statusOf(error))
    console.error(error)
    return c.json({ __type: 'InternalServiceError', message: `Something broke on our side: ${error.message}` }, 500)
  })
  return app
}

/** Serves the studio on 127.0.0.1. Port 0 picks a free one. */
export function startStudio(parts: StudioParts, wantedPort: number): Promise<Studio> {
  let port = wantedPort
  const app = studioApp(parts, () => port)
  return new Promise((done, fail) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: wantedPort }, info => {
      port = info.port
      done({
        url: `http://127.0.0.1:${port}/?token=${parts.token}`,
        port,
        close: () =>
          new Promise<void>(closed => {
            server.close(() => closed())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      })
    })
    server.on('error', fail)
  })
}

async function dispatch(
  { service, workspace }: StudioParts,
  name: string,
  body: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  const isOperation = Object.hasOwn(operations, name)
  const table = isOperation ? operations[name as OperationName].input : workspaceInputs[name as WorkspaceName]
  if (!table || !(isOperation || Object.hasOwn(workspaceInputs, name)))
    throw new Fault('UnknownOperationException', `There is no call ${name}.`)
  const input = table.safeParse(body)
  if (!input.success) {
    const [issue] = input.error.issues
    throw new Fault(
      'InvalidRequestException',
      `${name}: ${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'is not as expected'}.`,
    )
  }
  const target = (isOperation ? service : workspace) as Record<
    string,
    (input: unknown, signal: AbortSignal) => Promise<unknown>
  >
  return target[name]?.(input.data, signal)
}

const statusOf = (fault: Fault) =>
  fault.name === 'InternalServiceError'
    ? 500
    : fault.name === 'NotFound' || fault.name === 'PipelineNotFoundException'
      ? 404
      : 400
