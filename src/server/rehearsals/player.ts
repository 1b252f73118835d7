import { type ChildProcess, fork } from 'node:child_process'
import { helperFile } from '../helpers.ts'
import type { Job, Word } from './job.ts'

/** One rehearsal being played. */
export interface Player {
  /** Ends it at once; nothing is said any more. */
  stop(): void
}

/** Plays a job in a process of its own, and tells what it says. The last word is `done` or `failed`. */
export function startPlayer(job: Job, hear: (word: Word) => void): Player {
  let over = false
  const say = (word: Word) => {
    if (over) return
    over = word.says === 'done' || word.says === 'failed'
    hear(word)
  }
  const child: ChildProcess = fork(helperFile('rehearsal'), [], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC' },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  child.unref()
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-20_000)
  })
  child.on('message', (word: Word) => say(word))
  child.once('error', error => say({ says: 'failed', why: error.message }))
  child.once('exit', (code, signal) => say({ says: 'failed', why: whyEnded(code, signal, complaint) }))
  child.send(job)
  return {
    stop() {
      over = true
      child.kill('SIGKILL')
    },
  }
}

function whyEnded(code: number | null, signal: string | null, complaint: string): string {
  if (/heap out of memory|Allocation failed/.test(complaint))
    return 'It needed more memory than there is for it. Choose a shorter stretch of time.'
  const last = complaint.trim().split('\n').at(-1)
  return `The process that played it ended with ${signal ?? `code ${code}`}.${last ? ` ${last}` : ''}`
}
