import type { Definition } from '../../src/core/definition/model.ts'
import { readScenario } from '../../src/core/scenario/read.ts'
import { simulate } from '../../src/engine/simulation/simulate.ts'
import type { Figure } from './runner.ts'

const day = 86_400_000
const from = Date.UTC(2026, 0, 1)
const activities = 98
/** Intervals of 15 minutes in a day. */
const intervals = 96

/**
 * A pipeline of 100 objects (one machine, a schedule and 98 activities in chains and fans) every 15 minutes: a month on
 * the virtual clock, and a day for comparison of instances per second, against the month having to take a minute.
 */
export async function* figures(): AsyncGenerator<Figure> {
  const definition = hundredObjects()
  const scenario = readScenario(
    JSON.stringify({
      rules: [
        { object: 'Step*', chance: 0.02, outcome: 'fail', errorId: 'ExitCode1' },
        { object: 'Step*', duration: { lognormal: { median: 20, sigma: 0.5 } } },
      ],
    }),
    definition,
  )
  if (!scenario.scenario) throw new Error(scenario.problems.join(' '))
  for (const days of [1, 30]) {
    const begun = performance.now()
    const before = process.cpuUsage()
    const result = await simulate(definition, {
      from,
      to: from + days * day,
      scenario: scenario.scenario,
      breathe: () => new Promise(resolve => setImmediate(resolve)),
    })
    const seconds = (performance.now() - begun) / 1000
    const cpu = process.cpuUsage(before)
    const wanted = days * intervals * (activities + 2)
    if (result.instanceCount !== wanted) throw new Error(`${result.instanceCount} of ${wanted} instances were made.`)
    const peak = process.resourceUsage().maxRSS / 1024
    const name = days === 1 ? 'a day of 100 objects at 15 minutes' : `${days} days of 100 objects at 15 minutes`
    yield {
      name: `${name}, simulated`,
      value: Number(seconds.toFixed(2)),
      unit: 's',
      against: `${days * 2} s; ${Math.round(wanted / seconds)} instances/s, ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s of processor`,
      ratio: Number((seconds / (days * 2)).toFixed(3)),
    }
    yield {
      name: `${name}, peak memory`,
      value: Math.round(peak),
      unit: 'MiB',
      against: '1024 MiB',
      ratio: Number((peak / 1024).toFixed(3)),
    }
  }
}

/** A machine, a data node that all of the chains end in, and activities in groups of seven: one, five after it, one. */
export function hundredObjects(): Definition {
  const text = (key: string, stringValue: string) => ({ key, stringValue })
  const ref = (key: string, refValue: string) => ({ key, refValue })
  const step = (n: number, after: readonly number[]) => ({
    id: `Step${n}`,
    name: `Step${n}`,
    fields: [
      text('type', 'ShellCommandActivity'),
      text('command', `step ${n} "#{format(@scheduledStartTime, 'YYYY-MM-dd-HH-mm')}"`),
      ref('runsOn', 'Box'),
      ...after.map(other => ref('dependsOn', `Step${other}`)),
      ...(after.length > 1 ? [ref('output', 'Lake')] : []),
    ],
  })
  const objects = Array.from({ length: activities }, (_, n) => {
    const [group, place] = [n - (n % 7), n % 7]
    return step(n, place === 0 ? [] : place < 6 ? [group] : [1, 2, 3, 4, 5].map(k => group + k))
  })
  const shared = [
    {
      id: 'Default',
      name: 'Default',
      fields: [
        text('scheduleType', 'cron'),
        ref('schedule', 'Quarter'),
        text('failureAndRerunMode', 'CASCADE'),
        text('role', 'service'),
        text('resourceRole', 'machine'),
      ],
    },
    {
      id: 'Quarter',
      name: 'Quarter',
      fields: [text('type', 'Schedule'), text('period', '15 minutes'), text('startDateTime', '2026-01-01T00:00:00')],
    },
    { id: 'Box', name: 'Box', fields: [text('type', 'Ec2Resource'), text('instanceType', 'm5.large')] },
    {
      id: 'Lake',
      name: 'Lake',
      fields: [
        text('type', 'S3DataNode'),
        text('directoryPath', "s3://lake/#{format(@scheduledStartTime, 'YYYY/MM/dd/HH-mm')}/"),
      ],
    },
  ]
  return { objects: [...shared, ...objects], parameters: [], values: [] }
}
