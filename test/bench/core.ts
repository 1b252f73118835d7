import { performance } from 'node:perf_hooks'
import { connect, setField } from '../../src/core/definition/commands.ts'
import { applyEdits } from '../../src/core/definition/edit.ts'
import type { TextEdit } from '../../src/core/definition/model.ts'
import { reread } from '../../src/core/definition/reread.ts'
import { read } from '../../src/core/definition/text.ts'
import { projectGraph } from '../../src/core/graph/project.ts'
import { revalidate, validate } from '../../src/core/validation/index.ts'
import { pipelineOf } from '../core/pipeline-of.ts'
import type { Figure } from './runner.ts'

/** Reading, checking and drawing a definition, beside native JSON.parse as the lower bound in the same run. */
export async function* figures(): AsyncGenerator<Figure> {
  for (const count of [100, 500, 2000]) {
    const text = pipelineOf(count)
    const bound = () => JSON.parse(text)
    const whole = () => {
      const { definition } = read(text)
      validate(definition)
      projectGraph(definition)
    }
    yield compare(`read, validate and project ${count} objects`, whole, 'JSON.parse', bound)
    yield compare(`read ${count} objects`, () => read(text), 'JSON.parse', bound)
    const document = read(text)
    const command = setField(`Step${count - 10}`, 'command', 'echo changed')
    const edit = () => {
      const changed = read(applyEdits(document.text, command.edits(document)))
      validate(changed.definition)
      projectGraph(changed.definition)
    }
    yield compare(`one command end to end at ${count} objects, all anew`, edit, 'JSON.parse', bound)
  }
  for (const count of [100, 2000])
    yield* quietest(
      [1, 2, 3].map(() => stepByStep(count)),
      count,
    )
}

/** What the designer does for each change: commands on one object after another, each upon the one before. */
function stepByStep(count: number): Times {
  const text = pipelineOf(count)
  let document = read(text)
  let validation = revalidate(undefined, document.definition)
  let graph = projectGraph(document.definition)
  const times = { toGraph: [] as number[], toText: [] as number[], bound: [] as number[] }
  const warm = 50
  for (let step = 0; step < 300; step++) {
    const id = `Step${4 + 2 * ((step * 37) % (count / 2 - 4))}`
    const other = `Data${3 + 2 * ((step * 53) % (count / 2 - 3))}`
    const command = step % 5 === 4 ? connect(id, 'input', other, true) : setField(id, 'command', `echo ${step}`)
    let edits: readonly TextEdit[] = []
    const toText = time(() => {
      edits = command.edits(document)
      applyEdits(document.text, edits)
    })
    const toGraph = time(() => {
      document = reread(document, edits)
      validation = revalidate(validation, document.definition)
      graph = projectGraph(document.definition)
    })
    const bound = time(() => JSON.parse(text))
    if (step < warm) continue
    times.toText.push(toText)
    times.toGraph.push(toGraph)
    times.bound.push(bound)
  }
  if (graph.cards.length !== count || validation.findings.length === 0) throw new Error('The steps lost something.')
  return times
}

interface Times {
  readonly toGraph: readonly number[]
  readonly toText: readonly number[]
  readonly bound: readonly number[]
}

/** Of some runs the one least disturbed by others on the machine: where the bound's tail is nearest to its middle. */
function* quietest(runs: readonly Times[], count: number): Generator<Figure> {
  const noise = ({ bound }: Times) => percentile(bound, 95) / percentile(bound, 50)
  const times = runs.reduce((a, b) => (noise(b) < noise(a) ? b : a))
  for (const part of [50, 95]) {
    const bound = percentile(times.bound, part)
    for (const [name, list] of [
      [`edit to validated graph at ${count} objects`, times.toGraph],
      [`command to text at ${count} objects`, times.toText],
    ] as const) {
      const value = percentile(list, part)
      yield {
        name: `${name}, p${part}`,
        value: round3(value),
        unit: 'ms',
        against: `JSON.parse p${part} ${round3(bound)} ms`,
        ratio: round3(value / bound),
      }
    }
  }
}

const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil((values.length * part) / 100) - 1] ?? 0

/** Medians of interleaved rounds, in milliseconds. */
function compare(name: string, ours: () => void, against: string, theirs: () => void): Figure {
  const [mine, other]: [number[], number[]] = [[], []]
  for (let round = 0; round < 25; round++) {
    const a = time(ours)
    const b = time(theirs)
    if (round >= 5) {
      mine.push(a)
      other.push(b)
    }
  }
  const [value, bound] = [median(mine), median(other)]
  return {
    name,
    value: round3(value),
    unit: 'ms',
    against: `${against} ${round3(bound)} ms`,
    ratio: round3(value / bound),
  }
}

function time(work: () => void): number {
  const begun = performance.now()
  work()
  return performance.now() - begun
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const round3 = (value: number) => Math.round(value * 1000) / 1000
