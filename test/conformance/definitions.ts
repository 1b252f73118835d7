import type { InputOf } from '../../src/api/operations.ts'

export type Ref = { readonly ref: string }
export type Written = string | Ref | readonly (string | Ref)[]
export type Fields = Readonly<Record<string, Written>>
/** Objects by id; a field `name` is the name of the object, which is its id otherwise. */
export type Objects = Readonly<Record<string, Fields>>

export const to = (ref: string): Ref => ({ ref })

type WireObjects = InputOf<'PutPipelineDefinition'>['pipelineObjects']

export const wireObjects = (objects: Objects): WireObjects =>
  Object.entries(objects).map(([id, { name, ...fields }]) => ({
    id,
    name: typeof name === 'string' ? name : id,
    fields: Object.entries(fields).flatMap(([key, value]) =>
      [value].flat().map(one => (typeof one === 'string' ? { key, stringValue: one } : { key, refValue: one.ref })),
    ),
  }))

/** A shell command that workers of the group fetch; `group` is what `onDemand` and `hourly` say. */
export const shell = (more: Fields = {}): Fields => ({ type: 'ShellCommandActivity', command: 'true', ...more })

/** A shell command that must be true first. */
export const check = (more: Fields = {}): Fields => ({ type: 'ShellCommandPrecondition', command: 'test', ...more })

export const data = (more: Fields = {}): Fields => ({
  type: 'S3DataNode',
  directoryPath: 's3://bucket/data/',
  ...more,
})

export const machine = (more: Fields = {}): Fields => ({ type: 'Ec2Resource', terminateAfter: '10 hours', ...more })

export const alarm = (more: Fields = {}): Fields => ({
  type: 'SnsAlarm',
  topicArn: 'arn:aws:sns:us-east-1:123456789012:topic',
  role: 'role',
  subject: '#{node.name}',
  message: '#{node.@status}',
  ...more,
})

/** Fails with what it depends on. */
export const cascading: Fields = { failureAndRerunMode: 'cascade' }

/** A run beside it keeps the pipeline from being FINISHED, in which nothing can be set. */
export const beside: Objects = { Beside: shell({ workerGroup: 'beside' }) }

/** One run for each activation. */
export const onDemand = (objects: Objects = { First: shell() }, base: Fields = {}): Objects => ({
  Default: { scheduleType: 'ondemand', workerGroup: 'group', role: 'role', resourceRole: 'role', ...base },
  ...objects,
})

/** What runs on machines, once for each activation: no worker group of its own. */
export const onMachines = (objects: Objects, base: Fields = {}): Objects => ({
  Default: { scheduleType: 'ondemand', role: 'role', resourceRole: 'role', ...base },
  ...objects,
})

/** First → Data → Second → Third, one try each. */
export const chain = (base: Fields = {}, more: Objects = {}): Objects =>
  onDemand(
    {
      First: shell({ output: to('Data') }),
      Data: data(),
      Second: shell({ input: to('Data') }),
      Third: shell({ dependsOn: to('Second') }),
      ...more,
    },
    { maximumRetries: '0', ...base },
  )

/** First has a field of every kind, for expressions to read. */
export const speaking = onDemand(
  {
    First: shell({ input: to('Data'), myWord: 'hello', myList: ['a', 'b'], '*myPassword': 'secret' }),
    Data: data({ directoryPath: 's3://bucket/#{format(@scheduledStartTime,"YYYY")}/' }),
  },
  { maximumRetries: '0' },
)
