import { familyOf, slotOf } from '../core/catalog/index.ts'
import type { Flow } from '../core/catalog/schema.ts'
import type { Definition, Field, PipelineObject } from '../core/definition/model.ts'
import type { AttemptWork } from './attempt-work.ts'
import { pathOf, placeOf } from './executors/data-nodes.ts'
import type { EvaluatedObject } from './ports.ts'

/** An attempt as a pipeline of its own, to be run again without its history being touched. */
export interface Replay {
  readonly definition: Definition
  /** What differs from the original, a sentence each. */
  readonly notes: readonly string[]
}

/** References that a try needs; order, conditions, schedules and alarms are not its own. */
const kept: ReadonlySet<Flow | undefined> = new Set<Flow | undefined>(['in', 'out', 'on', 'uses', undefined])

/** Fields that place an object in a schedule or try it again. */
const left: ReadonlySet<string> = new Set([
  'type',
  'parent',
  'node',
  'schedule',
  'scheduleType',
  'maxActiveInstances',
  'maximumRetries',
  'lateAfterTimeout',
  'failureAndRerunMode',
  'workerGroup',
  'pipelineLogUri',
])

/**
 * The activity of an attempt with its evaluated fields, its data nodes, machine and database, run once on demand and
 * without further tries. Outputs in S3 go under `scratch` where one is named, wherever their address is written.
 * Secrets stay parameters; `given` has the values of those that the attempt does not know.
 */
export function replayOf(
  { work, logUri, secrets }: AttemptWork,
  scratch: string | undefined,
  given: Readonly<Record<string, string>> = {},
): Replay {
  const notes: string[] = []
  const moved = scratch === undefined ? [] : movedOutputs(work.object, work.objects, scratch, notes)
  const ofText = (text: string): string => {
    let said = text
    for (const [from, to] of moved) said = said.replaceAll(from, to)
    // What was evaluated once must not be evaluated again.
    said = said.replace(/(\\*)#\{/g, '$1$1\\#{')
    for (const [id, value] of secrets) said = said.replaceAll(value, `#{*${id}}`)
    return said
  }
  const plain = (one: EvaluatedObject): PipelineObject => ({
    id: one.id,
    name: one.id,
    fields: [
      { key: 'type', stringValue: one.type },
      ...one.fields.filter(field => isKept(one.type, field, work.objects)).map(field => writtenField(field, ofText)),
    ],
  })
  const activity = plain(work.object)
  const needed = reached(activity, [...work.objects.values()].map(plain))
  const runs = activity.fields.some(field => slotOf(work.object.type, field.key)?.flow === 'on')
  const group = work.object.fields.find(field => field.key === 'workerGroup')?.stringValue
  if (!runs && group !== undefined) notes.push(`The worker group ${group} ran it; here this machine does.`)
  notes.push('Preconditions, order, schedule, alarms and further tries are left out.')
  return {
    notes,
    definition: {
      objects: [
        {
          id: 'Default',
          name: 'Default',
          fields: [
            { key: 'scheduleType', stringValue: 'ondemand' },
            { key: 'maximumRetries', stringValue: '0' },
            // So that it is over when the try is.
            { key: 'failureAndRerunMode', stringValue: 'CASCADE' },
            ...(logUri === undefined ? [] : [{ key: 'pipelineLogUri', stringValue: ofText(logUri) }]),
          ],
        },
        { ...activity, fields: runs ? activity.fields : [...activity.fields, { key: 'runsOn', refValue: machine.id }] },
        ...needed,
        ...(runs ? [] : [machine]),
      ],
      parameters: [...secrets.keys()].map(id => ({
        id: `*${id}`,
        attributes: [{ key: 'type', stringValue: 'String' }],
      })),
      values: [...secrets].map(([id, known]) => ({ id: `*${id}`, stringValue: given[id] ?? known })),
    },
  }
}

/** What an activity of a worker group runs on here. */
const machine: PipelineObject = {
  id: 'ThisMachine',
  name: 'ThisMachine',
  fields: [
    { key: 'type', stringValue: 'Ec2Resource' },
    { key: 'role', stringValue: 'DataPipelineDefaultRole' },
    { key: 'resourceRole', stringValue: 'DataPipelineDefaultResourceRole' },
    { key: 'terminateAfter', stringValue: '2 hours' },
  ],
}

function isKept(type: string, { key, refValue }: Field, objects: ReadonlyMap<string, EvaluatedObject>): boolean {
  if (left.has(key) || key.startsWith('@')) return false
  const slot = slotOf(type, key)
  if (slot?.runtime) return false
  return refValue === undefined || (kept.has(slot?.flow) && objects.has(refValue))
}

const writtenField = (field: Field, ofText: (text: string) => string): Field =>
  field.stringValue === undefined ? field : { key: field.key, stringValue: ofText(field.stringValue) }

/** Addresses of outputs in S3 and what takes their place, the longest first. */
function movedOutputs(
  activity: EvaluatedObject,
  objects: ReadonlyMap<string, EvaluatedObject>,
  scratch: string,
  notes: string[],
): readonly (readonly [string, string])[] {
  const outputs = activity.fields.flatMap(({ key, refValue }) => {
    const node = refValue === undefined ? undefined : objects.get(refValue)
    return node && slotOf(activity.type, key)?.flow === 'out' && familyOf(node.type) === 'dataNode' ? [node] : []
  })
  return outputs
    .flatMap(node => {
      const path = pathOf(node)
      if (placeOf(node).kind === 's3' && path !== undefined)
        return [
          [
            path,
            `${scratch}${node.id}/${path.split('/').filter(Boolean).at(-1)}${path.endsWith('/') ? '/' : ''}`,
          ] as const,
        ]
      notes.push(`${node.id} does not lie in S3, so that it is written where the original wrote it.`)
      return []
    })
    .toSorted(([a], [b]) => b.length - a.length)
}

/** Of these objects, those that one leads to. */
function reached(from: PipelineObject, others: readonly PipelineObject[]): readonly PipelineObject[] {
  const byId = new Map(others.map(one => [one.id, one]))
  const found = new Set<PipelineObject>()
  const open = [from]
  for (let at = open.pop(); at; at = open.pop())
    for (const { refValue } of at.fields) {
      const next = refValue === undefined || refValue === from.id ? undefined : byId.get(refValue)
      if (!next || found.has(next)) continue
      found.add(next)
      open.push(next)
    }
  return [...found]
}
