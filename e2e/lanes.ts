/** A definition of so many objects: tables that are read, cleaned and written side by side, on three machines. */
export function lanesOf(count: number): string {
  const machines = Math.min(3, Math.ceil(count / 40))
  const shared = [
    {
      id: 'Default',
      name: 'Default',
      scheduleType: 'cron',
      schedule: { ref: 'Hourly' },
      pipelineLogUri: 's3://shop/logs/',
      failureAndRerunMode: 'CASCADE',
      role: 'DataPipelineDefaultRole',
      resourceRole: 'DataPipelineDefaultResourceRole',
    },
    { id: 'Hourly', name: 'Every hour', type: 'Schedule', period: '1 hour', startDateTime: '2026-11-01T00:00:00' },
    {
      id: 'Alarm',
      name: 'Tell the team',
      type: 'SnsAlarm',
      topicArn: 'arn:aws:sns:us-east-1:111122223333:shop',
      subject: '#{node.name} failed',
      message: 'See the logs of #{node.@scheduledStartTime}.',
    },
    ...Array.from({ length: machines }, (_, n) => ({
      id: `Machine${n + 1}`,
      name: `Machine ${n + 1}`,
      type: 'Ec2Resource',
      instanceType: 'm5.large',
      terminateAfter: '50 Minutes',
    })),
  ]
  const lanes = Math.floor((count - shared.length) / 3)
  const objects = Array.from({ length: lanes }, (_, n) => {
    const table = tables[n % tables.length] ?? 'table'
    const [id, name] = [`${table}${n + 1}`, n < tables.length ? table : `${table} ${Math.floor(n / tables.length) + 1}`]
    const place = (step: string) => `s3://shop/${step}/${id}/#{format(@scheduledStartTime,'YYYY-MM-dd-HH')}/`
    return [
      { id: `Raw${id}`, name: `${name}, raw`, type: 'S3DataNode', directoryPath: place('raw') },
      {
        id: `Clean${id}`,
        name: `Clean ${name}`,
        type: 'ShellCommandActivity',
        command: `python3 clean.py ${id}`,
        runsOn: { ref: `Machine${(n % machines) + 1}` },
        input: { ref: `Raw${id}` },
        output: { ref: `Done${id}` },
        onFail: { ref: 'Alarm' },
        ...(n % 4 === 3 && { dependsOn: { ref: `Clean${tables[(n - 1) % tables.length]}${n}` } }),
      },
      { id: `Done${id}`, name: `${name}, clean`, type: 'S3DataNode', directoryPath: place('clean') },
    ]
  }).flat()
  return `${JSON.stringify({ objects: [...shared, ...objects] }, null, 2)}\n`
}

const tables = [
  'Orders',
  'Customers',
  'Payments',
  'Refunds',
  'Carts',
  'Visits',
  'Stock',
  'Prices',
  'Reviews',
  'Parcels',
]
