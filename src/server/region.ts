import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../api/faults.ts'
import { serviceRegions } from '../core/catalog/instance-types.ts'
import { defaultRegion, prices } from '../core/cost/price.ts'

/** The region that this machine stands for: where resources and buckets are that name none, and at whose prices. */
export interface Home {
  /** As it is now: it may be chosen anew at any time. */
  readonly region: () => string
  /** Keeps another one in the data directory. Fails with InvalidRequestException where the service never was. */
  choose(region: string): void
}

/** Where the service could be called, with the date of the prices that are known there. */
export const regions = serviceRegions.map(id => ({
  id,
  name: prices.regions[id]?.name ?? id,
  pricesOf: prices.regions[id]?.asOf ?? 'no date',
}))

/** Reads the region of a data directory from its `settings.json`; us-east-1 where nothing was chosen. */
export function openHome(dataDir: string): Home {
  let region = readRegion(dataDir) ?? defaultRegion
  return {
    region: () => region,
    choose(wanted) {
      if (!serviceRegions.includes(wanted))
        throw new Fault(
          'InvalidRequestException',
          `AWS Data Pipeline was never in ${wanted}; choose one of ${serviceRegions.join(', ')}.`,
        )
      const file = fileOf(dataDir)
      writeFileSync(`${file}.new`, `${JSON.stringify({ region: wanted }, undefined, 2)}\n`, { mode: 0o600 })
      renameSync(`${file}.new`, file)
      region = wanted
    },
  }
}

const fileOf = (dataDir: string) => join(dataDir, 'settings.json')

/** The region kept in a data directory, if one was chosen. Fails with a sentence where the file cannot be read. */
function readRegion(dataDir: string): string | undefined {
  const file = fileOf(dataDir)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const kept = parsed(text)
  if (kept === undefined || !serviceRegions.includes(kept))
    throw new Error(
      `${file} names no region of AWS Data Pipeline. Write {"region": "${defaultRegion}"} into it, or delete it.`,
    )
  return kept
}

function parsed(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { region?: string }).region
  } catch {
    return undefined
  }
}
