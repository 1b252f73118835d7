/** A definition as short as can be: objects as in a CLI file, or a whole file of either kind. */
export type Sample = readonly Readonly<Record<string, unknown>>[] | Readonly<Record<string, unknown>>

/** What a rule finds something in, and what it finds nothing in. */
export type Examples = Readonly<Record<string, readonly [bad: Sample, good: Sample]>>

export const textOf = (sample: Sample): string =>
  JSON.stringify(Array.isArray(sample) ? { objects: sample } : sample, undefined, 2)

type Fields = Readonly<Record<string, unknown>>

export const ref = (id: string) => ({ ref: id })

export const Default = (fields: Fields = {}) => ({ id: 'Default', ...fields })
export const shell = (fields: Fields = {}) => ({
  id: 'Shell',
  type: 'ShellCommandActivity',
  command: 'true',
  ...fields,
})
export const copy = (fields: Fields = {}) => ({ id: 'Copy', type: 'CopyActivity', ...fields })
export const machine = (fields: Fields = {}) => ({ id: 'Machine', type: 'Ec2Resource', ...fields })
export const cluster = (fields: Fields = {}) => ({ id: 'Cluster', type: 'EmrCluster', ...fields })
export const s3 = (id: string, fields: Fields = {}) => ({ id, type: 'S3DataNode', ...fields })
export const table = (fields: Fields = {}) => ({ id: 'Table', type: 'DynamoDBDataNode', tableName: 't', ...fields })
export const alarm = (fields: Fields = {}) => ({ id: 'Alarm', type: 'SnsAlarm', ...fields })
export const daily = (fields: Fields = {}) => ({
  id: 'Daily',
  type: 'Schedule',
  period: '1 day',
  startDateTime: '2030-01-01T00:00:00',
  ...fields,
})

/** Parameters, and a field that uses them. */
export const parameters = (...list: readonly Fields[]) => ({
  objects: [shell({ command: list.map(({ id }) => `#{${id}}`).join(' ') })],
  parameters: list,
})
