import type { Executor, Hands, Work } from '../ports.ts'
import { hiveStep, jarStep, pigStep, rehearse, runStep, type Step, scriptStep } from './cluster-step.ts'
import { placeOf } from './data-nodes.ts'
import { readStep } from './emr-step.ts'
import { isOn, objectsAt, textOf, textsOf } from './fields.ts'
import { hiveCopyScript, hiveScript } from './hive-script.ts'
import { finished, guarded } from './outcome.ts'
import { pigScript } from './pig-script.ts'
import { spokenOf } from './staged-nodes.ts'
import { readStoredText } from './stored-text.ts'

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
  return [jarStep(jar, [...(main ? [main] : []), ...textsOf(object, 'argument')])]
})

export const hiveActivity = clusterActivity(['HiveActivity'], async (work, hands) => {
  const variables = textsOf(work.object, 'scriptVariable').flatMap(variable => ['--hivevar', variable])
  const text = await stagedScript(work, hands, 'hive', 'hiveScript', hiveScript)
  return [hiveStep([...variables, '-f', 'script.hql'], { name: 'script.hql', text })]
})

export const pigActivity = clusterActivity(['PigActivity'], async (work, hands) => {
  const variables = textsOf(work.object, 'scriptVariable').flatMap(variable => ['-param', variable])
  const text = await stagedScript(work, hands, 'pig', 'script', pigScript)
  return [pigStep([...variables, '-f', 'script.pig'], { name: 'script.pig', text })]
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

/**
 * The script of an activity; unless `stage` is false, with tables for the data nodes that it speaks of. The service
 * brings tables of databases too: that can be rehearsed, but not be run here.
 */
async function stagedScript(
  work: Work,
  hands: Hands,
  program: string,
  field: string,
  withTables: (script: string, work: Work) => string,
): Promise<string> {
  const written =
    textOf(work.object, field) ??
    (await readStoredText(hands.storage, textOf(work.object, 'scriptUri') ?? '', `scriptUri of ${work.object.id}`))
  if (!isOn(work.object, 'stage', true)) return written
  const script = withTables(written, work)
  const table = spokenOf(written, work).find(({ node }) => placeOf(node).kind === 'table')?.node
  if (table && (await hands.has(program)))
    throw new Error(
      `${table.id} is a table of a database, which ${program} cannot stage on this machine. Copy it to S3, or from there, with a CopyActivity.`,
    )
  if (script !== written) await showScript(work, hands, script)
  return script
}

/** Shows a script that we made in the log, and keeps it where `generatedScriptsPath` wants it. */
async function showScript({ object, attemptId }: Work, hands: Hands, script: string) {
  hands.log('INFO', `The script made for ${object.id}:\n${script}`)
  const folder = textOf(object, 'generatedScriptsPath')
  if (folder) await hands.storage.put(`${folder.replace(/\/*$/, '/')}${attemptId}.txt`, script, 'text/plain')
}

const scriptsOf = (work: Work, key: string): readonly Step[] =>
  objectsAt(work, work.object, key).map(config => {
    const uri = textOf(config, 'scriptUri')
    if (!uri) throw new Error(`${config.id} has no scriptUri.`)
    return scriptStep(uri, textsOf(config, 'scriptArgument'))
  })

const asCommand = (command: string): Step => ({ program: 'bash', args: ['-c', command], bring: [] })
