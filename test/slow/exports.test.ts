import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Definition } from '../../src/core/definition/model.ts'
import { convert, readDefinition } from '../../src/core/formats/index.ts'
import { fromWire, type WireDefinition } from '../../src/core/formats/wire.ts'
import { differencesBetween } from '../../src/core/versions/differences.ts'
import { diceOf, grouped, seed, sizeOf, tell } from './dice.ts'
import { realTexts, whence } from './texts.ts'
import { writeDocument } from './writing.ts'

/** Templates that we write, read by tools that we did not write. */
const python = process.env.PIPEWRIGHT_SLOW_PYTHON
const count = sizeOf('EXPORTS', 60)

const generated = Array.from({ length: count }, (_, number) => ({
  name: `generated-${number}`,
  text: writeDocument(diceOf(seed + number)).text,
}))
const sources = [...realTexts, ...generated]
  // Half a character is no text to any of these tools.
  .map(({ name, text }) => ({ name, definition: wellFormed(readDefinition(text).definition) }))
  .filter(({ definition }) => definition.objects.length > 0)

/** What our readers and theirs say otherwise than the definition, except what the export said it would lose. */
function differences(definition: Definition, now: Definition, format: string): readonly unknown[] {
  const { losses } = convert(definition, format)
  const lost = new Set(
    losses.flatMap(({ at }) => (at ? [placeOf(at.object ?? at.parameter ?? at.value, at.field)] : [])),
  )
  return differencesBetween(definition, now).filter(
    ({ object, parameter, value, field }) => !lost.has(placeOf(object ?? parameter ?? value, field)),
  )
}

function wellFormed(definition: Definition): Definition {
  return JSON.parse(JSON.stringify(definition), (_, value) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  )
}

/** CloudFormation asks that no text is empty; where the definition has an empty one, its template must too. */
const hasEmpty = ({ objects, parameters, values }: Definition) =>
  objects.some(({ id, name, fields }) => id === '' || name === '' || fields.some(one => one.stringValue === '')) ||
  parameters.some(({ attributes }) => attributes.some(one => one.stringValue === '')) ||
  values.some(one => one.stringValue === '')

const placeOf = (owner: string | undefined, field: string | undefined) => JSON.stringify([owner, field])

const unique = ({ objects }: Definition) => new Set(objects.map(object => object.id)).size === objects.length

describe.each([
  ['cloudformation', 'yaml', 'cfn-lint'],
  ['terraform', 'tf', 'an HCL parser'],
] as const)('%s', (format, suffix, reader) => {
  const textOf = (definition: Definition) => convert(definition, format).files[0]?.text ?? ''

  it('is read back equal by ourselves', () => {
    for (const { name, definition } of sources) {
      const back = readDefinition(textOf(definition))
      expect(back.format, name).toBe(format)
      if (unique(definition)) expect(differences(definition, back.definition, format), name).toEqual([])
    }
    tell(format, `${grouped(sources.length)} exports read back equal, over ${whence} and ${count} generated documents`)
  })

  it(`is accepted by ${reader}, which reads the same in it`, () => {
    if (!python) throw new Error('Run node scripts/slow.mjs: it brings the Python tools and names them to this test.')
    const folder = mkdtempSync(join(tmpdir(), 'pipewright-exports-'))
    try {
      sources.forEach(({ definition }, index) => {
        writeFileSync(join(folder, `${index}.${suffix}`), textOf(definition))
      })
      const script = join(import.meta.dirname, 'read_templates.py')
      const answers: Record<string, { complaints: string[]; definition: WireDefinition | null }> = JSON.parse(
        execFileSync(python, [script, folder], {
          encoding: 'utf8',
          maxBuffer: 2 ** 30,
          stdio: ['ignore', 'pipe', 'inherit'],
        }),
      )
      const wrong = sources.flatMap(({ name, definition }, index) => {
        const answer = answers[`${index}.${suffix}`]
        const other =
          answer?.definition && unique(definition) ? differences(definition, fromWire(answer.definition), format) : []
        const complaints = (answer?.complaints ?? ['was not read']).filter(
          complaint => !(hasEmpty(definition) && /^E3033 '' is shorter/.test(complaint)),
        )
        return complaints.length + other.length > 0 ? [{ name, complaints, other }] : []
      })
      tell(format, `${grouped(sources.length - wrong.length)} of ${grouped(sources.length)} accepted by ${reader}`)
      expect(wrong).toEqual([])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
