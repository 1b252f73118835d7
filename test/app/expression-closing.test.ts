import { expect, it } from 'vitest'
import { withClosing } from '../../src/app/inspector/closing.ts'

/** Types one sign at the caret `|`; the text afterwards, with its caret. */
function type(sign: string, at: string, inExpression = true): string {
  const caret = at.indexOf('|')
  const before = at.replace('|', '')
  const typed = { text: before.slice(0, caret) + sign + before.slice(caret), caret: caret + 1 }
  const { text, caret: now } = withClosing(before, typed, inExpression)
  return `${text.slice(0, now)}|${text.slice(now)}`
}

it.each([
  ['{', 'a #|', 'a #{|}'],
  ['{', 'a |', 'a {|'],
  ['(', '#{day|}', '#{day(|)}'],
  [')', '#{day(|)}', '#{day()|}'],
  ['}', '#{day()|}', '#{day()}|'],
  ["'", '#{format(x, |)}', "#{format(x, '|')}"],
  ["'", "#{format(x, 'dd|')}", "#{format(x, 'dd'|)}"],
  ["'", "#{format(x, 'dd|)}", "#{format(x, 'dd'|)}"],
  ['(', '#{|myDays}', '#{(|myDays}'],
  ['x', '#{|}', '#{x|}'],
])('%s typed at %s gives %s', (sign, at, after) => expect(type(sign, at)).toBe(after))

it('leaves brackets outside of expressions alone, and all that is pasted', () => {
  expect(type('(', 'echo |', false)).toBe('echo (|')
  expect(type("'", 'echo |', false)).toBe("echo '|")
  expect(withClosing('', { text: '#{', caret: 2 }, false)).toEqual({ text: '#{', caret: 2 })
})
