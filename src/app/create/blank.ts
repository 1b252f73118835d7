/** What an empty pipeline starts with, by how it is to run. */
export const blanks = [
  {
    value: 'ondemand',
    label: 'On demand',
    description: 'Each activation is one run.',
    objects: [{ scheduleType: 'ondemand' }],
  },
  {
    value: 'day',
    label: 'Every day',
    description: 'A run at the start of each day, from its first activation on.',
    objects: [
      { scheduleType: 'cron', schedule: { ref: 'EveryDay' } },
      { id: 'EveryDay', name: 'Every day', type: 'Schedule', period: '1 day', startAt: 'FIRST_ACTIVATION_DATE_TIME' },
    ],
  },
  {
    value: 'hour',
    label: 'Every hour',
    description: 'A run at the start of each hour, from its first activation on.',
    objects: [
      { scheduleType: 'cron', schedule: { ref: 'EveryHour' } },
      {
        id: 'EveryHour',
        name: 'Every hour',
        type: 'Schedule',
        period: '1 hour',
        startAt: 'FIRST_ACTIVATION_DATE_TIME',
      },
    ],
  },
] as const

/** The text of an empty pipeline. */
export function blankText(value: string): string {
  const [first, ...rest] = (blanks.find(blank => blank.value === value) ?? blanks[0]).objects
  const root = {
    id: 'Default',
    name: 'Default',
    ...first,
    failureAndRerunMode: 'CASCADE',
    role: 'DataPipelineDefaultRole',
    resourceRole: 'DataPipelineDefaultResourceRole',
  }
  return `${JSON.stringify({ objects: [root, ...rest], parameters: [], values: {} }, undefined, 2)}\n`
}
