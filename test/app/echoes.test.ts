import { expect, it } from 'vitest'
import { createEchoes } from '../../src/app/state/echoes.ts'

const plain = { focus: undefined }
const focused = { focus: 'up~Raw' }
const elsewhere = { focus: 'down~Box' }
const begun = () => createEchoes(['focus'], plain)

it('an address that comes back late is the page’s own, though it has written another since', () => {
  const echoes = begun()
  expect([echoes.wrote(focused), echoes.wrote(plain)]).toEqual([true, true])
  expect([echoes.came(focused), echoes.came(plain)]).toEqual([true, true])
})

it('what is written twice is nothing new, and what is taken back before it came is', () => {
  const echoes = begun()
  expect([echoes.wrote(plain), echoes.wrote(focused), echoes.wrote(focused), echoes.wrote(plain)]).toEqual([
    false,
    true,
    false,
    true,
  ])
})

it('an address that nobody wrote here is somebody else’s, and so is one of before that comes again', () => {
  const echoes = begun()
  echoes.wrote(focused)
  expect([echoes.came(focused), echoes.came(elsewhere), echoes.came(focused)]).toEqual([true, false, false])
  expect(echoes.wrote(focused)).toBe(false)
})
