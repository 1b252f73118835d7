import type { DiagnosisRule } from '../rule.ts'

export const scheduleRules: readonly DiagnosisRule[] = [
  {
    id: 'state.skipped',
    title: 'Intervals were skipped on activation',
    of: ['*'],
    rank: 80,
    confidence: 'medium',
    state: { statuses: ['SKIPPED'] },
    cause: 'The pipeline was activated with a start time later than these intervals, so they were left out on purpose.',
    remedies: [
      'If you need them, rerun them, or activate with an earlier start time (backfill: check count and price first).',
    ],
  },
  {
    id: 'schedule.min-period',
    title: 'Period is below the smallest allowed',
    of: ['schedule'],
    rank: 75,
    confidence: 'high',
    texts: [
      {
        in: ['apiError', 'errorMessage'],
        like: /period.*(less than|at least|minimum).*15|minimum (schedul\w+ )?(interval|period)/i,
      },
    ],
    cause: 'The shortest schedule period is 15 minutes.',
    remedies: ['Use 15 minutes or more.', 'For shorter cycles trigger an on-demand pipeline.'],
  },
  {
    id: 'schedule.backfill-refused',
    title: 'Start time is too far in the past',
    of: ['pipeline', 'schedule'],
    rank: 70,
    confidence: 'medium',
    texts: [
      {
        in: ['apiError', 'errorMessage'],
        like: /(start ?date ?time|startDateTime|start time).*(in the past|more than (1|one) day)|backfill/i,
      },
    ],
    cause:
      'Activation refuses a start more than a day ago unless a backfill is asked for, because each missed interval would run and cost money.',
    remedies: [
      'Give a start time on activation, or set startAt to the first activation.',
      'Use the backfill preview to see count and price first.',
    ],
  },
  {
    id: 'schedule.first-run-time',
    title: 'Run does not start when you expected',
    of: ['pipeline', 'schedule'],
    rank: 60,
    confidence: 'medium',
    state: { pipelineStates: ['SCHEDULED'], noRunYet: true },
    cause:
      'Times are UTC. With timeseries style an activity starts at the end of its interval, with cron style at its beginning. A start time in the past causes backfill, or is moved forward.',
    remedies: ['Check scheduleType and the UTC start time against the next-run preview.'],
  },
  {
    id: 'schedule.late',
    title: 'Run is later than lateAfterTimeout',
    of: ['*'],
    rank: 40,
    confidence: 'medium',
    state: { late: true },
    cause: 'The run did not start or end within lateAfterTimeout of its scheduled start.',
    remedies: [
      'Open the timeline: waiting time and running time are shown apart.',
      'Raise lateAfterTimeout, or start earlier.',
    ],
  },
  {
    id: 'schedule.wrong-order',
    title: 'Activities ran in an order you did not want',
    of: ['activity'],
    rank: 30,
    confidence: 'medium',
    state: { startedBeforeSibling: true },
    cause: 'Without dependsOn or an input/output link, activities on the same schedule start together.',
    remedies: ['Add dependsOn to the later activity, or link them with a data node.'],
  },
  {
    id: 'state.precondition-timeout',
    title: 'Precondition never became true',
    of: ['precondition'],
    rank: 94,
    confidence: 'medium',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog'],
        like: /precondition ?timeout|precondition .*timed? ?out|exceeded .*precondition/i,
      },
    ],
    cause: 'The precondition was retried until preconditionTimeout.',
    remedies: [
      'Check the evaluated path or table name.',
      'Check that the producer of the data ran today.',
      'Raise preconditionTimeout if the data is simply late.',
    ],
  },
  {
    id: 'state.timedout-terminate-after',
    title: 'Stopped by terminateAfter',
    of: ['resource'],
    rank: 92,
    confidence: 'high',
    state: { statuses: ['TIMEDOUT'] },
    cause:
      'The machine or cluster lived longer than terminateAfter and was stopped. This status is for resources only, and retry settings are then ignored.',
    remedies: [
      'Raise terminateAfter above the longest normal run plus start-up time.',
      'Look at the run timeline: if runs grow slowly, plan a bigger machine before the next timeout.',
    ],
  },
  {
    id: 'state.stalled',
    title: 'Worker stalled',
    of: ['activity', 'resource'],
    rank: 72,
    confidence: 'medium',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog'],
        like: /resource is stalled|not able to make progress|no progress (was )?reported|reportProgressTimeout/i,
      },
    ],
    cause:
      'The worker did not report progress in time, typically after the machine was lost, froze, or ran out of memory.',
    remedies: [
      'Check whether the machine was terminated (spot interruption, manual stop) at that time.',
      'Raise reportProgressTimeout for long quiet commands.',
    ],
  },
  {
    id: 'state.attempt-timeout',
    title: 'Attempt ran longer than attemptTimeout',
    of: ['*'],
    rank: 70,
    confidence: 'medium',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog'],
        like: /attempt ?timeout|attempt (has )?timed out|exceeded (the )?attempt/i,
      },
    ],
    cause: 'The attempt needed longer than attemptTimeout.',
    remedies: ['Raise attemptTimeout, or split the work.', 'Compare with the durations of earlier runs.'],
  },
]
