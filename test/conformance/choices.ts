/**
 * What we chose where the sources are silent or contradict each other. `held` is the setting, or the place in the code
 * whose comment is the decision; nothing else decides it.
 */
interface Choice {
  readonly says: string
  readonly held: string
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
    says: 'Without a scheduleType it is a time series.',
    held: 'src/core/runs/schedule.ts, scheduleTypeNamed',
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
  canceledIsQuiet: { says: 'What a person canceled fires no onFail.', held: 'src/engine/moves.ts, told' },
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
  noSuffix: { says: 'Times print without a zone.', held: 'src/core/expression/value.ts, printDateTime' },
  escapedHash: { says: '\\#{ is a plain #{.', held: 'src/core/expression/parse.ts, parseTemplate' },
  unknownName: {
    says: 'A name that nothing has is InvalidRequestException, and fails the attempt in a run.',
    held: 'src/engine/service/objects.ts, src/engine/work.ts',
  },
  valuesPersist: {
    says: 'Values of an activation override by id and stay in the active version.',
    held: 'src/engine/service/activation.ts, activate',
  },
  optionalVanishes: {
    says: 'A field whose optional parameter has no value disappears.',
    held: 'src/core/definition/scope.ts, evaluateAll',
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
  bareHours: { says: 'A bare number in terminateAfter is hours.', held: 'src/engine/roster.ts, policyOf' },
  onDemandSchedule: {
    says: 'A Schedule object beside ondemand is accepted and ignored.',
    held: 'src/engine/roster.ts, timetableOf',
  },
} as const satisfies Readonly<Record<string, Choice>>

export type ChoiceName = keyof typeof choices
