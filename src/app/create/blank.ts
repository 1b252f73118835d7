/** The text of a pipeline that has only what all its objects share; the page adds when it runs. */
export const blankText = `${JSON.stringify(
  {
    objects: [
      {
        id: 'Default',
        name: 'Default',
        scheduleType: 'ondemand',
        failureAndRerunMode: 'CASCADE',
        role: 'DataPipelineDefaultRole',
        resourceRole: 'DataPipelineDefaultResourceRole',
      },
    ],
    parameters: [],
    values: {},
  },
  undefined,
  2,
)}\n`
