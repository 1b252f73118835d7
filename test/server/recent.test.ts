import { expect, it } from 'vitest'
import { createRecent } from '../../src/server/recent.ts'

const open = (most = 100) => {
  const clock = { now: 0 }
  return { clock, recent: createRecent<string>({ lasting: 1000, most }, () => clock.now) }
}

it('what is asked for again and again stays', () => {
  const { clock, recent } = open()
  recent.set('a', 'answer')
  for (let time = 0; time < 10_000; time += 900) {
    clock.now = time
    expect(recent.get('a')).toBe('answer')
  }
})

it('what nobody asks for any more is forgotten, though others are asked for', () => {
  const { clock, recent } = open()
  recent.set('a', 'answer')
  recent.set('b', 'other')
  for (const time of [600, 1200, 1800, 2400]) {
    clock.now = time
    recent.get('b')
  }
  expect(recent.get('a')).toBeUndefined()
  expect(recent.get('b')).toBe('other')
})

it('after a long rest nothing is left', () => {
  const { clock, recent } = open()
  recent.set('a', 'answer')
  clock.now = 5000
  expect(recent.get('a')).toBeUndefined()
})

it('there are never more than twice as many as it may hold', () => {
  const { recent } = open(10)
  for (let count = 0; count < 95; count += 1) recent.set(String(count), 'answer')
  const kept = Array.from({ length: 95 }, (_, count) => String(count)).filter(key => recent.get(key) !== undefined)
  expect(kept.length).toBeLessThanOrEqual(20)
  expect(kept.at(-1)).toBe('94')
})
