import { Fault } from '../api/faults.ts'
import { serviceRegions } from '../core/catalog/instance-types.ts'
import { defaultRegion, prices } from '../core/cost/price.ts'
import type { Settings } from './settings.ts'

/** The region that this machine stands for: where resources and buckets are that name none, and at whose prices. */
export interface Home {
  /** As it is now: it may be chosen anew at any time. */
  readonly region: () => string
  /** Keeps another one with the settings. Fails with InvalidRequestException where the service never was. */
  choose(region: string): Promise<void>
}

/** Where the service could be called, with the date of the prices that are known there. */
export const regions = serviceRegions.map(id => ({
  id,
  name: prices.regions[id]?.name ?? id,
  pricesOf: prices.regions[id]?.asOf ?? 'no date',
}))

/** The region of a data directory, which is one of its settings; us-east-1 where nothing was chosen. */
export const openHome = (settings: Settings): Home => ({
  region: () => settings.now().region ?? defaultRegion,
  async choose(region) {
    if (!serviceRegions.includes(region))
      throw new Fault(
        'InvalidRequestException',
        `AWS Data Pipeline was never in ${region}; choose one of ${serviceRegions.join(', ')}.`,
      )
    await settings.save({ ...settings.now(), region })
  },
})
