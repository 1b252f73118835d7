import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { rules } from '../../src/core/validation/index.ts'
import { usualSettings } from '../../src/engine/settings.ts'
import { type Choice, choices } from './choices.ts'
import { sections } from './sections.ts'

const all = sections.flatMap(({ title, cases }) => cases.map(one => ({ ...one, section: title })))

const textOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

describe('the list of stories', () => {
  it('has more than 200 that are told in all ways', () => {
    expect(all.filter(one => !one.bare).length).toBeGreaterThan(200)
  })

  it('names the sentence that each comes from, and no story twice', () => {
    for (const one of all) expect(one.from, one.title).toMatch(/^§\d+/)
    const names = all.map(one => `${one.section}: ${one.title}`)
    expect(names.filter((name, k) => names.indexOf(name) !== k)).toEqual([])
  })

  it('says of every silence of the sources what we chose', () => {
    expect(all.filter(one => one.from.includes('[U]') && !one.ours).map(one => one.title)).toEqual([])
  })
})

describe('a choice', () => {
  it('has a story', () => {
    const told = new Set<string>(all.flatMap(one => one.ours ?? []))
    const untold = Object.entries<Choice>(choices).filter(
      ([name, { told: elsewhere }]) => !told.has(name) && !elsewhere,
    )
    expect(untold.map(([name]) => name)).toEqual([])
  })

  it('is told elsewhere where it says so', () => {
    for (const { told } of Object.values<Choice>(choices)) {
      const [file = '', ...title] = told?.split(': ') ?? []
      if (told) expect(textOf(file), told).toContain(`it('${title.join(': ')}'`)
    }
  })

  it('is held where it says', () => {
    const ids = rules.map(rule => rule.code)
    for (const { held } of Object.values(choices))
      for (const place of held.split(/, (?=src|rule|setting)/)) {
        const [home = '', name = ''] = place.split(/[ ,]+/).slice(place.startsWith('src') ? 0 : 1)
        if (place.startsWith('rule ')) expect(ids, place).toContain(home)
        else if (place.startsWith('setting ')) expect(Object.keys(usualSettings), place).toContain(home)
        else expect(textOf(home), place).toContain(name)
      }
  })
})
