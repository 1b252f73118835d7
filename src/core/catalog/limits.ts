/** What the service allows. Adjustable ones can be raised for an account; the others are the same for everybody. */
export interface Limit {
  readonly value: number
  readonly unit: string
  readonly adjustable: boolean
  readonly help: string
}

const fixed = (value: number, unit: string, help: string): Limit => ({ value, unit, adjustable: false, help })
const adjustable = (value: number, unit: string, help: string): Limit => ({ value, unit, adjustable: true, help })

/** Source: developer guide, web service limits; the service model where the guide is silent. */
export const limits = {
  pipelines: adjustable(100, 'pipelines', 'Pipelines in an account and region.'),
  objects: adjustable(100, 'objects', 'Objects in one pipeline.'),
  activeInstances: adjustable(5, 'instances', 'Instances of one object that are not over yet.'),
  fields: fixed(50, 'fields', 'Fields of one object, every value of a list counted.'),
  nameBytes: fixed(256, 'bytes', 'Length of a field name or an id.'),
  fieldBytes: fixed(10_240, 'bytes', 'Length of one value.'),
  objectBytes: fixed(15_360, 'bytes', 'Size of one object with its field names.'),
  instanceEveryMinutes: fixed(5, 'minutes', 'Between the creation of two instances of one object.'),
  retries: fixed(5, 'retries', 'Tries after the first one.'),
  retryDelayMinutes: fixed(2, 'minutes', 'Shortest wait between two tries.'),
  periodMinutes: fixed(15, 'minutes', 'Shortest period of a schedule.'),
  periodYears: fixed(3, 'years', 'Longest period of a schedule.'),
  rollUps: fixed(32, 'instances', 'Finer runs that one coarser run can wait for.'),
  machinesPerEc2Resource: fixed(1, 'machine', 'Machines behind one EC2 resource.'),
  commands: fixed(255, 'commands', 'Steps or commands of one activity.'),
  parameters: fixed(50, 'parameters', 'Parameters of one definition.'),
  parameterValuesBytes: fixed(15_360, 'bytes', 'Size of the file with the values of parameters.'),
  tags: fixed(10, 'tags', 'Tags on one pipeline.'),
  describeObjects: fixed(25, 'ids', 'Ids in one question; the AWS CLI sends up to 100 and gets its answer.'),
  describePipelines: fixed(25, 'ids', 'Ids in one question.'),
  selectors: fixed(10, 'selectors', 'Conditions of one query.'),
  queryPage: fixed(100, 'ids', 'Ids on one page of a query.'),
  evaluatedCharacters: fixed(20_971_520, 'characters', 'Length of an expression sent for evaluation.'),
  pollSeconds: fixed(90, 'seconds', 'How long a poll for work is held open.'),
  acknowledgeMinutes: fixed(2, 'minutes', 'In which a worker must report first, or its task goes to another.'),
  progressMinutes: fixed(15, 'minutes', 'Between two reports of a worker unless reportProgressTimeout says otherwise.'),
  heartbeatMinutes: fixed(15, 'minutes', 'Between two signs of life of a task runner.'),
  onDemandRuns: fixed(5, 'runs', 'On-demand runs at a time; one unless maxActiveInstances says otherwise.'),
  backfillDays: fixed(1, 'days', 'How far in the past the first run may lie when a pipeline is activated first.'),
} as const satisfies Readonly<Record<string, Limit>>
