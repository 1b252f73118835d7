import type { Definition, Field, ParameterObject, ParameterValue, Span } from '../../src/core/definition/model.ts'
import type { Dice } from './dice.ts'

/** A value in a written text. `span` is its literal, quotes and all; of a reference, the literal of the id. */
export interface Spot {
  readonly object: string
  readonly key: string
  readonly occurrence: number
  readonly isRef: boolean
  readonly span: Span
}

/** A text that somebody might have written, what it says, and where. */
export interface Written {
  readonly text: string
  readonly definition: Definition
  readonly spots: readonly Spot[]
  readonly names: readonly { readonly object: string; readonly span: Span }[]
  readonly objects: readonly { readonly id: string; readonly span: Span }[]
}

interface Plan {
  readonly id: string
  /** Undefined where the text leaves the name to be the id. */
  readonly name: string | undefined
  readonly members: readonly Member[]
}

/** A key and its values; a list is written as one where the language has lists. */
interface Member {
  readonly key: string
  readonly values: readonly Said[]
  readonly list: boolean
}

type Said = { readonly text: string; readonly bare?: boolean } | { readonly ref: string }

/**
 * A definition in the AWS CLI's words or the API's, in spacing, order, line ends and, if wanted, escapes of its own.
 */
export function writeDocument(dice: Dice, escapes = dice.pick([0, 0, 0.3])): Written {
  const plans = planObjects(dice)
  const parameters = planParameters(dice)
  const values: readonly ParameterValue[] = parameters
    .filter(() => dice.chance(0.7))
    .map(({ id }) => ({ id, stringValue: anyText(dice) }))
  const pen = penOf(dice, escapes)
  return (dice.chance(0.35) ? writeApi : writeCli)(dice, pen, plans, parameters, values)
}

/** Text as it may stand in a value: plain, an expression, or whatever a keyboard has. */
export const anyText = (dice: Dice): string => {
  const kind = dice.below(4)
  if (kind === 0) return dice.pick(phrases)
  const length = dice.below(kind === 1 ? 4 : 24)
  return Array.from({ length }, () => dice.pick(kind === 3 ? strange : letters)).join('')
}

const phrases = [
  "s3://#{myBucket}/raw/#{format(@scheduledStartTime, 'YYYY-MM-dd')}/",
  'echo "hi" && exit 0',
  '// no comment',
  '/* nor this */',
  '}],{[',
  '{"ref": "Nobody"}',
  'two\nlines\r\nand\ttabs',
  'C:\\temp\\',
  '1 Day',
  '',
]
const letters = [...'abc XYZ 019._-:/#{}()@,=']
const strange = [...'é漢字🚀\u0000\u001f\u007f\u00a0\u2028\ufeff"\\/\b\f\n\r\t', '\ud800', '“”', "'"]
const words = [
  'type',
  'command',
  'scriptArgument',
  'input',
  'dependsOn',
  'schedule',
  'myNote',
  'largo',
  '*secret',
  '@x',
]
const oddWords = [
  'constructor',
  '__proto__',
  'toString',
  'clé',
  'a key',
  'a"b',
  'a\\',
  'x/y',
  '鍵',
  'ref',
  'stringValue',
]
const types = ['ShellCommandActivity', 'S3DataNode', 'Ec2Resource', 'Schedule', 'EmrActivity', 'SnsAlarm', 'MyOwn']

function planObjects(dice: Dice): readonly Plan[] {
  const ids = new Set<string>(dice.chance(0.7) ? ['Default'] : [])
  for (let left = dice.below(12); left > 0; left--)
    ids.add(dice.chance(0.15) ? `${dice.pick(oddWords)}${dice.below(9)}` : `${dice.pick(types)}_${dice.below(40)}`)
  const all = [...ids]
  return all.map(id => {
    const keys = new Set<string>()
    for (let left = dice.below(8); left > 0; left--) keys.add(dice.chance(0.2) ? dice.pick(oddWords) : dice.pick(words))
    keys.delete('type')
    const said = (): Said => {
      if (dice.chance(0.3)) return { ref: dice.chance(0.9) ? dice.pick(all) : 'Nobody' }
      return dice.chance(0.1)
        ? { text: dice.pick(['3', '3.0', '-1e9', 'true', 'false']), bare: true }
        : { text: anyText(dice) }
    }
    const members = [...keys].map((key): Member => {
      const list = dice.chance(0.25)
      const count = list ? 1 + dice.below(4) : dice.chance(0.08) ? 2 : 1
      return { key, list, values: Array.from({ length: count }, said) }
    })
    const type: Member = { key: 'type', list: false, values: [{ text: dice.pick(types) }] }
    return {
      id,
      name: dice.chance(0.25) ? undefined : dice.chance(0.5) ? id : `${anyText(dice)}.`,
      members: id === 'Default' || dice.chance(0.1) ? members : [type, ...members],
    }
  })
}

