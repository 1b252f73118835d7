import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findActions } from '../../src/app/actions/find-actions.ts'
import type { Action } from '../../src/app/state/actions.ts'
import { chordOf, keysOf, withShortcut } from '../../src/app/ui/chord.ts'
import { fitOf } from '../../src/app/ui/fuzzy.ts'
import { objectTypes } from '../../src/core/catalog/index.ts'

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  chordOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })

describe('keys pressed together', () => {
  it('are named in one order, whatever is held', () => {
    expect(press('z', { ctrlKey: true })).toBe('Ctrl Z')
    expect(press('P', { ctrlKey: true, shiftKey: true })).toBe('Ctrl Shift P')
    expect(press('ArrowDown', { shiftKey: true })).toBe('Shift ArrowDown')
    expect(press(' ')).toBe('Space')
    expect(press('F10', { shiftKey: true })).toBe('Shift F10')
  })

  it('take the command key of a Mac for Ctrl', () => {
    expect(press('k', { metaKey: true })).toBe('Ctrl K')
  })

  it('name a sign as it is printed, since Shift differs from keyboard to keyboard', () => {
    expect(press('?', { shiftKey: true })).toBe('?')
    expect(press('/')).toBe('/')
  })

  it('are none while only a modifier is down', () => {
    for (const key of ['Shift', 'Control', 'Alt', 'Meta']) expect(press(key)).toBeUndefined()
  })

  it('are shown as they are printed', () => {
    expect(keysOf('Shift ArrowLeft')).toEqual(['Shift', '←'])
    expect(withShortcut('Undo', 'Ctrl Z')).toBe('Undo (Ctrl Z)')
    expect(withShortcut('Undo', undefined)).toBe('Undo')
  })
})

describe('finding by a few letters', () => {
  const best = (words: string) =>
    objectTypes
      .flatMap(({ name }) => {
        const fit = fitOf(words, name)
        return fit ? [{ name, score: fit.score }] : []
      })
      .sort((a, b) => b.score - a.score)[0]?.name

  it('finds every type by its name, and by its capitals with what follows them', () => {
    for (const { name } of objectTypes) expect(best(name.toLowerCase())).toBe(name)
    expect(best('s3dn')).toBe('S3DataNode')
    expect(best('ec2')).toBe('Ec2Resource')
    expect(best('shell act')).toBe('ShellCommandActivity')
    expect(best('rscopy')).toBe('RedshiftCopyActivity')
  })

  it('says which characters answered, and finds nothing where a letter is missing', () => {
    expect(fitOf('node', 'S3DataNode')?.at).toEqual([6, 7, 8, 9])
    expect(fitOf('nodez', 'S3DataNode')).toBeUndefined()
  })

  it('finds any part of a text, and only characters that were asked for', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 30 }), fc.nat(), fc.nat(), (text, a, b) => {
        const [from, to] = [a % text.length, (b % text.length) + 1].sort((x, y) => x - y) as [number, number]
        const part = text.slice(from, to)
        fc.pre(part.trim() !== '' && text.toLowerCase().length === text.length)
        const fit = fitOf(part, text)
        expect(fit).toBeDefined()
        for (const at of fit?.at ?? []) expect(part.toLowerCase()).toContain(text[at]?.toLowerCase())
      }),
    )
  })
})

describe('the palette', () => {
  const action = (id: string, group: Action['group'], about?: string): Action => ({
    id,
    label: id,
    group,
    run: () => {},
    ...(about !== undefined && { about }),
  })
  const all = [
    action('Add S3DataNode', 'Add to the graph', 'A file or a folder in S3.'),
    action('Storage', 'Go to'),
    action('Undo', 'Edit'),
    action('Orders', 'Objects', 'S3DataNode'),
  ]
  const labels = (words: string, recent: readonly string[] = []) =>
    findActions(words, all, recent).shown.map(one => one.label)

  it('shows all by group, what was used last before them', () => {
    expect(labels('')).toEqual(['Undo', 'Storage', 'Add S3DataNode', 'Orders'])
    expect(labels('', ['Storage', 'gone'])).toEqual(['Storage', 'Undo', 'Add S3DataNode', 'Orders'])
  })

  it('puts a name before what only is said about something', () => {
    expect(labels('s3')).toEqual(['Add S3DataNode', 'Orders'])
  })

  it('looks among one kind of thing after a sign', () => {
    expect(labels('+')).toEqual(['Add S3DataNode'])
    expect(labels('@s3')).toEqual(['Orders'])
    expect(labels('>o')).toEqual(['Undo', 'Storage'])
  })

  it('says how many there are beyond those that it shows', () => {
    const many = Array.from({ length: 200 }, (_, n) => action(`Object${n}`, 'Objects'))
    const { shown, total } = findActions('object', many, [])
    expect([shown.length, total]).toEqual([60, 200])
  })
})
