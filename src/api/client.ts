import { Fault, type FaultName } from './faults.ts'
import type { PipelineService } from './operations.ts'
import type { WorkspaceService } from './workspace.ts'

export type StudioService = PipelineService & WorkspaceService

/** The same service, from afar: each call is `POST <base>/call/<Name>`. Fails with the `Fault` that the server named. */
export function remoteService(base: string, send: typeof fetch): StudioService {
  const call = (name: string) => async (input: unknown, signal?: AbortSignal) => {
    const answer = await reach(send, `${base}/call/${name}`, input, signal)
    const body: unknown = answer.headers.get('content-type')?.includes('json') ? await answer.json() : undefined
    if (!answer.ok) throw faultOf(body, answer.status)
    return body
  }
  return new Proxy({} as StudioService, { get: (_, name) => (typeof name === 'string' ? call(name) : undefined) })
}

async function reach(send: typeof fetch, url: string, input: unknown, signal: AbortSignal | undefined) {
  try {
    return await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-pipewright': '1' },
      body: JSON.stringify(input ?? {}),
      ...(signal && { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Fault('InternalServiceError', 'The Pipewright server does not answer. Is it still running?')
  }
}

function faultOf(body: unknown, status: number): Fault {
  const { __type, message } = (body ?? {}) as { __type?: string; message?: string }
  return new Fault(
    (__type ?? 'InternalServiceError') as FaultName,
    message ?? `The server answered with status ${status}.`,
  )
}
