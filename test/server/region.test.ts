import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { usualSettings } from '../../src/api/settings.ts'
import { openHome, regions } from '../../src/server/region.ts'
import { openSettings } from '../../src/server/settings.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'region-'))

it('is us-east-1 until another is chosen, and then for ever', async () => {
  const data = folder()
  const home = openHome(openSettings(data))
  expect(home.region()).toBe('us-east-1')
  await home.choose('eu-west-1')
  expect(home.region()).toBe('eu-west-1')
  expect(openHome(openSettings(data)).region()).toBe('eu-west-1')
})

it('is one setting among the others, which stay', async () => {
  const data = folder()
  const settings = openSettings(data)
  await settings.save({ ...usualSettings, zone: 'Europe/Berlin', confirmUsd: 3 })
  await openHome(settings).choose('us-west-2')
  expect(openSettings(data).now()).toEqual({
    ...usualSettings,
    zone: 'Europe/Berlin',
    confirmUsd: 3,
    region: 'us-west-2',
  })
})

it('refuses a region in which the service never was, and keeps the old one', async () => {
  const data = folder()
  const home = openHome(openSettings(data))
  await home.choose('us-west-2')
  await expect(home.choose('eu-north-1')).rejects.toThrow(
    'AWS Data Pipeline was never in eu-north-1; choose one of us-east-1',
  )
  expect(readFileSync(join(data, 'settings.json'), 'utf8')).toContain('us-west-2')
})

it('says what is wrong with a region that somebody wrote into the file', () => {
  const data = folder()
  writeFileSync(join(data, 'settings.json'), '{ "region": "mars-1" }')
  expect(() => openSettings(data)).toThrow(/settings\.json holds no settings: region: .*never in mars-1/)
})

it('knows prices for every region that can be chosen', () => {
  expect(regions.map(one => one.pricesOf)).toEqual(regions.map(() => expect.stringMatching(/^\d{4}-\d\d-\d\d$/)))
})
