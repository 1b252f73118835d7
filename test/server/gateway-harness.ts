import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import type { PipelineService } from '../../src/api/operations.ts'
import type { Log } from '../../src/server/face.ts'
import { type Gateway, startGateway } from '../../src/server/gateway.ts'
import { type KeyPair, loadKeys } from '../../src/server/keys.ts'
import { createStorage, type Storage } from '../../src/server/storage/storage.ts'

/** A gateway with a data directory of its own, for the time of a test file. */
export interface Standing {
  readonly gateway: Gateway
  readonly keys: KeyPair
  readonly storage: Storage
  readonly folder: string
  readonly complaints: string[]
  s3(config?: Partial<S3ClientConfig>): S3Client
  stop(): Promise<void>
}

/** For tests of the store, in which nobody asks Data Pipeline anything. */
export const noPipelines = {} as PipelineService

export async function standGateway(service: PipelineService = noPipelines, now?: () => number): Promise<Standing> {
  const folder = await mkdtemp(join(tmpdir(), 'pipewright-gateway-'))
  const storage = await createStorage(folder, { durable: false })
  const keys = await loadKeys(folder)
  const complaints: string[] = []
  const log: Log = (message, error) => complaints.push(`${message} ${error}`)
  const gateway = await startGateway({ port: 0, keys, service, storage, log, ...(now && { now }) })
  const clients: S3Client[] = []
  return {
    gateway,
    keys,
    storage,
    folder,
    complaints,
    s3(config = {}) {
      const client = new S3Client({ ...clientConfig(gateway, keys), maxAttempts: 1, ...config })
      clients.push(client)
      return client
    },
    async stop() {
      for (const client of clients) client.destroy()
      await gateway.close()
      storage.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What every client of the JavaScript SDK needs to be told. */
export const clientConfig = (gateway: Gateway, credentials: KeyPair) => ({
  endpoint: gateway.url,
  region: 'us-east-1',
  credentials,
})

/** Status of the failure of a call of the SDK; a call that succeeds fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<{ name: string; status: number | undefined }> {
  const error = await call.then(
    () => {
      throw new Error('The call was expected to fail and did not.')
    },
    (error: Error & { $metadata?: { httpStatusCode?: number } }) => error,
  )
  return { name: error.name, status: error.$metadata?.httpStatusCode }
}
