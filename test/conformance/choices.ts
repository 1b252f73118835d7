/**
 * What we chose where the sources are silent or contradict each other. `held` is the setting, or the place in the code
 * whose comment is the decision; nothing else decides it.
 */
export interface Choice {
  readonly says: string
  readonly held: string
  /** The test that tells it, where no operation of the service could: `file: title`. */
  readonly told?: string
}

export const choices = {
  actionsHaveNoInstances: {
    says: 'Actions get no instances; what they do is noted.',
    held: 'src/core/catalog/index.ts, runnableFamilies',
  },
  checkIds: {
    says: 'Instances of a precondition carry the id of the object that they check for.',
    held: 'src/engine/scheduler.ts, checkId',
  },
  wholeOverride: {
    says: 'A value on the child replaces all inherited values of the key.',
    held: 'src/core/definition/query.ts, effectiveFields',
  },
  foreignFields: {
    says: 'Inherited fields that the type lacks are dropped silently.',
    held: 'src/core/definition/query.ts, effectiveFields',
  },
  unknownFields: {
    says: 'A field that the type lacks is a warning; one whose name begins with @ is an error.',
    held: 'rule shape/unknown-field',
  },
  unalignedEnd: {
    says: 'Cron keeps intervals that begin before the end, a time series those that are over by then.',
    held: 'src/core/runs/schedule.ts, intervalAt',
  },
  shortSpan: {
    says: 'A schedule that is over within its first period is a warning, since cron still runs it once.',
    held: 'rule schedule/shorter-than-period',
  },
  literalStart: { says: 'A start is written out or a parameter.', held: 'rule schedule/start-not-literal' },
  defaultType: {
    says: 'Without a scheduleType it is a time series, and the designer asks for the word.',
    held: 'src/core/runs/schedule.ts, scheduleTypeNamed, rule schedule/type-unsaid',
  },
  onDemandSpan: {
    says: 'An on-demand run starts and ends at the moment of its activation.',
    held: 'src/engine/run-once.ts, allAt',
  },
  tooManyRuns: {
    says: 'An activation beyond maxActiveInstances is an InvalidRequestException.',
    held: 'src/engine/service/activation.ts, obstacle',
  },
  matching: {
    says: 'A coarser producer is matched by the interval that contains the start, finer ones by those that start within.',
    held: 'src/engine/scheduler.ts, matching',
  },
  oldStarts: { says: 'A first start more than a day back is refused.', held: 'setting refuseOldStarts' },
  fiveActive: { says: 'Five instances of an object at a time.', held: 'src/engine/roster.ts, rosterOf' },
  editFinished: {
    says: 'The definition of a FINISHED pipeline may be put.',
    held: 'src/engine/service/definitions.ts, PutPipelineDefinition',
  },
  continueAndRetry: {
    says: 'A resource stays when a task fails, and its tasks are queued again when it fails.',
    held: 'src/engine/roster.ts, policyOf',
  },
  noCycles: { says: 'A circle of dependencies is an error.', held: 'rule reference/dependency-cycle' },
  finishedPipelines: {
    says: 'A pipeline is FINISHED when nothing is left to come and nothing is under way; on demand, between runs.',
    held: 'src/engine/pass.ts, pass',
  },
  waitingBetweenTries: {
    says: 'Between two tries an instance is WAITING_FOR_RUNNER.',
    held: 'src/engine/instance.ts, shown',
  },
  cascadeIsUnhealthy: {
    says: 'CASCADE_FAILED counts as ERROR.',
    held: 'src/engine/service/pipelines.ts, componentHealth',
  },
  freshBudget: {
    says: 'A rerun starts a fresh budget of tries, numbers of attempts go on.',
    held: 'src/engine/transition.ts, rerun',
  },
  notCompleted: {
    says: 'Late is what is not completed lateAfterTimeout after its scheduled start.',
    held: 'src/engine/timers.ts, everyone',
  },
  canceledIsQuiet: {
    says: 'What is CANCELED, by a person or with its machine, fires no onFail; the machine that failed fires its own.',
    held: 'src/engine/moves.ts, told',
  },
  checksForEver: {
    says: 'A precondition has no time-out of its own and is asked every minute.',
    held: 'src/engine/roster.ts, policyOf',
  },
  cascadeIsNotRetried: {
    says: 'What failed with another is not tried again, and fires onFail.',
    held: 'src/engine/transition.ts, needSettled',
  },
  pauseHolds: {
    says: 'PAUSE holds instances that wait, those that run finish.',
    held: 'src/engine/transition.ts, hold',
  },
  cancelAsks: {
    says: 'What waits is CANCELED at once; what runs, with its next report.',
    held: 'src/engine/transition.ts, cancel',
  },
  rerunTerminal: { says: 'Only what is over can be rerun.', held: 'src/engine/transition.ts, rerun' },
  markFinished: {
    says: 'MARK_FINISHED makes it FINISHED, and dependents go on.',
    held: 'src/engine/transition.ts, markFinished',
  },
  wrongState: {
    says: 'A verb for the other sphere is refused; one that does not suit the state is ignored.',
    held: 'src/engine/service/set-status.ts',
  },
  droppedOnDeactivation: {
    says: 'Instances that had not begun are dropped and made again on resume.',
    held: 'src/engine/service/activation.ts, deactivate',
  },
  deletedIds: {
    says: 'An id once known is PipelineDeletedException, another PipelineNotFoundException.',
    held: 'src/engine/service/context.ts, recordOf',
  },
  moreObjects: {
    says: 'A task comes with the objects it refers to, evaluated.',
    held: 'src/engine/service/tasks.ts, hand',
  },
  silence: {
    says: 'A worker may be silent for reportProgressTimeout, 15 minutes by default.',
    held: 'src/engine/timers.ts, tasks',
  },
  bareReference: { says: 'A bare reference renders as the id.', held: 'src/core/definition/scope.ts, field' },
  halfPrinted: { says: '1.0/2 prints 0.5.', held: 'src/core/expression/value.ts, printFloat' },
  listInText: {
    says: 'Text around a list yields one string for each element.',
    held: 'src/core/expression/evaluate.ts, evaluateTemplate',
  },
  everyPair: {
    says: 'Two lists in one text make every pair.',
    held: 'src/core/expression/evaluate.ts, evaluateTemplate',
  },
  noSuffix: { says: 'Times print without a zone.', held: 'src/core/expression/value.ts, printDateTime' },
  escapedHash: { says: '\\#{ is a plain #{.', held: 'src/core/expression/parse.ts, parseTemplate' },
  unknownName: {
    says: 'A name that nothing has is InvalidRequestException, and fails the attempt in a run.',
    held: 'src/engine/service/objects.ts, src/engine/work.ts',
  },
  valuesPersist: {
    says: 'Values of an activation override by id and stay in the active version, also when that goes on after a deactivation.',
    held: 'src/engine/service/activation.ts, activate',
  },
  optionalVanishes: {
    says: 'A field whose optional parameter has no value disappears.',
    held: 'src/core/definition/scope.ts, evaluateAll',
  },
  valuesAlone: {
    says: 'A value needs no parameter object.',
    held: 'src/core/definition/parameters.ts, resolveParameters, rule parameter/undeclared-value',
  },
  starsOnTheWire: {
    says: 'The service gives its owner what stands behind a star as it was put; screens, exports and logs mask it.',
    held: 'src/engine/service/definitions.ts, GetPipelineDefinition',
  },
  codes: { says: 'Codes of findings.', held: 'src/engine/service/verdict.ts, words' },
  between: { says: 'BETWEEN includes both ends.', held: 'src/engine/service/query.ts, meets' },
  order: { says: 'Objects come by scheduled start, then id.', held: 'src/engine/service/query.ts, queryObjects' },
  listPages: {
    says: 'ListPipelines gives 50 at a time, oldest first.',
    held: 'src/engine/service/pipelines.ts, pageSize',
  },
  countPerValue: { says: 'Every value of a list counts as a field.', held: 'rule limit/fields' },
  manyObjects: {
    says: 'More than 100 objects is a warning; the engine itself takes more.',
    held: 'setting mostObjects, rule limit/objects',
  },
  creating: { says: 'A resource that starts is CREATING, not ACTIVATING.', held: 'src/engine/instance.ts, shown' },
  shortDelays: {
    says: 'A retryDelay below two minutes is a warning, and is kept.',
    held: 'rule value/short-period',
  },
  bareHours: { says: 'A bare number in terminateAfter is hours.', held: 'src/engine/roster.ts, policyOf' },
  onDemandSchedule: {
    says: 'A Schedule object beside ondemand is accepted and ignored.',
    held: 'src/engine/roster.ts, timetableOf',
  },
  runnerForHive: {
    says: 'Hive and Pig need a runner; without data they are only asked whether that is meant.',
    held: 'rule shape/none-of, rule activity/no-data',
  },
  clusterRole: {
    says: 'A cluster without a resourceRole takes DataPipelineDefaultRole, a machine must name one.',
    held: 'src/core/catalog/resources.ts, DataPipelineDefaultRole',
  },
  disks: {
    says: 'Disks of a cluster are objects reached through EbsConfiguration; the fields of the table are taken as well.',
    held: 'src/core/catalog/supporting.ts, EbsConfiguration',
  },
  loginOnNode: {
    says: 'Nodes of databases take a connection and a login of their own beside a database.',
    held: 'src/core/catalog/data-nodes.ts, connectionString',
  },
  typeless: {
    says: 'Only what others inherit from may lack a type.',
    held: 'rule shape/missing-type',
  },
  existsOnDynamo: {
    says: 'Exists may stand in a definition, but a table of DynamoDB cannot ask for it.',
    held: 'rule reference/wrong-target',
  },
  repeatedKeys: {
    says: 'On the wire a key may stand several times; in a JSON text that is an error, and both values are kept.',
    held: 'src/core/definition/fields.ts, repeated-key',
  },
  pipelineIdList: { says: 'ListPipelines answers with pipelineIdList.', held: 'src/api/operations.ts, pipelineIdList' },
  firstActivation: {
    says: '@firstActivationTime is the moment of the first activation.',
    held: 'src/engine/service/activation.ts, firstActivation',
  },
  patternsAsWritten: {
    says: 'Patterns mean what Joda-Time makes of them, even where the guide meant another, and the designer warns.',
    held: 'src/core/expression/joda.ts, formatDateTime, rule expression/date-pattern',
  },
  createRate: {
    says: 'CreatePipeline may be called once a second, as the table says.',
    held: 'src/api/operations.ts, CreatePipeline',
    told: 'test/server/throttle.test.ts: lets a hundred calls of an operation come at once, then as many as its rate says',
  },
  componentsEvaluate: {
    says: 'Expressions of components are evaluated as far as that goes without a run; the rest stays as it is written.',
    held: 'src/engine/service/describe.ts, evaluatedComponent',
  },
  ownRunner: {
    says: 'What runs on a machine is in no worker group: this computer runs it once that machine is up.',
    held: 'src/engine/roster.ts, workerGroup',
  },
  noStaging: {
    says: 'A command is staged only where it says so.',
    held: 'src/engine/executors/shell.ts, stage',
    told: 'test/engine/executors-shell.test.ts: gives a command its arguments, variables and paths',
  },
  scriptsAreStaged: {
    says: 'Scripts of Hive and Pig are staged unless they say otherwise.',
    held: 'src/engine/executors/cluster.ts, stagedScript',
    told: 'test/engine/executors-cluster.test.ts: gives Hive a table over each data node of which its script speaks',
  },
  logFiles: {
    says: 'The logs of an attempt are Activity.log.gz, StdOutput.gz and StdError.gz.',
    held: 'src/server/logs/attempt-folder.ts, logNames',
    told: 'test/server/hands.test.ts: shows logs while they are written, and the same ones afterwards under pipelineLogUri',
  },
  standInMachine: {
    says: 'A machine that this computer stands in for has the id local-<component>-<attempt>, and a status but no region.',
    held: 'src/engine/surroundings.ts, machineFacts',
  },
  skippedIsMet: {
    says: 'Consumers do not wait for what was SKIPPED.',
    held: 'src/engine/transition.ts, needSettled',
  },
  rerunIsNotLate: {
    says: 'What is rerun after the moment of lateAfterTimeout is not late again.',
    held: 'src/engine/transition.ts, lateAt',
  },
  canceledStays: {
    says: 'A deactivation makes anew what it took back itself; what a person canceled stays so.',
    held: 'src/engine/instance.ts, isTakenBack',
  },
  reservedErrors: {
    says: 'An errorId of a worker that begins with Service_ is refused.',
    held: 'src/engine/service/tasks.ts, reservedErrors',
  },
} as const satisfies Readonly<Record<string, Choice>>

export type ChoiceName = keyof typeof choices
