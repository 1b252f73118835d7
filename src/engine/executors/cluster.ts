import type { Executor, Hands, Outcome, Work } from '../ports.ts'
import { pathOf } from './data-nodes.ts'
import { exitInWords } from './exit-codes.ts'
import { isOn, objectsAt, textOf, textsOf } from './fields.ts'
import { hiveCopyScript, hiveScript } from './hive-script.ts'
import { waitOn } from './machines.ts'
import { failed, finished, guarded } from './outcome.ts'
import { pigScript } from './pig-script.ts'
import { rootCauseIn } from './root-cause.ts'
import { readStoredText } from './stored-text.ts'

/** One program of a cluster's, as this machine would run it. `s3` arguments marked `bring` are fetched first. */
interface Step {
  readonly program: string
  readonly args: readonly string[]
  /** Addresses of programs among the arguments. */
  readonly bring: readonly string[]
  /** A file to write before: its name and text. */
  readonly file?: { readonly name: string; readonly text: string }
}

const clusterActivity = (
  types: readonly string[],
  steps: (work: Work, hands: Hands) => Promise<readonly Step[]>,
): Executor => ({
  name: types[0] ?? 'cluster',
  types,
  run: guarded(async (work, hands, signal) => {
    const { object } = work
    const all = [
      ...textsOf(object, 'preStepCommand').map(asCommand),
      ...scriptsOf(work, 'preActivityTaskConfig'),
      ...(await steps(work, hands)),
      ...scriptsOf(work, 'postActivityTaskConfig'),
      ...textsOf(object, 'postStepCommand').map(asCommand),
    ]
    const skipped: string[] = []
    for (const step of all) {
      const outcome = await runStep(step, work, hands, signal)
      if (outcome.status === 'FAILED') return outcome
      if (outcome.rehearsed) skipped.push(outcome.rehearsed)
    }
    return skipped.length === 0 ? finished : { status: 'FINISHED', rehearsed: skipped.join(' ') }
  }),
})

/** Steps of an EMR cluster: `jar,argument,argument`, most of them through command-runner.jar. */
export const emrActivity = clusterActivity(['EmrActivity'], async work =>
  textsOf(work.object, 'step').map(step => readStep(step, work)),
)

export const hadoopActivity = clusterActivity(['HadoopActivity'], async ({ object }) => {
  const jar = textOf(object, 'jarUri') ?? ''
  const main = textOf(object, 'mainClass')
  return [
    { program: 'hadoop', args: ['jar', jar, ...(main ? [main] : []), ...textsOf(object, 'argument')], bring: [jar] },
  ]
})

export const hiveActivity = clusterActivity(['HiveActivity'], async (work, hands) => {
  const variables = textsOf(work.object, 'scriptVariable').flatMap(variable => ['--hivevar', variable])
  const text = await stagedScript(work, hands, 'hiveScript', hiveScript)
  const settings = storage.flatMap(setting => ['--hiveconf', setting])
  return [fileStep('hive', [...settings, ...variables, '-f'], { name: 'script.hql', text })]
})

export const pigActivity = clusterActivity(['PigActivity'], async (work, hands) => {
  const variables = textsOf(work.object, 'scriptVariable').flatMap(variable => ['-param', variable])
  const text = await stagedScript(work, hands, 'script', pigScript)
  return [fileStep('pig', ['-x', 'local', ...variables, '-f'], { name: 'script.pig', text })]
})

/** Copies between DynamoDB and S3 with Hive on a cluster; there is neither here. */
export const hiveCopyActivity: Executor = {
  name: 'HiveCopyActivity',
  types: ['HiveCopyActivity'],
  run: guarded(async (work, hands, signal) => {
    await showScript(work, hands, hiveCopyScript(work))
    return rehearse(hands, signal, 'DynamoDB does not run on this machine, so nothing was copied.')
  }),
}

/** The script of an activity; unless `stage` is false, with tables for the data nodes that it speaks of. */
async function stagedScript(
  work: Work,
  hands: Hands,
  field: string,
  withTables: (script: string, work: Work) => string,
): Promise<string> {
  const written =
    textOf(work.object, field) ??
    (await readStoredText(hands.storage, textOf(work.object, 'scriptUri') ?? '', `scriptUri of ${work.object.id}`))
  if (!isOn(work.object, 'stage', true)) return written
  const script = withTables(written, work)
  if (script !== written) await showScript(work, hands, script)
  return script
}

/** Shows a script that we made in the log, and keeps it where `generatedScriptsPath` wants it. */
async function showScript({ object, attemptId }: Work, hands: Hands, script: string) {
  hands.log('INFO', `The script made for ${object.id}:\n${script}`)
  const folder = textOf(object, 'generatedScriptsPath')
  if (folder) await hands.storage.put(`${folder.replace(/\/*$/, '/')}${attemptId}.txt`, script, 'text/plain')
}

const fileStep = (program: string, args: readonly string[], file: { name: string; text: string }): Step => ({
  program,
  args: [...args, file.name],
  bring: [],
  file,
})

