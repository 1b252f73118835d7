import type { Definition, PipelineObject } from '../../../src/core/definition/model.ts'

/** Lives of a group: one first, eight after it, one after these. */
const ofAGroup = 10

const text = (key: string, stringValue: string) => ({ key, stringValue })
const ref = (key: string, refValue: string) => ({ key, refValue })

const step = (n: number, after: readonly number[]): PipelineObject => ({
  id: `Step${n}`,
  name: `Step${n}`,
  fields: [
    text('type', 'ShellCommandActivity'),
    text('command', 'true'),
    ref('runsOn', 'Box'),
    ...after.map(other => ref('dependsOn', `Step${other}`)),
  ],
})

/**
 * Groups of ten on one machine, every quarter of an hour since the new year, `intervals` times; all are due. Where
 * `logs` names a place of the store, their logs go there.
 */
export const groupsOfTen = (activities: number, intervals: number, logs?: string): Definition =>
  scheduled(
    Array.from({ length: activities }, (_, n) => {
      const [group, place] = [n - (n % ofAGroup), n % ofAGroup]
      const after = place === 0 ? [] : place < 9 ? [group] : Array.from({ length: 8 }, (_, k) => group + 1 + k)
      return step(n, after)
    }),
    intervals,
    logs === undefined ? [] : [text('pipelineLogUri', logs)],
  )

/** One after the other. */
export const chain = (activities: number): Definition =>
  scheduled(
    Array.from({ length: activities }, (_, n) => step(n, n === 0 ? [] : [n - 1])),
    1,
  )

function scheduled(
  steps: readonly PipelineObject[],
  intervals: number,
  more: PipelineObject['fields'] = [],
): Definition {
  const shared: readonly PipelineObject[] = [
    {
      id: 'Default',
      name: 'Default',
      fields: [
        text('scheduleType', 'cron'),
        ref('schedule', 'Quarter'),
        text('role', 'service'),
        text('resourceRole', 'machine'),
        text('maxActiveInstances', '1000000'),
        ...more,
      ],
    },
    {
      id: 'Quarter',
      name: 'Quarter',
      fields: [
        text('type', 'Schedule'),
        text('period', '15 minutes'),
        text('startDateTime', '2026-01-01T00:00:00'),
        text('occurrences', String(intervals)),
      ],
    },
    { id: 'Box', name: 'Box', fields: [text('type', 'Ec2Resource')] },
  ]
  return { objects: [...shared, ...steps], parameters: [], values: [] }
}