function planParameters(dice: Dice): readonly ParameterObject[] {
  const ids = new Set(Array.from({ length: dice.below(4) }, () => `my${dice.pick(['A', 'Bucket', 'Größe', '9'])}`))
  return [...ids].map(id => ({
    id,
    attributes: [
      { key: 'type', stringValue: 'String' },
      ...(dice.chance(0.5) ? [{ key: 'description', stringValue: anyText(dice) }] : []),
      ...Array.from({ length: dice.below(4) }, () => ({ key: 'allowedValues', stringValue: anyText(dice) })),
    ],
  }))
}

/** A pen: what it has written, and the manner in which it writes. */
function penOf(dice: Dice, escapes: number) {
  const ends = dice.pick([['\n'], ['\r\n'], ['\n', '\r\n']] as const)
  const room = dice.pick([0, 0.5, 1])
  const talk = dice.pick([0, 0, 0.15])
  let text = dice.chance(0.2) ? '\ufeff' : ''
  const put = (piece: string): Span => {
    const offset = text.length
    text += piece
    return { offset, length: piece.length }
  }
  const blank = () => {
    while (dice.chance(room * 0.6)) put(dice.pick([' ', ' ', '  ', '\t', dice.pick(ends), `${dice.pick(ends)}    `]))
    if (!dice.chance(talk)) return
    put(dice.chance(0.5) ? `// ${dice.pick(remarks)}${dice.pick(ends)}` : `/* ${dice.pick(remarks)} */`)
  }
  const literal = (value: string): string => {
    const inner = [...value].map(char => {
      const plain = JSON.stringify(char).slice(1, -1)
      if (!dice.chance(escapes)) return plain
      if (char === '/' && dice.chance(0.5)) return '\\/'
      return char
        .split('')
        .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join('')
    })
    return `"${inner.join('')}"`
  }
  const between = <T>(open: string, close: string, all: readonly T[], each: (one: T) => void) => {
    put(open)
    all.forEach((one, index) => {
      blank()
      each(one)
      blank()
      if (index < all.length - 1) put(',')
    })
    if (all.length === 0) blank()
    put(close)
  }
  const key = (name: string) => {
    put(literal(name))
    blank()
    put(':')
    blank()
  }
  return {
    put,
    blank,
    between,
    key,
    string: (value: string) => put(literal(value)),
    done: () => text,
    at: () => text.length,
  }
}

type Pen = ReturnType<typeof penOf>

const remarks = ['a remark', '"quoted", {braces}', 'été 漢', ', ,', '']

function shuffled<T>(dice: Dice, all: readonly T[]): readonly T[] {
  const rest = [...all]
  return all.flatMap(() => rest.splice(dice.below(rest.length), 1))
}

type Parts = { [K in 'spots' | 'names' | 'objects']: Written[K][number][] }

const asField = (key: string, said: Said): Field =>
  'ref' in said ? { key, refValue: said.ref } : { key, stringValue: said.text }

