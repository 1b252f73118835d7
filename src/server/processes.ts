import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CommandResult } from '../engine/ports.ts'

/** Name of the environment variable by which every descendant of a command is found again. */
const markerName = 'PIPEWRIGHT_ATTEMPT'

export interface ProcessRequest {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  /** Files that the output is appended to, by descriptor: no byte passes through this process. */
  readonly stdout: string
  readonly stderr: string
  /** Value of the marker, one per attempt. */
  readonly marker: string
  /** How long a process may take to end after SIGTERM before SIGKILL follows, milliseconds of the wall clock. */
  readonly graceMs: number
  /** Ends the command when its output grows beyond this. */
  readonly maxOutputBytes: number
}

export interface ProcessResult extends CommandResult {
  /** Processes that the command had left running and that were ended after it. */
  readonly leftBehind: number
  /** Set when its output grew too large. */
  readonly outputLimit?: number
}

/**
 * Runs a program in a process group of its own until it and all it started are gone. Aborting `signal` sends SIGTERM to
 * the group, SIGKILL after the grace, and then hunts by the marker for processes that left the group.
 * Fails only when the program cannot be started.
 */
export async function runProcess(request: ProcessRequest, signal: AbortSignal): Promise<ProcessResult> {
  if (signal.aborted) return { ...ended(null, 'SIGTERM'), leftBehind: 0 }
  const begun = performance.now()
  const child = await start(request)
  const group = child.pid as number
  const since = seen(group)?.start ?? 0
  const over = new Promise<CommandResult>(done => child.once('exit', (code, name) => done(ended(code, name))))

  const stop = new AbortController()
  const askToStop = () => stop.abort()
  signal.addEventListener('abort', askToStop, { once: true })
  // It may have been asked to stop while it was starting.
  if (signal.aborted) askToStop()
  let outputLimit: number | undefined
  const watch = setInterval(() => {
    if (sizeOf(request.stdout) + sizeOf(request.stderr) <= request.maxOutputBytes) return
    outputLimit = request.maxOutputBytes
    stop.abort()
  }, 1_000)
  try {
    const result = await Promise.race([over, aborted(stop.signal).then(() => undefined)])
    const leftBehind = await endGroup(
      { group, since, begun },
      request.marker,
      result ? Math.min(request.graceMs, 500) : request.graceMs,
    )
    return {
      // A process that cannot die (waiting for a disk) must not hold the engine for ever, nor this wait the server's end.
      ...(result ??
        (await Promise.race([over, sleep(5_000, undefined, { ref: false }).then(() => ended(null, 'SIGKILL'))]))),
      leftBehind: result ? leftBehind : 0,
      ...(outputLimit !== undefined && { outputLimit }),
    }
  } finally {
    clearInterval(watch)
    signal.removeEventListener('abort', askToStop)
  }
}

/** Ends every process whose marker `matches`: SIGTERM, and SIGKILL after the grace. Gives how many there were. */
export async function endMarked(matches: (marker: string) => boolean, graceMs: number): Promise<number> {
  const marked = async () => {
    const found: number[] = []
    for (const id of processIds()) if (matches((await markerOf(id)) ?? '')) found.push(id)
    return found
  }
  return endAll(marked, id => id, graceMs)
}

/** A process group and when its first process began, in ticks since the machine did. */
interface Group {
  readonly group: number
  readonly since: number
  /** By `performance.now()`. */
  readonly begun: number
}

async function endGroup({ group, since, begun }: Group, marker: string, graceMs: number): Promise<number> {
  const isOurs = async (id: number) => {
    const process = seen(id)
    if (!process || isDead(process)) return false
    // Reading an environment can wait for a busy process: none is read that is too old to come of this one.
    const ours = process.group === group || (process.start >= since && (await markerOf(id)) === marker)
    return ours && isProcess(id)
  }
  const find = async () => {
    const some = laterThan(group, begun)
    if (some.length === 0) return isThere(-group) ? [group] : []
    const found: number[] = []
    for (const id of some) if (await isOurs(id)) found.push(id)
    return found
  }
  // The group as a whole and first, so that no member has time to start another one between two signals; nobody is asked
  // twice, for many a program that is asked again gives up what it was putting in order.
  return endAll(find, id => ((seen(id)?.group ?? group) === group ? -group : id), graceMs)
}

/**
 * Processes that may have begun after one of number `first`, itself among them; empty where there is no /proc. Numbers
 * are given in ascending order until they begin anew, so that after a while, or when the newest is below `first`, all
 * may have. The few that follow a short command are looked at by their numbers, for to list /proc takes longer.
 */
