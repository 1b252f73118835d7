/** A pipeline of lanes: node → activity → node → activity, on shared machines and schedules. */
export function pipelineOf(count: number): string {
  const objects: Record<string, unknown>[] = [
    {
      id: 'Default',
      name: 'Default',
      scheduleType: 'cron',
      schedule: { ref: 'Daily' },
      pipelineLogUri: 's3://logs/here/',
    },
    { id: 'Daily', name: 'Daily', type: 'Schedule', period: '1 day', startDateTime: '2026-01-05T02:00:00' },
    { id: 'Box', name: 'Box', type: 'Ec2Resource', instanceType: 'm5.large', terminateAfter: '2 Hours' },
  ]
  for (let n = objects.length; n < count; n++)
    objects.push(
      n % 2
        ? {
            id: `Data${n}`,
            name: `Data ${n}`,
            type: 'S3DataNode',
            directoryPath: `s3://bucket/#{format(@scheduledStartTime,'YYYY-MM-dd')}/${n}/`,
          }
        : {
            id: `Step${n}`,
            name: `Step ${n}`,
            type: 'ShellCommandActivity',
            command: `python3 step.py --number ${n}`,
            runsOn: { ref: 'Box' },
            ...(n > 3 && { input: { ref: `Data${n - 1}` } }),
            ...(n > 8 && { dependsOn: { ref: `Step${n - 4}` } }),
          },
    )
  return JSON.stringify({ objects }, null, 2)
}
