import { startGateway } from '../../src/server/gateway.ts'
import { loadKeys } from '../../src/server/keys.ts'
import { createStorage } from '../../src/server/storage/storage.ts'
import { noPipelines } from './gateway-harness.ts'

/** A gateway in a process of its own, which tells its highest memory whenever it is sent a line. For storage-crash.test.ts. */
const folder = process.argv[2] ?? ''
const storage = await createStorage(folder, { durable: false })
await storage.buckets.create('b', 'us-east-1')
const gateway = await startGateway({ port: 0, keys: await loadKeys(folder), service: noPipelines, storage })
process.stdout.write(`${gateway.url}\n`)
process.stdin.on('data', () => process.stdout.write(`${process.resourceUsage().maxRSS}\n`))
