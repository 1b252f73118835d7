import { serve } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { Fault } from '../api/faults.ts'
import { type OperationName, operations, type PipelineService } from '../api/operations.ts'
import type { ChangeEvent, WorkspaceName, WorkspaceService } from '../api/workspace.ts'
import { guard } from './guard.ts'
import { workspaceInputs } from './inputs.ts'
import { servePages } from './pages.ts'
import { isQuestion } from './rehearsals/look.ts'
import type { Rehearsals } from './rehearsals/rehearsals.ts'
import { unwrittenBecause } from './unwritten.ts'

export interface StudioParts {
  readonly service: PipelineService
  readonly workspace: WorkspaceService
  readonly rehearsals: Rehearsals
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
    const answer = await dispatch(parts, c.req.param('name'), await bodyOf(c), c.req.raw.signal)
    return c.json(answer ?? {})
  })
  // The same questions about a rehearsal, so that the same screens show it.
  app.post('/api/rehearsals/:id/call/:name', async c => {
    const { id, name } = c.req.param()
    const body = await bodyOf(c)
    if (isQuestion(name)) {
      const answer = await parts.rehearsals.ask(id, name, inputOf(name, body))
      return c.body(answer, 200, { 'content-type': 'application/json' })
    }
    const answer = await dispatch(parts, name, body, c.req.raw.signal, besides)
    // The clock of a rehearsal stands still at its end.
    return c.json(
      name === 'GetEnvironment' ? { ...(answer as object), now: parts.rehearsals.find(id).to, speed: 0 } : answer,
    )
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
    const message = unwrittenBecause(error) ?? `Something broke on our side: ${error.message}`
    return c.json({ __type: 'InternalServiceError', message }, 500)
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

/** What screens of a rehearsal may ask of the studio itself; all else belongs to real runs. */
const besides: ReadonlySet<string> = new Set(['GetEnvironment', 'GetSettings', 'ListPipelineSummaries'])

const bodyOf = (c: Context): Promise<unknown> =>
  c.req.json().catch(() => {
    throw new Fault('SerializationException', 'The body of a call must be JSON.')
  })

/** What a call is given, checked by its table. */
function inputOf(name: string, body: unknown): unknown {
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
  return input.data
}

async function dispatch(
  { service, workspace }: StudioParts,
  name: string,
  body: unknown,
  signal: AbortSignal,
  allowed?: ReadonlySet<string>,
): Promise<unknown> {
  const input = inputOf(name, body)
  if (allowed && !allowed.has(name))
    throw new Fault('InvalidRequestException', `${name} is for real runs; a rehearsal is only looked at.`)
  const target = (Object.hasOwn(operations, name) ? service : workspace) as Record<
    string,
    (input: unknown, signal: AbortSignal) => Promise<unknown>
  >
  return target[name]?.(input, signal)
}

const statusOf = (fault: Fault) =>
  fault.name === 'InternalServiceError'
    ? 500
    : fault.name === 'NotFound' || fault.name === 'PipelineNotFoundException'
      ? 404
      : 400