function writeCli(
  dice: Dice,
  pen: Pen,
  plans: readonly Plan[],
  parameters: readonly ParameterObject[],
  values: readonly ParameterValue[],
): Written {
  const parts: Parts = { spots: [], names: [], objects: [] }
  const objects = plans.map(plan => ({ id: plan.id, name: plan.name ?? plan.id, fields: [] as Field[] }))

  const writeObject = (plan: Plan, index: number) => {
    const offset = pen.at()
    const counts = new Map<string, number>()
    // A key with several values but no list is repeated.
    const members = plan.members.flatMap(one =>
      one.list ? [one] : one.values.map(value => ({ key: one.key, list: false, values: [value] })),
    )
    const name = plan.name
    const own = [{ key: 'id' }, ...(name === undefined ? [] : [{ key: 'name' }])]
    pen.between('{', '}', shuffled<{ key: string } | Member>(dice, [...own, ...members]), member => {
      pen.key(member.key)
      if (!('values' in member)) {
        const span = pen.string(member.key === 'id' ? plan.id : (name ?? ''))
        if (member.key === 'name') parts.names.push({ object: plan.id, span })
        return
      }
      const write = (said: Said) => {
        const occurrence = counts.get(member.key) ?? 0
        counts.set(member.key, occurrence + 1)
        objects[index]?.fields.push(asField(member.key, said))
        const isRef = 'ref' in said
        if (isRef) {
          pen.put('{')
          pen.blank()
          pen.key('ref')
        }
        const span = isRef ? pen.string(said.ref) : said.bare ? pen.put(said.text) : pen.string(said.text)
        parts.spots.push({ object: plan.id, key: member.key, occurrence, isRef, span })
        if (!isRef) return
        pen.blank()
        pen.put('}')
      }
      if (member.list) pen.between('[', ']', member.values, write)
      else for (const said of member.values) write(said)
    })
    parts.objects.push({ id: plan.id, span: { offset, length: pen.at() - offset } })
  }
  const sections: readonly (() => void)[] = [
    () => {
      pen.key('objects')
      pen.between('[', ']', [...plans.entries()], ([index, plan]) => writeObject(plan, index))
    },
    ...(parameters.length === 0
      ? []
      : [
          () => {
            pen.key('parameters')
            pen.between('[', ']', parameters, ({ id, attributes }) => {
              const groups = [...Map.groupBy(attributes, one => one.key)]
              pen.between('{', '}', [['id', []] as const, ...groups], ([key, all]) => {
                pen.key(key)
                if (key === 'id') pen.string(id)
                else if (all.length === 1) pen.string(all[0]?.stringValue ?? '')
                else pen.between('[', ']', all, one => void pen.string(one.stringValue))
              })
            })
          },
        ]),
    ...(values.length === 0
      ? []
      : [
          () => {
            pen.key('values')
            pen.between('{', '}', values, ({ id, stringValue }) => {
              pen.key(id)
              pen.string(stringValue)
            })
          },
        ]),
  ]
  return finish(dice, pen, sections, parts, { objects, parameters, values })
}

function writeApi(
  dice: Dice,
  pen: Pen,
  plans: readonly Plan[],
  parameters: readonly ParameterObject[],
  values: readonly ParameterValue[],
): Written {
  const parts: Parts = { spots: [], names: [], objects: [] }
  const objects = plans.map(plan => ({
    id: plan.id,
    name: plan.name ?? plan.id,
    fields: plan.members.flatMap(({ key, values }) => values.map(said => asField(key, said))),
  }))
  const pairs = (all: readonly (readonly [string, string])[], seen?: (key: string, span: Span) => void) =>
    pen.between('{', '}', shuffled(dice, all), ([key, value]) => {
      pen.key(key)
      const span = pen.string(value)
      seen?.(key, span)
    })

  const writeObject = ({ id, name, fields }: (typeof objects)[number], plan: Plan | undefined) => {
    const offset = pen.at()
    const own = ['id', ...(plan?.name === undefined ? [] : ['name']), 'fields']
    pen.between('{', '}', shuffled(dice, own), key => {
      pen.key(key)
      if (key === 'id') pen.string(id)
      else if (key === 'name') parts.names.push({ object: id, span: pen.string(name) })
      else {
        const counts = new Map<string, number>()
        pen.between('[', ']', fields, field => {
          const occurrence = counts.get(field.key) ?? 0
          counts.set(field.key, occurrence + 1)
          const isRef = field.refValue !== undefined
          const value = isRef ? 'refValue' : 'stringValue'
          pairs(
            [
              ['key', field.key],
              [value, field.refValue ?? field.stringValue ?? ''],
            ],
            (word, span) => {
              if (word === value) parts.spots.push({ object: id, key: field.key, occurrence, isRef, span })
            },
          )
        })
      }
    })
    parts.objects.push({ id, span: { offset, length: pen.at() - offset } })
  }
  const sections: readonly (() => void)[] = [
    () => {
      pen.key('pipelineObjects')
      pen.between('[', ']', [...objects.entries()], ([index, object]) => writeObject(object, plans[index]))
    },
    () => {
      pen.key('parameterObjects')
      pen.between('[', ']', parameters, ({ id, attributes }) =>
        pen.between('{', '}', ['id', 'attributes'], key => {
          pen.key(key)
          if (key === 'id') pen.string(id)
          else
            pen.between('[', ']', attributes, one =>
              pairs([
                ['key', one.key],
                ['stringValue', one.stringValue],
              ]),
            )
        }),
      )
    },
    () => {
      pen.key('parameterValues')
      pen.between('[', ']', values, ({ id, stringValue }) =>
        pairs([
          ['id', id],
          ['stringValue', stringValue],
        ]),
      )
    },
  ]
  return finish(dice, pen, sections, parts, { objects, parameters, values })
}

function finish(
  dice: Dice,
  pen: Pen,
  sections: readonly (() => void)[],
  parts: Parts,
  definition: Definition,
): Written {
  pen.blank()
  pen.between('{', '}', shuffled(dice, sections), section => section())
  pen.blank()
  return { text: pen.done(), definition, ...parts }
}
