import { describe, expect, it } from 'vitest'
import { usualSettings } from '../../src/api/settings.ts'
import { toConfirm } from '../../src/app/activation/confirm.ts'
import { leastTime, refusalOf } from '../../src/app/launch/backfill.ts'
import { limitsWith, serviceLimits } from '../../src/core/catalog/limits.ts'
import { backfillCost } from '../../src/core/cost/backfill.ts'
import { read } from '../../src/core/definition/text.ts'
import { backfillOf } from '../../src/core/runs/backfill.ts'

const now = Date.parse('2026-01-11T12:00:00Z')
const { definition } = read(
  JSON.stringify({
    objects: [
      { id: 'Default', name: 'Default', scheduleType: 'cron', schedule: { ref: 'Daily' } },
      { id: 'Daily', name: 'Daily', type: 'Schedule', period: '1 day', startDateTime: '2026-01-01T00:00:00' },
      { id: 'Machine', name: 'Machine', type: 'Ec2Resource', instanceType: 'm5.large', terminateAfter: '1 hour' },
      { id: 'Work', name: 'Work', type: 'ShellCommandActivity', command: 'true', runsOn: { ref: 'Machine' } },
    ],
  }),
)
const backfill = backfillOf(definition, { values: new Map(), at: now })
const cost = backfillCost(definition, backfill)

describe('an activation that has to catch up', () => {
  it('is refused when its first run lies more than a day back, with the limit named', () => {
    expect(refusalOf(backfill, now, serviceLimits)).toBe(
      'The first run lies 10 days back. A first activation is refused when that is more than 1 day (the limit backfillDays).',
    )
  })

  it('is not refused where the account may look back further', () => {
    expect(refusalOf(backfill, now, limitsWith({ backfillDays: 30 }))).toBeUndefined()
    expect(refusalOf(backfill, now, limitsWith({ backfillDays: 7 }))).toContain('7 days')
  })

  it('must be confirmed beyond the bounds of the settings, and says which', () => {
    expect(cost.instances).toBe(22)
    expect(toConfirm(cost, { ...usualSettings, confirmInstances: 10 })).toBe('more than 10 instances')
    expect(toConfirm(cost, { ...usualSettings, confirmInstances: 22 })).toBeUndefined()
    expect(toConfirm(cost, { ...usualSettings, confirmInstances: 22, confirmUsd: 0 })).toBe('more than 0 USD')
  })

  it('takes the service some time, since it makes one instance of an object every five minutes', () => {
    expect(leastTime(backfill, serviceLimits)).toBe(10 * 5 * 60_000)
    expect(leastTime({ owed: [], instances: 0, cascade: [] }, serviceLimits)).toBe(0)
  })
})
