import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { call, type Ready } from '../../e2e/studio.ts'

/** The built server, from its very first moment: it may be killed before it is ready. */
export interface Life {
  readonly pid: number
  /** What it prints once it serves, and how long that took; undefined when it ended before. */
  readonly ready: Promise<{ readonly ready: Ready; readonly ms: number } | undefined>
  /** Resolves with what it wrote to its error output once it has ended. */
  end(signal: NodeJS.Signals): Promise<string>
}

const program = new URL('../../dist/pipewright.js', import.meta.url).pathname

export function launch(
  dataDir: string,
  options: { speed?: number; env?: NodeJS.ProcessEnv; limits?: string } = {},
): Life {
  const begun = performance.now()
  const serve = [process.execPath, program, 'serve', '--json', '--data', dataDir, '--port', '0']
  const [file = '', ...args] = [...serve, '--speed', `${options.speed ?? 1}`]
  const child: ChildProcess =
    options.limits === undefined
      ? spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } })
      : // The shell sets the limit and becomes the server, so that the process is the same.
        spawn('sh', ['-c', `${options.limits}; exec "$@"`, 'sh', file, ...args], {
          stdio: ['ignore', 'pipe', 'pipe'],
          env: { ...process.env, ...options.env },
        })
  let said = ''
  child.stderr?.on('data', chunk => {
    said += chunk
  })
  const over = once(child, 'close')
  const ready = new Promise<{ ready: Ready; ms: number } | undefined>(done => {
    if (child.stdout)
      createInterface({ input: child.stdout }).once('line', line =>
        done({ ready: JSON.parse(line) as Ready, ms: performance.now() - begun }),
      )
    void over.then(() => done(undefined))
  })
  return {
    pid: child.pid ?? 0,
    ready,
    async end(signal) {
      child.kill(signal)
      await over
      return said
    },
  }
}

/** Asks a server that may be killed meanwhile. */
export const ask = <T>(ready: Ready, name: string, input?: unknown): Promise<T> => call<T>({ ready }, name, input)

/** Processes of this machine whose environment names the folder, but for these. */
export function processesOf(folder: string, but: readonly number[] = []): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter(pid => pid > 0 && !but.includes(pid))
    .filter(pid => {
      try {
        const state = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.[0]
        return state !== 'Z' && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder)
      } catch {
        return false
      }
    })
}

export const pause = (ms: number): Promise<void> => new Promise(done => setTimeout(done, ms))

/** Seconds of processor time of a process and its threads, without the commands that it started. */
export function cpuOf(pid: number): number {
  const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return (Number(words[11]) + Number(words[12])) / 100
}

/** Seconds since the machine started, as commands read them too. */
export const uptime = (): number => Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0])
