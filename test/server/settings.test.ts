import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type StudioSettings, usualSettings } from '../../src/api/settings.ts'
import { openSettings, settingsShape } from '../../src/server/settings.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipewright-settings-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => join(folder, 'settings.json')

describe('the settings of a data directory', () => {
  it('are the usual ones where nobody changed any', () => {
    expect(openSettings(folder).now()).toEqual(usualSettings)
    expect(openSettings(folder).limits().objects).toBe(100)
  })

  it('hold at once, outlive the process, and are readable by their owner only', async () => {
    const settings = openSettings(folder)
    await settings.save({ ...usualSettings, limits: { objects: 500 }, zone: 'Europe/Berlin' })
    expect(settings.limits().objects).toBe(500)
    expect(settings.limits().fields).toBe(50)
    expect(openSettings(folder).now()).toEqual({ ...usualSettings, limits: { objects: 500 }, zone: 'Europe/Berlin' })
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })

  it('end as the last of several saves at once left them', async () => {
    const settings = openSettings(folder)
    await Promise.all([1, 2, 3, 4, 5].map(n => settings.save({ ...usualSettings, confirmInstances: n })))
    expect(settings.now().confirmInstances).toBe(5)
    expect((JSON.parse(readFileSync(file(), 'utf8')) as StudioSettings).confirmInstances).toBe(5)
  })

  it('take what an older file does not say from the usual ones', () => {
    writeFileSync(file(), '{"limits":{"objects":250}}')
    expect(openSettings(folder).now()).toEqual({ ...usualSettings, limits: { objects: 250 } })
  })

  it.each([
    ['not JSON', '{'],
    ['an unknown limit', '{"limits":{"wishes":3}}'],
    ['a limit of nothing', '{"limits":{"objects":0}}'],
  ])('are refused with the name of the file when it holds %s', (_, text) => {
    writeFileSync(file(), text)
    expect(() => openSettings(folder)).toThrow(file())
  })

  it('refuse what cannot be, and say what', () => {
    const said = (change: object) =>
      settingsShape.safeParse({ ...usualSettings, ...change }).error?.issues.map(issue => issue.message)
    expect(said({ zone: 'Europe/Berlin' })).toBeUndefined()
    expect(said({ zone: 'Middle/Earth' })).toEqual(['Middle/Earth is no time zone such as Europe/Berlin'])
    expect(said({ limits: { wishes: 3 } })?.join()).toContain('wishes is no limit that can be set')
    expect(said({ limits: { pollSeconds: 3 } })?.join()).toContain('pollSeconds is no limit that can be set')
    expect(said({ limits: { objects: 1.5 } })).toHaveLength(1)
    expect(said({ confirmInstances: -1 })).toHaveLength(1)
    expect(said({ concurrency: 16 })).toBeUndefined()
    expect(said({ concurrency: 0 })).toHaveLength(1)
  })
})
