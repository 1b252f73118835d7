import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ChangeEvent } from '../api/workspace.ts'
import { createEngine, type Engine } from '../engine/engine.ts'
import { executors } from '../engine/executors/index.ts'
import type { Clock, ObjectStore } from '../engine/ports.ts'
import { createAlarms } from './alarms.ts'
import { type Archiver, createArchiver } from './archive.ts'
import { scaledClock } from './clock.ts'
import { type DataDir, holdDataDir } from './data-dir.ts'
import { startGateway } from './gateway.ts'
import { createHands } from './hands.ts'
import { createHistory, type History } from './history.ts'
import { type KeyPair, loadKeys } from './keys.ts'
import { createLogs, type Logs } from './logs/logs.ts'
import { type Home, openHome } from './region.ts'
import { createRehearsals, type Rehearsals } from './rehearsals/rehearsals.ts'
import { openSettings, type Settings } from './settings.ts'
import { createObjectStore } from './storage/object-store.ts'
import { createStorage, type Storage } from './storage/storage.ts'
import { databaseName, openStore } from './store.ts'
import { throttled } from './throttle.ts'
import { createVersions, usualHistory, type Versions } from './versions/versions.ts'
import { draftOf } from './workspace.ts'

export interface LocalOptions {
  readonly dataDir?: string
  /** How many times faster than the wall the engine's clock runs. */
  readonly speed: number
  /** Port that the gateway takes if it is free, so that clients find it again after a restart. */
  readonly gatewayPort?: number
}

/** Everything of Pipewright on this machine but the studio's pages. */
export interface Local {
  readonly dataDir: DataDir
  readonly engine: Engine
  readonly history: History
  /** The local history of definitions. */
  readonly versions: Versions
  readonly storage: ObjectStore
  /** The same store with its buckets, for what looks at it from outside. */
  readonly s3: Storage
  readonly logs: Logs
  readonly clock: Clock
  readonly keys: KeyPair
  readonly settings: Settings
  readonly home: Home
  readonly rehearsals: Rehearsals
  readonly archiver: Archiver
  /** Tells of every change, of the engine's and of drafts. */
  onChange(listener: (event: ChangeEvent) => void): () => void
  tell(event: ChangeEvent): void
  /** Address of the AWS gateway. */
  readonly gateway: string
  /** Ends in good order: what runs is left to the next start. */
  close(): Promise<void>
  /** Ends the commands that a close waits for at once. */
  hurry(): Promise<void>
}

/** Takes hold of the data directory, opens what it keeps, and starts the gateway and the engine. */
export async function openLocal(options: LocalOptions): Promise<Local> {
  const dataDir = holdDataDir(options.dataDir)
  const settings = openSettings(dataDir.path)
  const keys = await loadKeys(dataDir.path)
  const home = openHome(settings)
  const buckets = await createStorage(dataDir.path)
  const storage = createObjectStore(buckets, home.region)
  const store = openStore(databaseName(dataDir.path))
  const clock = scaledClock(options.speed, options.speed === 1 ? undefined : store.reached())
  let gatewayUrl = ''
  const snsEndpoint = () => settings.now().snsEndpoint ?? process.env.AWS_ENDPOINT_URL_SNS
  const awsEnvironment = (): Readonly<Record<string, string>> => ({
    AWS_ENDPOINT_URL: gatewayUrl,
    AWS_ENDPOINT_URL_S3: gatewayUrl,
    AWS_ENDPOINT_URL_DATA_PIPELINE: gatewayUrl,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_REGION: home.region(),
    AWS_DEFAULT_REGION: home.region(),
    ...snsVariable(snsEndpoint()),
  })
  const hands = createHands({
    dataDir: dataDir.path,
    storage,
    clock,
    awsEnvironment,
    notify: async notice => engine.notice(notice),
  })
  const engine: Engine = createEngine({
    clock,
    store,
    executors,
    hands,
    settings: {
      limits: settings.limits,
      get concurrency() {
        return settings.now().concurrency
      },
      instanceSpacing: () => (settings.now().instanceSpacing ? settings.limits().instanceEveryMinutes * 60_000 : 0),
    },
    sendAlarm: createAlarms({ endpoint: snsEndpoint, keys, region: home.region }),
    random: Math.random,
    defer: setImmediate,
    trouble: (what, error) => (error === undefined ? console.error(what) : console.error(what, error)),
  })
  const listeners = new Set<(event: ChangeEvent) => void>()
  const tell = (event: ChangeEvent) => {
    if (event.what === 'settings') engine.settingsChanged()
    for (const listener of listeners) listener(event)
  }
  const versions = createVersions(store, tell, () => ({ ...usualHistory, mostVersions: settings.now().mostVersions }))
  const listen = (port: number) =>
    startGateway({
      port,
      keys,
      service: throttled(engine.service, () => settings.now().serviceRates, Date.now),
      storage: buckets,
      region: home.region,
      heard: versions.heard,
    })
  const gateway = await listen(options.gatewayPort ?? 0).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') return listen(0)
    throw error
  })
  gatewayUrl = gateway.url
  engine.onChange(tell)
  await engine.start()
  const history = createHistory(store, tell, versions)
  const rehearsals = createRehearsals({
    dataDir: dataDir.path,
    settings,
    region: home.region,
    history,
    textOf: async pipelineId => (await draftOf({ engine, history, versions, clock }, pipelineId)).text,
    nameOf: pipelineId => store.pipeline(pipelineId)?.name,
    tell,
  })
  const archiver = createArchiver(store, clock, () => settings.now().archiveAfterDays, console.error)
  return {
    dataDir,
    engine,
    history,
    versions,
    storage,
    s3: buckets,
    logs: createLogs({ storage, dataDir: dataDir.path }),
    clock,
    keys,
    settings,
    home,
    rehearsals,
    archiver,
    tell,
    gateway: gateway.url,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    hurry: hands.endAtOnce,
    async close() {
      await rehearsals.close()
      await archiver.close()
      await engine.stop()
      await gateway.close()
      await hands.close()
      store.close()
      await buckets.close()
      dataDir.release()
    },
  }
}

const snsVariable = (endpoint: string | undefined) => (endpoint === undefined ? {} : { AWS_ENDPOINT_URL_SNS: endpoint })

/** A folder that the product ships: beside the bundle, or in the source tree. */
export function shipped(built: string, source: string): string {
  const here = fileURLToPath(new URL('.', import.meta.url))
  const candidates = [join(here, built), join(here, source)]
  return candidates.find(existsSync) ?? join(here, built)
}
