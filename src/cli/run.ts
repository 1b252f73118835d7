import { readFile } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import type { Definition } from '../core/definition/model.ts'
import { printDateTime } from '../core/expression/value.ts'
import { readDefinition } from '../core/formats/index.ts'
import { toWire } from '../core/formats/wire.ts'
import { type InstanceRow, type Status, settled } from '../core/runs/instance.ts'
import { validate } from '../core/validation/index.ts'
import { accrued } from '../server/costs.ts'
import { type Example, uploadFiles } from '../server/examples.ts'
import { type Local, openLocal } from '../server/local.ts'
import {
  type Command,
  jsonOption,
  note,
  onlyFile,
  printJson,
  readText,
  setOption,
  settings,
  tellUnread,
} from './command.ts'
import { dataOf, dataOption, numberOf, speedOption, timeOf } from './options.ts'
import { partOfLine, partOptions, tellPart } from './part.ts'

export const run: Command = {
  name: 'run',
  usage:
    'run FILE [--only ID | --until ID | --from ID [--outputs-of PIPELINE/TIME]] [--set id=value]... [--at TIME] [--data DIR] [--speed N] [--json]',
  summary: 'Really runs every object of a definition once on the embedded engine. 0 when FINISHED, 1 when not.',
  options: { ...setOption, ...partOptions, at: { type: 'string' }, ...dataOption, ...speedOption, ...jsonOption },
  async run(values, files) {
    const file = onlyFile(files, 'run FILE')
    const { definition, document } = readDefinition(await readText(file))
    if (definition.objects.length === 0)
      throw new Error(`${file}: ${document.problems[0]?.message ?? 'no objects of a pipeline were found in it.'}`)
    const errors = validate(definition).filter(f => f.severity === 'error')
    for (const { message, code } of errors) note(`${message} [${code}]`)
    if (errors.length) return 1
    tellUnread(definition, settings(values))
    const at = timeOf(values, 'at')
    const chosen = partOfLine(values)
    const local = await openLocal({
      speed: numberOf(values, 'speed', 1),
      ...dataOf(values),
    })
    const stop = new AbortController()
    const interrupt = () => stop.abort()
    process.once('SIGINT', interrupt)
    try {
      const { pipelineId, scheduledStart } = await launch(local, file, definition, settings(values), at, chosen)
      const instances = await watch(local, pipelineId, scheduledStart, stop.signal)
      const report = await reportOf(local, pipelineId, scheduledStart, instances)
      if (values.json) printJson(report)
      else {
        for (const { id, errorMessage } of [...report.others, ...report.activities])
          if (errorMessage !== undefined) note(`${id}: ${errorMessage}`)
        for (const activity of report.activities) process.stdout.write(`${activity.status.padEnd(24)} ${activity.id}\n`)
      }
      return report.status === 'FINISHED' ? 0 : 1
    } finally {
      process.removeListener('SIGINT', interrupt)
      await local.close()
    }
  },
}

async function launch(
  local: Local,
  file: string,
  definition: Definition,
  values: Record<string, string | string[]>,
  at: number | undefined,
  { part, outputsOf }: ReturnType<typeof partOfLine>,
) {
  const example = await exampleOf(file)
  if (example) await uploadFiles(example, dirname(resolve(file)), local.storage)
  const pipelineId = outputsOf?.pipelineId ?? (await newPipeline(local, file, definition))
  const options = {
    definition,
    values,
    ...(at !== undefined && { at }),
    ...(outputsOf && { outputsOf: outputsOf.scheduledStart }),
  }
  if (part) await tellPart(local, pipelineId, { ...options, part })
  const { scheduledStart } = await local.engine.runOnce(pipelineId, { ...options, ...(part && { part }) })
  note(`Pipeline ${pipelineId}, run of ${printDateTime(scheduledStart)} UTC, data in ${local.dataDir.path}`)
  return { pipelineId, scheduledStart }
}

async function newPipeline(local: Local, file: string, definition: Definition): Promise<string> {
  const { pipelineId } = await local.engine.service.CreatePipeline({
    name: basename(file, extname(file)),
    uniqueId: `run-${crypto.randomUUID()}`,
  })
  await local.engine.service.PutPipelineDefinition({ pipelineId, ...toWire(definition) })
  return pipelineId
}

