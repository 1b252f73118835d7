import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { textOf } from '../../engine/executors/fields.ts'
import type { Clock, Work } from '../../engine/ports.ts'

export type Level = 'INFO' | 'WARN' | 'ERROR'

/** Parts of the runner that speak in the log, by the names that the service's own runner uses or would use. */
const speakers = {
  poller: 'amazonaws.datapipeline.taskrunner.TaskPoller',
  heartbeat: 'amazonaws.datapipeline.taskrunner.HeartBeatService',
  staging: 'amazonaws.datapipeline.taskrunner.S3Helper',
  command: 'amazonaws.datapipeline.taskrunner.CommandRunner',
  messages: 'amazonaws.datapipeline.taskrunner.LogMessageUtil',
} as const

export type Speaker = keyof typeof speakers | 'activity'

export interface ActivityLog {
  write(speaker: Speaker, level: Level, message: string): void
}

/** The activity log of one attempt, line by line in the shape of the service's task runner. */
export function openActivityLog(path: string, work: Work, clock: Clock): ActivityLog {
  const masked = maskOf(work)
  const worker = `TaskRunnerService-${workerOf(work)}-0`
  let begun = false
  return {
    write(speaker, level, message) {
      const name = speaker === 'activity' ? `amazonaws.datapipeline.activity.${work.object.type}` : speakers[speaker]
      const line = `${stamp(clock.now())} [${level}] (${worker}) ${work.pipelineId} ${name}: ${masked(message)}\n`
      try {
        append(path, line)
        begun = true
      } catch (error) {
        // The work goes on without its log; only what cannot even begin one says so.
        if (!begun) throw error
      }
    },
  }
}

/** Hides what secret fields of the work and its objects hold, and credentials that a statement spells out. */
function maskOf({ object, objects }: Work): (text: string) => string {
  const secrets = [object, ...objects.values()].flatMap(({ fields }) =>
    fields.flatMap(({ key, stringValue = '' }) =>
      /^\*|^password$/i.test(key) && stringValue.length > 3 ? [stringValue] : [],
    ),
  )
  return text =>
    secrets
      .reduce((line, secret) => line.replaceAll(secret, '***'), text)
      .replace(/\b(credentials|password|secret_access_key)(\s+as)?\s+'[^']*'/gi, "$1 '***'")
}

/** `taking 1:05`, the way the runner says it. */
export function minutesAndSeconds(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

function workerOf({ object, pipelineId }: Work): string {
  const resource = object.fields.find(f => f.key === 'runsOn')?.refValue
  return resource ? `resource:${pipelineId}_${resource}` : (textOf(object, 'workerGroup') ?? 'service')
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `13 Aug 2017 14:43:36,891`, UTC. */
function stamp(time: number): string {
  const at = new Date(time)
  const two = (n: number) => String(n).padStart(2, '0')
  const date = `${two(at.getUTCDate())} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`
  const clock = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(':')
  return `${date} ${clock},${String(at.getUTCMilliseconds()).padStart(3, '0')}`
}

function append(path: string, line: string) {
  try {
    appendFileSync(path, line)
  } catch {
    // A command may remove even the folder of its own attempt.
    mkdirSync(dirname(path), { recursive: true })
    appendFileSync(path, line)
  }
}
