import type { Rehearsal, RehearsalResult } from '../../api/rehearsals.ts'
import { printDateTime } from '../../core/expression/value.ts'
import { writeCase } from '../../core/scenario/case.ts'
import { setSeed } from '../../core/scenario/edits.ts'

interface File {
  readonly name: string
  readonly text: string
}

const stemOf = ({ pipelineName, name }: Rehearsal): string =>
  `${pipelineName}${name ? ` ${name}` : ''}`.replace(/[^\w.-]+/g, '-').toLowerCase()

/** The scenario as `pipewright simulate --scenario` takes it, with the seed in it. */
export const scenarioFile = (rehearsal: Rehearsal): File => ({
  name: `${stemOf(rehearsal)}.scenario.json`,
  text: setSeed(rehearsal.scenario, rehearsal.seed),
})

/** Scenario, stretch and what came of it as a test case that `pipewright simulate --case` holds a definition to. */
export function caseFile(rehearsal: Rehearsal, { expectations, unsaid }: RehearsalResult): File {
  const { pipelineName, name, from, to, seed, scenario, values = {} } = rehearsal
  const file = `${stemOf(rehearsal)}.case.json`
  return {
    name: file,
    text: writeCase({
      about: [
        `${pipelineName}${name ? `: ${name}` : ''}, ${printDateTime(from)} to ${printDateTime(to)} UTC, as it was rehearsed.`,
        `pipewright simulate definition.json --case ${file} --junit report.xml`,
        ...(unsaid > 0
          ? [`It says nothing of ${unsaid} instances: of objects whose instances differ the first only are named.`]
          : []),
      ],
      from,
      to,
      seed,
      scenario,
      values,
      expectations,
    }),
  }
}