const scriptsOf = (work: Work, key: string): readonly Step[] =>
  objectsAt(work, work.object, key).map(config => {
    const uri = textOf(config, 'scriptUri')
    if (!uri) throw new Error(`${config.id} has no scriptUri.`)
    return { program: 'bash', args: [uri, ...textsOf(config, 'scriptArgument')], bring: [uri] }
  })

const asCommand = (command: string): Step => ({ program: 'bash', args: ['-c', command], bring: [] })

/** A literal comma is written behind backslashes. Source: developer guide, EmrActivity. */
function readStep(text: string, work: Work): Step {
  const [jar = '', ...rest] = text.split(/(?<!\\),/).map(part => fillIn(part.replace(/\\{1,2},/g, ','), work))
  if (/command-runner\.jar$/.test(jar)) {
    const [program = '', ...args] = rest
    return program === 'spark-submit' ? sparkStep(args) : { program, args, bring: [] }
  }
  const [script = '', ...args] = rest
  if (/script-runner\.jar$/.test(jar)) return { program: 'bash', args: [script, ...args], bring: [script] }
  return { program: 'hadoop', args: ['jar', jar, ...rest], bring: [jar] }
}

/** `${INPUT1}` and `${OUTPUT1}`, as many articles write it, for the paths of the nodes. */
const fillIn = (text: string, work: Work) =>
  text.replace(/\$\{(INPUT|OUTPUT)(\d+)\}/gi, (whole, way: string, number: string) => {
    const node = objectsAt(work, work.object, way.toLowerCase())[Number(number) - 1]
    return (node && pathOf(node)) ?? whole
  })

/** Here Spark runs in one process, and finds S3 where commands find it. */
function sparkStep(given: readonly string[]): Step {
  const args: string[] = []
  for (let at = 0; at < given.length; at++) {
    const arg = given[at] ?? ''
    if (arg === '--master' || arg === '--deploy-mode') at++
    else if (!/^--(master|deploy-mode)=/.test(arg)) args.push(arg)
  }
  const bring = args.filter(arg => /^s3[an]?:\/\/.*\.(py|jar|R|zip|egg)$/.test(arg))
  return { program: 'spark-submit', args: ['--master', 'local[*]', ...sparkStorage, ...args], bring }
}

/** How Hadoop's file system reaches the store. */
const storage = [
  'fs.s3.impl=org.apache.hadoop.fs.s3a.S3AFileSystem',
  'fs.s3a.endpoint=$AWS_ENDPOINT_URL_S3',
  'fs.s3a.path.style.access=true',
]
const sparkStorage = storage.flatMap(setting => ['--conf', `spark.hadoop.${setting}`])

async function runStep(step: Step, work: Work, hands: Hands, signal: AbortSignal): Promise<Outcome> {
  const line = [step.program, ...step.args].join(' ')
  if (!(await hands.has(step.program)))
    return rehearse(hands, signal, `${step.program} is not on this machine's path, so this was not run: ${line}`)
  hands.log('INFO', `Running on this machine in place of a cluster: ${line}`)
  const brought = new Map<string, string>()
  for (const uri of step.bring.filter(one => one.startsWith('s3'))) {
    const folder = await hands.folder(`programs/${brought.size}`)
    if ((await hands.download(uri, folder, signal)) === 0)
      throw new Error(`There is no object at ${uri}. Upload the program.`)
    brought.set(uri, `${folder}/${uri.slice(uri.lastIndexOf('/') + 1)}`)
  }
  const args = step.args.map(arg => brought.get(arg) ?? arg)
  const write = step.file ? `printf '%s\\n' "$1" > ${step.file.name}\nshift\n` : ''
  // Only our own settings name a variable; what the author wrote is passed on as it is.
  const script = `${write}args=()\nfor arg in "$@"; do args+=("\${arg/\\$AWS_ENDPOINT_URL_S3/$AWS_ENDPOINT_URL_S3}"); done\n${step.program} "\${args[@]}"\n`
  const variables = Object.fromEntries(
    (['input', 'output'] as const).flatMap(way =>
      objectsAt(work, work.object, way).map((node, index) => [`${way.toUpperCase()}${index + 1}`, pathOf(node) ?? '']),
    ),
  )
  const result = await hands.command(
    { script, args: step.file ? [step.file.text, ...args] : args, env: variables },
    signal,
  )
  if (result.exitCode === 0) return finished
  const said = await hands.stderrTail(tailBytes)
  const tail = said.trimEnd().split('\n').slice(-tailLines).join('\n').trim()
  return failed(rootCauseIn(said) ?? (tail || exitInWords(result)), {
    errorStackTrace: `${line}\n${exitInWords(result)}${rootCauseIn(said) ? `\n${tail}` : ''}`,
  })
}

/** Traces of Spark are long, and what caused them stands far from their end. */
const tailBytes = 65_536
const tailLines = 40

/** Plays the part of a step that cannot run here, for long enough to be seen. */
async function rehearse(hands: Hands, signal: AbortSignal, rehearsed: string): Promise<Outcome> {
  hands.log('WARN', rehearsed)
  await waitOn(hands.clock, 2_000, signal)
  return { status: 'FINISHED', rehearsed }
}