function laterThan(first: number, begun: number): readonly number[] {
  const newest = Number(readText('/proc/loadavg')?.trim().split(' ').at(-1))
  const inOrder = newest >= first && performance.now() - begun < surelyOnce
  if (inOrder && newest - first < few) return Array.from({ length: newest - first + 1 }, (_, n) => first + n)
  const all = processIds()
  return inOrder ? all.filter(id => id >= first) : all
}

const few = 64
/** No machine goes through all numbers of processes in this time, milliseconds. */
const surelyOnce = 1_000

async function endAll(find: () => Promise<number[]>, target: (id: number) => number, graceMs: number): Promise<number> {
  const first = await find()
  if (first.length === 0) return 0
  send(first.map(target), 'SIGTERM')
  // To look for them takes its time too, on a machine with many processes more than the pauses.
  const end = performance.now() + graceMs
  for (let pause = 10; performance.now() < end; pause = Math.min(pause * 2, 200)) {
    await sleep(Math.min(pause, end - performance.now()))
    if ((await find()).length === 0) return first.length
  }
  for (let pass = 0; pass < 10; pass++) {
    const left = await find()
    if (left.length === 0) break
    send(left.map(target), 'SIGKILL')
    await sleep(20 * (pass + 1))
  }
  return first.length
}

function start({ program, args, env, cwd, stdout, stderr, marker }: ProcessRequest): Promise<ChildProcess> {
  const out = openSync(stdout, 'a')
  const err = openSync(stderr, 'a')
  return new Promise<ChildProcess>((done, fail) => {
    const child = spawn(program, [...args], {
      cwd,
      env: { ...env, [markerName]: marker },
      detached: true,
      stdio: ['ignore', out, err],
    })
    child.once('spawn', () => done(child))
    child.once('error', error => fail(new Error(`${program} could not be started: ${error.message}`)))
  }).finally(() => {
    closeSync(out)
    closeSync(err)
  })
}

function ended(code: number | null, signal: NodeJS.Signals | null): CommandResult {
  return signal ? { exitCode: 128 + constants.signals[signal], signal } : { exitCode: code ?? 0 }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>(done => {
    if (signal.aborted) done()
    else signal.addEventListener('abort', () => done(), { once: true })
  })

function send(targets: readonly number[], signal: NodeJS.Signals) {
  for (const target of [...new Set(targets)].sort((a, b) => a - b))
    try {
      process.kill(target, signal)
    } catch {
      // It is gone already, or is no longer ours.
    }
}

/** All processes but this one. Empty where there is no /proc; there only the group is ended. */
function processIds(): number[] {
  try {
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(Number)
      .filter(id => id !== process.pid)
  } catch {
    return []
  }
}

async function markerOf(id: number): Promise<string | undefined> {
  let environment = readProc(id, 'environ')
  // A process that is becoming another program shows none for a moment; the kernel's own, without memory, never do.
  for (let look = 0; environment === '' && look < 10 && seen(id)?.memory !== 0; look += 1) {
    await sleep(1)
    environment = readProc(id, 'environ')
  }
  if (!environment?.includes(markerName)) return undefined
  const entry = environment.split('\0').find(line => line.startsWith(`${markerName}=`))
  return entry?.slice(markerName.length + 1)
}

interface Seen {
  readonly state: string
  readonly group: number
  readonly start: number
  /** Bytes of address space. */
  readonly memory: number
}

/** What /proc tells of a process without asking it. */
function seen(id: number): Seen | undefined {
  // `pid (name) state ppid pgrp …`; the name may hold anything, so count from its closing bracket.
  const words = readProc(id, 'stat')?.split(') ').at(-1)?.split(' ')
  return (
    words && { state: words[0] ?? '', group: Number(words[2]), start: Number(words[19]), memory: Number(words[20]) }
  )
}

/** Threads have numbers of the same kind, and are not listed in /proc. */
const isProcess = (id: number): boolean => readProc(id, 'status')?.includes(`\nTgid:\t${id}\n`) ?? false

/** A zombie that nobody reaps counts as gone. */
const isDead = ({ state }: Seen): boolean => state === 'Z' || state === 'X'

function isThere(target: number): boolean {
  try {
    process.kill(target, 0)
    return true
  } catch {
    return false
  }
}

const readProc = (id: number, file: string): string | undefined => readText(`/proc/${id}/${file}`)

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
