/** Whether functions and operators get what they can work with. */

import { kindOfPath } from '../definition/paths.ts'
import { type Kind, type TypeProblem, typeProblems } from '../expression/check.ts'
import type { Stretch } from '../expression/tree.ts'
import { factsOf, nameOf, placeOf, type Subject } from './facts.ts'
import { replaceWithin } from './fixes.ts'
import { type Remark, rule } from './rule.ts'
import { expressionsOf } from './templates.ts'

const argumentType = rule(
  'expression/argument-type',
  'error',
  'references',
  'Functions get times, numbers and texts where they need them.',
  definition => problems(definition, 'argument'),
)

const operandType = rule(
  'expression/operand-type',
  'error',
  'references',
  'Arithmetic is done with numbers.',
  definition => problems(definition, 'operand'),
)

const timeSum = rule('expression/time-sum', 'warning', 'references', 'Times are moved by functions.', definition =>
  problems(definition, 'sum'),
)

export const expressionTypeRules = [argumentType, operandType, timeSum]

function* problems(definition: Parameters<typeof factsOf>[0], about: TypeProblem['about']): Generator<Remark> {
  const whole = factsOf(definition).definition
  for (const { written, template } of expressionsOf(definition).texts) {
    const { subject } = written
    for (const part of template.parts) {
      if (part.kind !== 'expression') continue
      const kindOf = (path: readonly string[]): Kind =>
        path.length > farthest || path[0] === 'node' || isOpen(subject)
          ? unsure(path)
          : kindOfPath(whole, subject.object, path)
      for (const { about: what, says, span, move } of typeProblems(part.tree, kindOf)) {
        if (what !== about) continue
        const fixes = move ? [replaceWithin(written, move.all, moved(written.text ?? '', move))] : []
        yield { at: placeOf(written), within: span, message: `${nameOf(written)} ${says}`, fixes }
      }
    }
  }
}

/** What somebody who adds days to a time means. */
function moved(text: string, { by, time, days }: NonNullable<TypeProblem['move']>): string {
  const part = ({ offset, length }: Stretch) => text.slice(offset, offset + length)
  return `${by}(${part(time)}, ${part(days)})`
}

/** Two references and the field behind them: so far does a rule of this sight look, and never back along one. */
const farthest = 3

/** Its names may mean the fields of those that inherit from it. */
const isOpen = ({ type, family }: Subject): boolean => type === undefined || family === 'default'

/** Runtime fields of this form are times, whoever they are of. */
const unsure = (path: readonly string[]): Kind => (/^@\w+Time$/.test(path.at(-1) ?? '') ? 'DateTime' : 'unknown')
