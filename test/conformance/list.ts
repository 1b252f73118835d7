import { type Choice, type ChoiceName, choices } from './choices.ts'
import { sections } from './sections.ts'
import type { Case } from './story.ts'

/** Prints every story with the sentence that it comes from: `node test/conformance/list.ts`. */

const marks = ({ clock, bare, alarms, machines, settings }: Case): string =>
  [
    clock && 'moved clock',
    bare && 'over the wire only',
    alarms && 'reads alarms',
    machines && 'scripted machines',
    settings && `setting ${Object.keys(settings).join(', ')}`,
  ]
    .filter(Boolean)
    .join(', ')

const all = sections.flatMap(one => one.cases)
const lines: string[] = []
for (const { title, cases } of sections) {
  lines.push(`${title} (${cases.length})`)
  for (const one of cases) {
    const extra = marks(one)
    lines.push(`  ${one.title}`, `    ${one.from}${extra && ` · ${extra}`}`)
    if (one.ours) lines.push(`    our choice: ${choices[one.ours].says} Held by ${choices[one.ours].held}.`)
  }
  lines.push('')
}
const count = (holds: (one: Case) => unknown) => all.filter(holds).length
const used = new Set<ChoiceName>(all.flatMap(one => one.ours ?? []))
const elsewhere = Object.values<Choice>(choices).filter(one => one.told)
lines.push('choices that no operation could tell', ...elsewhere.map(one => `  ${one.says}\n    ${one.told}`), '')
lines.push(
  `${all.length} stories: ${count(one => !one.bare)} told in all three ways, ${count(one => one.bare)} over the wire only.`,
  `${count(one => one.clock)} need a clock that the test moves; ${count(one => !one.clock && !one.machines && !one.alarms && !one.settings && !one.bare)} need nothing but the 19 operations.`,
  `${count(one => one.ours)} are about our own choices, ${used.size} of them.`,
)
process.stdout.write(`${lines.join('\n')}\n`)