/** The programs that an index beside the file lists for it. */
async function exampleOf(file: string): Promise<Example | undefined> {
  const text = await readFile(join(dirname(resolve(file)), 'index.json'), 'utf8').catch(() => '[]')
  return (JSON.parse(text) as Example[]).find(example => example.definition === basename(file))
}

/** Follows the run to its end: everything settled, or nothing left that could move. */
async function watch(
  local: Local,
  pipelineId: string,
  scheduledStart: number,
  stop: AbortSignal,
): Promise<readonly InstanceRow[]> {
  const shown = new Map<string, Status>()
  for (;;) {
    const { instances } = await local.history.ListInstances({ pipelineId, scheduledStart })
    for (const { id, componentId, family, status } of instances) {
      if (family === 'activity' && shown.get(id) !== status) note(`  ${componentId}: ${status}`)
      shown.set(id, status)
    }
    if (stop.aborted || instances.every(i => settled(i.status)) || stuck(instances)) return instances
    await new Promise<void>(wake => {
      const timer = setTimeout(done, 500)
      const off = local.engine.onChange(done)
      function done() {
        clearTimeout(timer)
        off()
        setTimeout(wake, 50)
      }
    })
  }
}

/** Whether all that is not settled waits, directly or not, for something that ended otherwise than FINISHED. */
function stuck(instances: readonly InstanceRow[]): boolean {
  const dead = new Set(instances.filter(i => settled(i.status) && i.status !== 'FINISHED').map(i => i.id))
  for (let grown = true; grown; ) {
    const more = instances.filter(
      i => !dead.has(i.id) && i.status === 'WAITING_ON_DEPENDENCIES' && i.waitingOn.some(id => dead.has(id)),
    )
    for (const { id } of more) dead.add(id)
    grown = more.length > 0
  }
  return instances.every(i => settled(i.status) || dead.has(i.id))
}

async function reportOf(local: Local, pipelineId: string, scheduledStart: number, instances: readonly InstanceRow[]) {
  const { attempts } = await local.history.ListAttempts({ pipelineId, scheduledStart })
  const cost = await accrued(local.history, pipelineId, scheduledStart, local.clock.now(), local.home.region())
  const iso = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString())
  const attemptsOf = (id: string) =>
    Promise.all(
      attempts
        .filter(a => a.instanceId === id)
        .map(async a => ({
          id: a.id,
          number: a.number,
          status: a.status,
          startedAt: iso(a.actualStart),
          endedAt: iso(a.actualEnd),
          errorId: a.errorId,
          errorMessage: a.errorMessage,
          rehearsed: a.rehearsed,
          logLocation: a.logLocation,
          logs: (await local.logs.list(pipelineId, a.id, a.logLocation)).logs.map(log => log.uri),
        })),
    )
  const described = await Promise.all(
    instances.map(async i => ({
      id: i.componentId,
      type: i.type,
      family: i.family,
      instanceId: i.id,
      status: i.status,
      scheduledStart: iso(i.scheduledStart),
      startedAt: iso(i.actualStart),
      endedAt: iso(i.actualEnd),
      errorMessage: i.errorMessage,
      cascadeFailedOn: i.cascadeFailedOn,
      rehearsed: i.rehearsed,
      takenFrom: i.taken === undefined ? undefined : i.taken === 0 ? 'nothing' : iso(i.taken),
      attempts: await attemptsOf(i.id),
      cost: cost.lines.filter(line => line.object?.startsWith(i.id)).reduce((sum, line) => sum + (line.usd ?? 0), 0),
    })),
  )
  const activities = described.filter(i => i.family === 'activity')
  const worst = activities.find(a => a.status !== 'FINISHED')
  return {
    pipelineId,
    scheduledStart: iso(scheduledStart),
    status: worst === undefined ? 'FINISHED' : 'FAILED',
    activities,
    others: described.filter(i => i.family !== 'activity'),
    cost,
    dataDir: local.dataDir.path,
  }
}
