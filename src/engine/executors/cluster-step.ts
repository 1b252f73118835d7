import type { Hands, Outcome, Work } from '../ports.ts'
import { hadoopSettings, storageArguments } from './cluster-storage.ts'
import { pathOf } from './data-nodes.ts'
import { exitInWords } from './exit-codes.ts'
import { objectsAt } from './fields.ts'
import { waitOn } from './machines.ts'
import { failed, finished } from './outcome.ts'
import { rootCauseIn } from './root-cause.ts'

/** One program of a cluster's, as this machine would run it. `s3` arguments marked `bring` are fetched first. */
export interface Step {
  readonly program: string
  readonly args: readonly string[]
  /** Addresses of programs among the arguments. */
  readonly bring: readonly string[]
  /** A file to write before: its name and text. */
  readonly file?: ScriptFile
}

interface ScriptFile {
  readonly name: string
  readonly text: string
}

export const jarStep = (jar: string, args: readonly string[]): Step => ({
  program: 'hadoop',
  args: ['jar', jar, ...args],
  bring: [jar],
})

export const scriptStep = (script: string, args: readonly string[]): Step => ({
  program: 'bash',
  args: [script, ...args],
  bring: [script],
})

export const hiveStep = (args: readonly string[], file?: ScriptFile): Step => ({
  program: 'hive',
  args: [...storageArguments.flatMap(setting => ['--hiveconf', setting]), ...args],
  bring: [],
  ...(file && { file }),
})

/** Pig wants settings before all else. */
export const pigStep = (args: readonly string[], file?: ScriptFile): Step => ({
  program: 'pig',
  args: [...storageArguments.map(setting => `-D${setting}`), '-x', 'local', ...args],
  bring: [],
  ...(file && { file }),
})

/** Here Spark runs in one process, and finds S3 where commands find it. */
export function sparkStep(given: readonly string[]): Step {
  const args: string[] = []
  for (let at = 0; at < given.length; at++) {
    const arg = given[at] ?? ''
    if (arg === '--master' || arg === '--deploy-mode') at++
    else if (!/^--(master|deploy-mode)=/.test(arg)) args.push(arg)
  }
  const bring = args.filter(arg => /^s3[an]?:\/\/.*\.(py|jar|R|zip|egg)$/.test(arg))
  const storage = storageArguments.flatMap(setting => ['--conf', `spark.hadoop.${setting}`])
  return { program: 'spark-submit', args: ['--master', 'local[*]', ...storage, ...args], bring }
}

/** Runs a step on this machine, or rehearses one whose program is not on its path. */
export async function runStep(step: Step, work: Work, hands: Hands, signal: AbortSignal): Promise<Outcome> {
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
  const variables = Object.fromEntries(
    (['input', 'output'] as const).flatMap(way =>
      objectsAt(work, work.object, way).map((node, index) => [`${way.toUpperCase()}${index + 1}`, pathOf(node) ?? '']),
    ),
  )
  const before = await hands.stderrTail(1_024)
  const result = await hands.command({ script: scriptOf(step, [...brought.values()]), args, env: variables }, signal)
  if (result.exitCode === 0) return finished
  const said = behind(before, await hands.stderrTail(tailBytes))
  const cause = rootCauseIn(said)
  const tail = said
    .split('\n')
    .filter(line => !noise.test(line))
    .slice(-tailLines)
    .join('\n')
    .trim()
  const words = exitInWords(result)
  return failed(cause ?? (tail || `${words} It wrote nothing to StdError that says why; see StdOutput.`), {
    errorStackTrace: `${line}\n${words}${cause ? `\n${tail}` : ''}`,
  })
}

/** Traces of Spark are long, and what caused them stands far from their end. */
const tailBytes = 65_536
const tailLines = 40

/** What the step itself said: those before it wrote into the same file. */
function behind(before: string, all: string): string {
  const at = before === '' ? -1 : all.lastIndexOf(before)
  return at < 0 ? all : all.slice(at + before.length)
}

/** What Hadoop's programs say of their own logs and sessions, whatever happens. */
const noise = /^(SLF4J: |log4j:WARN |Hive Session ID = |Logging initialized using |Time taken: |\s*$)/

/** The bash that runs a step. Only our own settings name a variable; what the author wrote is passed on as it is. */
function scriptOf({ program, file }: Step, programs: readonly string[]): string {
  return [
    ...(file ? [writing(file)] : []),
    ...(programs.length > 0 ? [`chmod +x ${programs.map(quoted).join(' ')}`] : []),
    ...(program === 'spark-submit' ? [] : [hadoopSettings]),
    'args=()',
    'for arg in "$@"; do',
    ...['AWS_ENDPOINT_URL_S3', 'HADOOP_STREAMING_JAR'].map(name => `  arg=\${arg/\\$${name}/$${name}}`),
    '  args+=("$arg")',
    'done',
    `${program} "\${args[@]}"`,
    '',
  ].join('\n')
}

const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`

/** Scripts may be longer than an argument of a command. */
function writing({ name, text }: ScriptFile): string {
  let end = 'END'
  while (text.includes(end)) end += '_'
  return `cat >${name} <<'${end}'\n${text}\n${end}`
}

/** Plays the part of a step that cannot run here, for long enough to be seen. */
export async function rehearse(hands: Hands, signal: AbortSignal, rehearsed: string): Promise<Outcome> {
  hands.log('WARN', rehearsed)
  await waitOn(hands.clock, 2_000, signal)
  return { status: 'FINISHED', rehearsed }
}
