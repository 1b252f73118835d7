import type { Json, Template } from './template.ts'

/** What several templates are made of. */

export const to = (ref: string) => ({ ref })

export const parameter = (id: string, description: string, more: Json = {}): Json => ({
  id,
  type: 'String',
  description,
  ...more,
})
export const location = (id: string, description: string, example: string, more: Json = {}): Json =>
  parameter(id, description, { type: 'AWS::S3::ObjectKey', watermark: example, ...more })
export const whole = (id: string, description: string, more: Json = {}): Json =>
  parameter(id, description, { type: 'Integer', ...more })

/** Runs once an activation; the page that makes a pipeline gives it another schedule where one is wanted. */
export const root: Json = {
  id: 'Default',
  name: 'Default',
  scheduleType: 'ondemand',
  failureAndRerunMode: 'CASCADE',
  role: 'DataPipelineDefaultRole',
  resourceRole: 'DataPipelineDefaultResourceRole',
}

export const daily: readonly Json[] = [
  { ...root, scheduleType: 'timeseries', schedule: to('EveryDay') },
  { id: 'EveryDay', name: 'Every day', type: 'Schedule', period: '1 day', startAt: 'FIRST_ACTIVATION_DATE_TIME' },
]

export const machine = (more: Json = {}): Json => ({
  id: 'Machine',
  name: 'Machine',
  type: 'Ec2Resource',
  instanceType: '#{myMachineType}',
  terminateAfter: '2 hours',
  ...more,
})

export const machineType = parameter('myMachineType', 'Type of the machine', {
  default: 'm5.large',
  helpText: 'Any EC2 instance type of the region. Its price by the hour counts for as long as the pipeline works.',
})

export const cluster = (more: Json = {}): Json => ({
  id: 'Cluster',
  name: 'EMR cluster',
  type: 'EmrCluster',
  releaseLabel: '#{myReleaseLabel}',
  masterInstanceType: '#{myNodeType}',
  coreInstanceType: '#{myNodeType}',
  coreInstanceCount: '#{myCoreNodes}',
  terminateAfter: '6 hours',
  ...more,
})

export const clusterParameters: readonly Json[] = [
  parameter('myReleaseLabel', 'EMR release', {
    default: 'emr-5.36.0',
    helpText: 'The release decides which versions of Hadoop, Hive, Pig and Spark are there.',
  }),
  parameter('myNodeType', 'Type of the nodes', { default: 'm5.xlarge' }),
  whole('myCoreNodes', 'Number of core nodes', { default: '1', helpText: 'Besides the one that leads the cluster.' }),
]

export const files = (id: string, name: string, path: string, more: Json = {}): Json => ({
  id,
  name,
  type: 'S3DataNode',
  directoryPath: path,
  ...more,
})

/** A folder for each run, named after its scheduled time. */
export const byTime = (folder: string) => `#{${folder}}/#{format(@scheduledStartTime, 'YYYY-MM-dd-HH-mm-ss')}`
export const byDay = (folder: string) => `#{${folder}}/#{format(@scheduledStartTime, 'YYYY-MM-dd')}`

interface Told extends Omit<Template, 'text'> {
  readonly objects: readonly Json[]
  readonly parameters: readonly Json[]
}

/** A template from its objects and parameters, as the text it begins with. */
export const template = ({ objects, parameters, ...about }: Told): Template => ({
  ...about,
  text: `${JSON.stringify({ objects, parameters, values: {} }, undefined, 2)}\n`,
})
