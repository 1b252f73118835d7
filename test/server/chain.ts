import { define, morning, to } from '../engine/toy.ts'

/** Three steps in a row on one machine, every hour from the morning on; the first one says something. */
export const hourlyChain = (occurrences: number, said: string, values: Readonly<Record<string, string>> = {}) =>
  define(
    {
      Default: {
        scheduleType: 'cron',
        schedule: to('Hourly'),
        role: 'r',
        resourceRole: 'rr',
        failureAndRerunMode: 'cascade',
        maximumRetries: '0',
      },
      Hourly: {
        type: 'Schedule',
        period: '1 hour',
        startDateTime: new Date(morning).toISOString().slice(0, 19),
        occurrences: String(occurrences),
      },
      Machine: { type: 'Ec2Resource', terminateAfter: '2 hours', instanceType: 'm1.small' },
      First: { type: 'ShellCommandActivity', command: `echo ${said}`, runsOn: to('Machine') },
      Second: { type: 'ShellCommandActivity', command: 'b', runsOn: to('Machine'), dependsOn: to('First') },
      Third: { type: 'ShellCommandActivity', command: 'c', runsOn: to('Machine'), dependsOn: to('Second') },
    },
    values,
  )
