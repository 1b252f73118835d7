/** What the service allows. Adjustable ones can be raised for an account; the others are the same for everybody. */
export interface Limit {
  /** As the service has it where nobody raised it. */
  readonly value: number
  readonly unit: string
  readonly adjustable: boolean
  readonly help: string
  /** Where it counts here: in the checks of a definition, in the engine, in both; or it is only told. */
  readonly counts: 'checks' | 'engine' | 'both' | 'told'
  readonly source: string
}

type More = Partial<Pick<Limit, 'counts' | 'source'>>

const guide = 'Developer guide, web service limits'
const model = 'Service model'

const fixed = (value: number, unit: string, help: string, more: More = {}): Limit => ({
  value,
  unit,
  adjustable: false,
  help,
  counts: 'told',
  source: guide,
  ...more,
})

const adjustable = (value: number, unit: string, help: string, more: More = {}): Limit => ({
  ...fixed(value, unit, help, more),
  adjustable: true,
})

const checks = { counts: 'checks' } as const
const both = { counts: 'both' } as const

/** Source: developer guide, web service limits; the service model where the guide is silent. */
export const limits = {
  pipelines: adjustable(100, 'pipelines', 'Pipelines in an account and region.'),
  objects: adjustable(100, 'objects', 'Objects in one pipeline.', both),
  activeInstances: adjustable(5, 'instances', 'Instances of one object that are not over yet.', checks),
  fields: fixed(50, 'fields', 'Fields of one object, every value of a list counted.', checks),
  nameBytes: fixed(256, 'bytes', 'Length of a field name or an id.', checks),
  fieldBytes: fixed(10_240, 'bytes', 'Length of one value.', checks),
  objectBytes: fixed(15_360, 'bytes', 'Size of one object with its field names.', checks),
  instanceEveryMinutes: fixed(5, 'minutes', 'Between the creation of two instances of one object.'),
  retries: fixed(5, 'retries', 'Tries after the first one.', checks),
  retryDelayMinutes: fixed(2, 'minutes', 'Shortest wait between two tries.', checks),
  periodMinutes: fixed(15, 'minutes', 'Shortest period of a schedule.', checks),
  periodYears: fixed(3, 'years', 'Longest period of a schedule.', checks),
  rollUps: fixed(32, 'instances', 'Finer runs that one coarser run can wait for.', checks),
  machinesPerEc2Resource: fixed(1, 'machine', 'Machines behind one EC2 resource.'),
  commands: fixed(255, 'commands', 'Steps or commands of one activity.', checks),
  parameters: fixed(50, 'parameters', 'Parameters of one definition.', { ...checks, source: model }),
  parameterValuesBytes: fixed(15_360, 'bytes', 'Size of the file with the values of parameters.', checks),
  tags: fixed(10, 'tags', 'Tags on one pipeline.'),
  describeObjects: fixed(25, 'ids', 'Ids in one question; the AWS CLI sends up to 100 and gets its answer.', {
    source: model,
  }),
  describePipelines: fixed(25, 'ids', 'Ids in one question.', { source: model }),
  selectors: fixed(10, 'selectors', 'Conditions of one query.', { source: model }),
  queryPage: fixed(100, 'ids', 'Ids on one page of a query.', { source: model }),
  evaluatedCharacters: fixed(20_971_520, 'characters', 'Length of an expression sent for evaluation.', {
    source: model,
  }),
  pollSeconds: fixed(90, 'seconds', 'How long a poll for work is held open.', { source: model }),
  acknowledgeMinutes: fixed(2, 'minutes', 'In which a worker must report first, or its task goes to another.', {
    source: model,
  }),
  progressMinutes: fixed(
    15,
    'minutes',
    'Between two reports of a worker unless reportProgressTimeout says otherwise.',
    {
      source: model,
    },
  ),
  heartbeatMinutes: fixed(15, 'minutes', 'Between two signs of life of a task runner.', { source: model }),
  onDemandRuns: fixed(5, 'runs', 'On-demand runs at a time; one unless maxActiveInstances says otherwise.', checks),
  backfillDays: fixed(1, 'days', 'How far in the past the first run may lie when a pipeline is activated first.', {
    ...both,
    source: 'Developer guide, scheduling pipelines',
  }),
} as const satisfies Readonly<Record<string, Limit>>

export type LimitName = keyof typeof limits

/** The limits that hold for an account, by name. */
export type Limits = Readonly<Record<LimitName, number>>

export const limitNames = Object.keys(limits) as readonly LimitName[]

/** The service's own limits, some of them as an account has them instead. */
export const limitsWith = (own: Readonly<Partial<Record<LimitName, number>>>): Limits =>
  Object.fromEntries(limitNames.map(name => [name, own[name] ?? limits[name].value])) as Limits

/** The limits of an account for which none was raised. */
export const serviceLimits: Limits = limitsWith({})

/** Whether another value of it would make a difference here. */
export const isSettable = (name: LimitName): boolean => limits[name].counts !== 'told'
