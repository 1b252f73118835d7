import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DataPipelineClient } from '@aws-sdk/client-data-pipeline'
import { S3Client } from '@aws-sdk/client-s3'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

/** What `pipewright serve --json` prints when it is ready. */
export interface Ready {
  readonly url: string
  readonly dataPipelineEndpoint: string
  readonly s3Endpoint: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly dataDir: string
}

export interface Studio {
  readonly ready: Ready
  readonly pid: number
  /** Ends the server at once, as a crash would. */
  kill(): Promise<void>
  /** Ends the server in good order and forgets its data. */
  close(): Promise<void>
}

export const root = new URL('..', import.meta.url).pathname
const program = join(root, 'dist', 'pipewright.js')

/** Starts the built product as a user does, on free ports, with an empty data directory or the one given. */
export async function startStudio(
  options: { dataDir?: string; speed?: number; port?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<Studio> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'pipewright-e2e-')))
  const args = [
    program,
    'serve',
    '--json',
    '--data',
    dataDir,
    '--port',
    `${options.port ?? 0}`,
    '--speed',
    `${options.speed ?? 1}`,
  ]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(options.env && { env: { ...process.env, ...options.env } }),
  })
  const line = await new Promise<string>((done, fail) => {
    createInterface({ input: child.stdout }).once('line', done)
    child.once('exit', code => fail(new Error(`The server ended with code ${code} before it was ready.`)))
  })
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
  return {
    ready: JSON.parse(line) as Ready,
    pid: child.pid ?? 0,
    kill: () => end('SIGKILL'),
    async close() {
      await end('SIGTERM')
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true })
    },
  }
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function openBrowser(moreFlags: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
  return chromium.launch({ executablePath, args: [...flags, ...moreFlags] })
}

/** A page of 1440x900 in the studio, past its door, that fails the test when the page reports an error. */
export async function openPage(browser: Browser, studio: Studio, theme: 'light' | 'dark' = 'light') {
  const context: BrowserContext = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: theme,
  })
  const page: Page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', error => errors.push(error.message))
  await page.goto(studio.ready.url)
  return { page, context, errors }
}

/** Asks the studio's own API as its pages do. Fails with what it says, or when it is gone. */
export async function call<T>({ ready }: Pick<Studio, 'ready'>, name: string, input: unknown = {}): Promise<T> {
  const url = new URL(ready.url)
  const answer = await fetch(`${url.origin}/api/call/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-pipewright': '1',
      authorization: `Bearer ${url.searchParams.get('token')}`,
    },
    body: JSON.stringify(input),
  })
  const body = (await answer.json()) as T & { message?: string }
  if (!answer.ok) throw new Error(`${name}: ${body.message}`)
  return body
}

const awsSettings = ({ ready }: Studio, endpoint: string) => ({
  endpoint,
  region: ready.region,
  credentials: { accessKeyId: ready.accessKeyId, secretAccessKey: ready.secretAccessKey },
})

/** The store as any program sees it. */
export const s3Client = (studio: Studio) =>
  new S3Client({ ...awsSettings(studio, studio.ready.s3Endpoint), forcePathStyle: true })

/** The engine as any client of AWS Data Pipeline sees it. */
export const dataPipelineClient = (studio: Studio) =>
  new DataPipelineClient(awsSettings(studio, studio.ready.dataPipelineEndpoint))

/** Waits until `ask` gives something, at most `seconds`. */
export async function until<T>(what: string, ask: () => Promise<T | undefined | false>, seconds = 90): Promise<T> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const found = await ask()
    if (found) return found
    if (Date.now() > end) throw new Error(`Waited ${seconds} s in vain for ${what}.`)
    await new Promise(wake => setTimeout(wake, 200))
  }
}

/** Keeps what a page showed when a test failed, and says where. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const path = join(
    process.env.PIPEWRIGHT_KEPT ?? tmpdir(),
    `pipewright-${name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 80)}.png`,
  )
  await page.screenshot({ path }).then(
    () => console.error(`The page as it was then: ${path}`),
    () => {},
  )
}
