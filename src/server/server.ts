import { secretOf } from './data-dir.ts'
import { readEnvironment } from './environment.ts'
import { startStudio } from './http.ts'
import { type LocalOptions, openLocal, shipped } from './local.ts'
import { createWorkspace } from './workspace.ts'

/** What `serve --json` prints when everything answers. */
export interface Ready {
  readonly url: string
  readonly dataPipelineEndpoint: string
  readonly s3Endpoint: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly dataDir: string
}

export interface Server {
  readonly ready: Ready
  close(): Promise<void>
  /** Ends the commands that a close waits for at once. */
  hurry(): Promise<void>
}

export const version = '0.1.0'

/** Opens the data directory and serves the studio and the gateway on 127.0.0.1. */
export async function startServer(options: LocalOptions & { readonly port: number }): Promise<Server> {
  // Asking programs for their versions may take a second; nobody waits for that before a page wants to know.
  const machine = readEnvironment()
  const local = await openLocal({ gatewayPort: options.port && options.port + 1, ...options })
  const workspace = createWorkspace({
    ...local,
    examples: shipped('app/examples', '../../public/examples'),
    environment: machine.then(found => ({
      version,
      dataDir: local.dataDir.path,
      gateway: local.gateway,
      speed: options.speed,
      ...found,
    })),
  })
  const studio = await startStudio(
    {
      service: local.versions.recording(local.engine.studio),
      workspace,
      rehearsals: local.rehearsals,
      onChange: local.onChange,
      token: secretOf(local.dataDir.path, 'studio-token'),
      pages: shipped('app', '../../dist/app'),
    },
    options.port,
  ).catch(async (error: NodeJS.ErrnoException) => {
    await local.close()
    if (error.code === 'EADDRINUSE')
      throw new Error(`Port ${options.port} is taken. Choose another with --port, or 0 for any free one.`)
    throw error
  })
  local.rehearsals.resume()
  local.dataDir.announce({
    pid: process.pid,
    since: new Date().toISOString(),
    url: new URL(studio.url).origin,
    gateway: local.gateway,
  })
  return {
    ready: {
      url: studio.url,
      dataPipelineEndpoint: local.gateway,
      s3Endpoint: local.gateway,
      region: local.home.region(),
      accessKeyId: local.keys.accessKeyId,
      secretAccessKey: local.keys.secretAccessKey,
      dataDir: local.dataDir.path,
    },
    async close() {
      await studio.close()
      await local.close()
    },
    hurry: local.hurry,
  }
}
