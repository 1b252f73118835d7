import { cluster, Default, daily, type Examples, machine, ref, shell } from './example.ts'

const hourly = (fields: Readonly<Record<string, unknown>> = {}) => ({
  id: 'Hourly',
  type: 'Schedule',
  period: '1 hour',
  startDateTime: '2030-01-01T00:00:00',
  ...fields,
})
const byDay = Default({ schedule: ref('Daily'), scheduleType: 'cron' })
const other = (fields: Readonly<Record<string, unknown>>) => shell({ id: 'Other', ...fields })

export const mixedScheduleExamples: Examples = {
  'schedule/finer-machine': [
    [byDay, daily(), hourly(), machine({ schedule: ref('Hourly') }), shell({ runsOn: ref('Machine') })],
    [byDay, daily(), hourly(), machine(), shell({ runsOn: ref('Machine'), schedule: ref('Hourly') })],
  ],
  'schedule/reads-again': [
    [byDay, daily(), hourly(), other({}), shell({ dependsOn: ref('Other'), schedule: ref('Hourly') })],
    [byDay, daily(), hourly(), other({ schedule: ref('Hourly') }), shell({ dependsOn: ref('Other') })],
  ],
  'schedule/out-of-step': [
    [
      byDay,
      daily(),
      daily({ id: 'Late', startDateTime: '2030-01-01T06:00:00' }),
      other({ schedule: ref('Late') }),
      shell({ dependsOn: ref('Other') }),
    ],
    [
      byDay,
      daily(),
      daily({ id: 'Late', startDateTime: '2030-01-03T00:00:00' }),
      other({ schedule: ref('Late') }),
      shell({ dependsOn: ref('Other') }),
    ],
  ],
  'cost/cluster-often': [
    [byDay, daily({ period: '15 minutes' }), cluster()],
    [byDay, daily({ period: '15 minutes' }), hourly(), cluster({ schedule: ref('Hourly') })],
  ],
  'cost/overlapping-machines': [
    [byDay, daily(), machine({ terminateAfter: '36 hours' })],
    [byDay, daily(), machine({ terminateAfter: '1 day' })],
  ],
  'cost/bid-without-way-out': [
    [machine({ spotBidPrice: '0.05' })],
    [machine({ spotBidPrice: '0.05', useOnDemandOnLastAttempt: 'false' })],
  ],
}
