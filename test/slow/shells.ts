import type { Definition } from '../../src/core/definition/model.ts'
import { define, to } from '../engine/toy.ts'
import type { Dice } from './dice.ts'

/**
 * Pipelines of real commands, each of which writes to `marks` when it begins and ends and holds a lock of its
 * instance's own meanwhile, so that a second one that runs at the same time says so.
 */
export interface Shells {
  readonly marks: string
  readonly locks: string
  /** Longest sleep of a command, seconds. */
  readonly longest: number
}

/** A random pipeline of so many activities: some wait for others, fail at first or for good, or are hard to end. */
export function shellPipeline(dice: Dice, activities: number, shells: Shells, occurrences?: number): Definition {
  const schedule = occurrences !== undefined && { schedule: to('Every') }
  const objects: Record<string, Parameters<typeof define>[0][string]> = {
    Default: {
      scheduleType: occurrences === undefined ? 'ondemand' : 'cron',
      failureAndRerunMode: dice.chance(0.8) ? 'cascade' : 'none',
      maximumRetries: '1',
      retryDelay: '2 minutes',
      role: 'r',
      resourceRole: 'rr',
      ...(dice.chance(0.5) && { pipelineLogUri: 's3://kills/logs/' }),
    },
    ...(occurrences !== undefined && {
      Every: {
        type: 'Schedule',
        period: '15 minutes',
        startAt: 'FIRST_ACTIVATION_DATE_TIME',
        occurrences: `${occurrences}`,
      },
    }),
    Machine: { type: 'Ec2Resource', instanceType: 'm5.large', terminateAfter: '29 days', ...schedule },
    Check: { type: 'ShellCommandPrecondition', command: marked(shells, 'sleep 0.02') },
  }
  for (let number = 0; number < activities; number += 1) {
    const needs = new Set(Array.from({ length: dice.below(3) }, () => dice.below(Math.max(1, number))))
    const fails = dice.chance(0.04) ? 9 : dice.chance(0.15) ? 1 : 0
    const sleep = (shells.longest * (10 + dice.below(90))) / 100
    const odd = dice.pick(['', '', '', '', '', '', '', '', "trap '' TERM; ", 'setsid sleep 60 & '])
    objects[`A${number}`] = {
      type: 'ShellCommandActivity',
      command: marked(shells, `${odd}sleep ${sleep}; echo out`, `test "$n" -gt ${fails}`),
      runsOn: to('Machine'),
      ...schedule,
      ...(number > 0 && needs.size > 0 && { dependsOn: [...needs].map(need => to(`A${need}`)) }),
      ...(dice.chance(0.05) && { precondition: to('Check') }),
    }
  }
  return define(objects)
}

/** `n` is the number of the attempt. */
const marked = ({ marks, locks }: Shells, work: string, verdict = 'true'): string =>
  [
    `of="\${PIPEWRIGHT_ATTEMPT#*|}"; n="\${of##*_Attempt=}"`,
    `exec 9> "${locks}/\${of%_Attempt=*}"`,
    `flock -n 9 || echo "overlap $of $$" >> '${marks}'`,
    `read up rest < /proc/uptime; echo "begin $of $$ $up $PPID" >> '${marks}'`,
    work,
    `read up rest < /proc/uptime; echo "end $of $$ $up" >> '${marks}'`,
    verdict,
  ].join('\n')

export interface Mark {
  readonly what: 'begin' | 'end' | 'overlap'
  /** `<pipeline>|<attempt id>`. */
  readonly attempt: string
  readonly pid: string
  /** Seconds since the machine started. */
  readonly at: number
  /** The server that started it. */
  readonly server: number
}

export const marksOf = (text: string): readonly Mark[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map(line => {
      const [what = '', attempt = '', pid = '', at = '', server = ''] = line.split(' ')
      return { what: what as Mark['what'], attempt, pid, at: Number(at), server: Number(server) }
    })

/** Pairs of runs of one instance's commands that overlapped, by the marks alone. A run without an end was killed. */
export function overlapsOf(marks: readonly Mark[]): readonly string[] {
  const instanceOf = (one: Mark) => one.attempt.replace(/_Attempt=\d+$/, '')
  const found: string[] = marks.filter(one => one.what === 'overlap').map(one => `${one.attempt} by its lock`)
  for (const [instance, all] of Map.groupBy(
    marks.filter(one => one.what !== 'overlap'),
    instanceOf,
  )) {
    const begins = all.filter(one => one.what === 'begin').sort((a, b) => a.at - b.at)
    for (const [at, one] of begins.entries()) {
      const end = all.find(mark => mark.what === 'end' && mark.pid === one.pid && mark.attempt === one.attempt)
      const next = begins[at + 1]
      if (end && next && next.at < end.at) found.push(`${instance}: ${one.pid} and ${next.pid}`)
    }
  }
  return found
}
