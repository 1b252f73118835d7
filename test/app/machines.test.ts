import { describe, expect, it } from 'vitest'
import { findMachines, machineChoices, priceBasis } from '../../src/app/inspector/machines.ts'
import { priceOf } from '../../src/core/cost/price.ts'

describe('the list of machines', () => {
  const all = machineChoices('us-east-1', false)

  it('has current ones of the guide first, the cheapest of them on top, and retired ones last', () => {
    expect(all[0]).toMatchObject({ listed: true, retired: false })
    expect(all.at(-1)?.retired).toBe(true)
    const first = all.filter(one => one.listed && !one.retired).flatMap(one => one.hourly ?? [])
    expect(first).toEqual([...first].sort((a, b) => a - b))
  })

  it('says what each has and costs as the prices do, and never a price that is not known', () => {
    expect(all.find(one => one.type === 'm5.xlarge')).toMatchObject({ vCpu: 4, gib: 16, hourly: 0.192 })
    for (const { type, hourly } of all) expect(hourly, type).toBe(priceOf(type, 'us-east-1')?.onDemand)
    const unknown = machineChoices('us-east-1', true).find(one => one.type === 'cg1.4xlarge')
    expect(unknown && 'hourly' in unknown).toBe(false)
  })

  it('adds the fee of EMR for clusters alone', () => {
    expect(all.every(one => one.emrFee === undefined)).toBe(true)
    expect(machineChoices('us-east-1', true).find(one => one.type === 'm5.xlarge')?.emrFee).toBe(0.048)
  })

  it('is searched by name, by processors and by memory', () => {
    expect(findMachines(all, 'M5.').every(one => one.type.startsWith('m5.'))).toBe(true)
    expect(findMachines(all, '8 vcpu').every(one => one.vCpu === 8)).toBe(true)
    expect(findMachines(all, '16 GiB').every(one => one.gib === 16)).toBe(true)
    expect(findMachines(all, '16 GiB').length).toBeGreaterThan(2)
    expect(findMachines(all, '')).toEqual(all)
  })

  it('dates its prices', () => {
    expect(priceBasis('us-east-1')).toMatch(/^List prices, us-east-1, \d{4}-\d\d-\d\d$/)
    expect(priceBasis('mars-north-1')).toBe('No prices are known for mars-north-1')
  })
})
