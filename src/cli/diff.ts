import { readDefinition } from '../core/formats/index.ts'
import { type Difference, differencesBetween } from '../core/versions/differences.ts'
import { type Command, jsonOption, printJson, readText } from './command.ts'

export const diff: Command = {
  name: 'diff',
  usage: 'diff A B [--json]',
  summary: 'What differs in meaning between two definitions, in whatever formats. 0 equal, 1 different.',
  options: jsonOption,
  async run(values, [a, b]) {
    if (!a || !b) throw new Error('Which two files? pipewright diff A B')
    const [before, after] = await Promise.all([a, b].map(async file => readDefinition(await readText(file)).definition))
    if (!before || !after) return 2
    const differences = differencesBetween(before, after)
    if (values.json) printJson({ differences })
    else for (const one of differences) process.stdout.write(`${describe(one)}\n`)
    return differences.length ? 1 : 0
  },
}

const signs = { added: '+', removed: '-', changed: '~', reordered: '~', renamed: '~' } as const

function describe({ kind, object, parameter, value, was, field, before, after }: Difference): string {
  const what = object ?? (parameter === undefined ? `value ${value}` : `parameter ${parameter}`)
  if (was !== undefined) return `${signs[kind]} ${was} is now ${what}`
  const where = field === undefined ? what : `${what}.${field}`
  const values = [before?.join(', '), after?.join(', ')].filter(text => text !== undefined).join(' → ')
  return `${signs[kind]} ${where}${values ? `: ${values}` : ''}`
}
