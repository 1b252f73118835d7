import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openHome, regions } from '../../src/server/region.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'region-'))

it('is us-east-1 until another is chosen, and then for ever', () => {
  const data = folder()
  const home = openHome(data)
  expect(home.region()).toBe('us-east-1')
  home.choose('eu-west-1')
  expect(home.region()).toBe('eu-west-1')
  expect(openHome(data).region()).toBe('eu-west-1')
})

it('refuses a region in which the service never was, and keeps the old one', () => {
  const data = folder()
  const home = openHome(data)
  home.choose('us-west-2')
  expect(() => home.choose('eu-north-1')).toThrow('AWS Data Pipeline was never in eu-north-1; choose one of us-east-1')
  expect(readFileSync(join(data, 'settings.json'), 'utf8')).toContain('us-west-2')
})

it('says what to do with settings that cannot be read', () => {
  const data = folder()
  writeFileSync(join(data, 'settings.json'), '{ "region": ')
  expect(() => openHome(data)).toThrow(/settings\.json names no region of AWS Data Pipeline\. Write .+, or delete it\./)
})

it('knows prices for every region that can be chosen', () => {
  expect(regions.map(one => one.pricesOf)).toEqual(regions.map(() => expect.stringMatching(/^\d{4}-\d\d-\d\d$/)))
})
