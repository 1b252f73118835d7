import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { Field } from '../../src/core/definition/model.ts'
import type { Clock, EvaluatedObject, Work } from '../../src/engine/ports.ts'
import { createHands, type RaisedNotice } from '../../src/server/hands.ts'
import { createLogs } from '../../src/server/logs/logs.ts'
import { createObjectStore } from '../../src/server/storage/object-store.ts'
import { createStorage } from '../../src/server/storage/storage.ts'

/** A machine of a test's own: real hands, a real object store, in a folder that goes when the tests are over. */
export async function openMachine(settings: { graceMs?: number; maxOutputBytes?: number } = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'pipewright-machine-'))
  const buckets = await createStorage(dataDir, { durable: false })
  const storage = createObjectStore(buckets)
  const notices: RaisedNotice[] = []
  const hands = createHands({
    dataDir,
    storage,
    clock: wallClock,
    awsEnvironment: () => ({ AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_REGION: 'us-east-1' }),
    notify: async notice => {
      notices.push(notice)
    },
    settings: { graceMs: 1_000, ...settings },
  })
  afterAll(async () => {
    await hands.close()
    buckets.close()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 })
  })
  return { dataDir, buckets, storage, hands, notices, logs: createLogs({ storage, dataDir }) }
}

export type Machine = Awaited<ReturnType<typeof openMachine>>

export const wallClock: Clock = {
  now: () => Date.now(),
  at(time, wake) {
    const timer = setTimeout(wake, Math.max(0, time - Date.now()))
    return () => clearTimeout(timer)
  },
  after(ms, wake) {
    const timer = setTimeout(wake, ms)
    return () => clearTimeout(timer)
  },
}

type Values = Readonly<
  Record<string, string | { readonly ref: string } | readonly (string | { readonly ref: string })[]>
>

/** An evaluated object, its fields as the CLI's JSON has them. */
export function object(id: string, type: string, values: Values = {}): EvaluatedObject {
  const fields = Object.entries(values).flatMap(([key, value]) =>
    [value].flat().map((one): Field => {
      const single = one as string | { readonly ref: string }
      return typeof single === 'string' ? { key, stringValue: single } : { key, refValue: single.ref }
    }),
  )
  return { id, type, fields }
}

/** One try of an object, with the objects that it refers to. */
export function workOf(subject: EvaluatedObject, others: readonly EvaluatedObject[] = [], attempt = 1): Work {
  const instanceId = `@${subject.id}_2026-03-01T02:00:00`
  return {
    pipelineId: 'df-0123456789ABCDEFGHIJ',
    instanceId,
    attemptId: `${instanceId}_Attempt=${attempt}`,
    attempt,
    scheduledStart: Date.UTC(2026, 2, 1, 2),
    scheduledEnd: Date.UTC(2026, 2, 2, 2),
    object: subject,
    objects: new Map(others.map(other => [other.id, other])),
  }
}

export async function textAt(machine: Machine, uri: string): Promise<string | undefined> {
  const body = await machine.storage.get(uri)
  return body && new Response(body).text()
}
