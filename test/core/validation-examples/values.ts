import { cluster, Default, daily, type Examples, machine, ref, s3, shell, table } from './example.ts'

export const valueExamples: Examples = {
  'value/integer': [[shell({ maximumRetries: '2.0' })], [shell({ maximumRetries: '#{myRetries}' })]],
  'value/double': [[table({ readThroughputPercent: '0,5' })], [table({ readThroughputPercent: '.5' })]],
  'value/out-of-bounds': [[shell({ maximumRetries: '6' })], [shell({ maximumRetries: '0' })]],
  'value/flag': [[shell({ stage: 'yes' })], [shell({ stage: 'TRUE' })]],
  'value/choice': [[shell({ scheduleType: 'crom' })], [shell({ scheduleType: 'CRON' })]],
  'value/region': [[machine({ region: 'us-east1' })], [machine({ region: 'us-east-1' })]],
  'value/period': [[machine({ terminateAfter: '2hours' })], [cluster({ terminateAfter: '2' })]],
  'value/short-period': [[shell({ retryDelay: '1 minute' })], [shell({ retryDelay: '2 minutes' })]],
  'value/date-time': [[daily({ startDateTime: '2030-01-01T00:00:00Z' })], [daily({ startDateTime: '#{myStart}' })]],
  'value/instance-type': [[machine({ instanceType: 'm5 large' })], [machine({ instanceType: 'm7i-flex.large' })]],
  'value/pattern': [[machine({ securityGroupIds: 'default' })], [machine({ securityGroupIds: ['sg-1a', 'sg-2b'] })]],
  'value/too-long': [
    [{ id: 'F', type: 'Custom', columnSeparator: ';', recordSeparator: '||' }],
    [{ id: 'F', type: 'Custom', columnSeparator: ';', recordSeparator: '\\n' }],
  ],
  'value/surrounding-blanks': [[machine({ instanceType: ' m5.large' })], [shell({ command: ' true ' })]],
}

export const textExamples: Examples = {
  'value/s3-form': [[Default({ pipelineLogUri: 'bucket/logs' })], [shell({ scriptUri: '/home/hadoop/run.sh' })]],
  'value/s3-bucket': [
    [Default({ pipelineLogUri: 's3://My-Bucket/logs' })],
    [Default({ pipelineLogUri: 's3://my.bucket-1/logs' })],
  ],
  'value/s3-slashes': [
    [s3('D', { directoryPath: 's3://bucket//data' })],
    [s3('D', { directoryPath: 's3://bucket/data/' })],
  ],
  'value/file-or-folder': [
    [s3('D', { filePath: 's3://bucket/data/' })],
    [s3('D', { directoryPath: 's3://bucket/data/' })],
  ],
  'value/topic-arn': [
    [{ id: 'Alarm', type: 'SnsAlarm', topicArn: 'alarms' }],
    [{ id: 'Alarm', type: 'SnsAlarm', topicArn: 'arn:aws-cn:sns:cn-north-1:123456789012:alarms' }],
  ],
  'value/jdbc-address': [
    [{ id: 'Db', type: 'JdbcDatabase', connectionString: 'mysql://host/db' }],
    [{ id: 'Db', type: 'JdbcDatabase', connectionString: 'jdbc:mysql://host/db' }],
  ],
  'value/pair': [
    [{ id: 'H', type: 'HiveActivity', scriptVariable: 'DAY: 1' }],
    [{ id: 'H', type: 'HiveActivity', scriptVariable: ['DAY=1', '#{myPairs}'] }],
  ],
  'value/port': [
    [{ id: 'P', type: 'HttpProxy', hostname: 'h', port: 'http' }],
    [{ id: 'P', type: 'HttpProxy', hostname: 'h', port: '8080' }],
  ],
  'value/step-comma': [
    [{ id: 'E', type: 'EmrActivity', step: 'a.jar,x\\,y' }],
    [{ id: 'E', type: 'EmrActivity', step: 'a.jar,x\\\\,y' }],
  ],
  'value/placeholder': [
    [s3('D', { directoryPath: 's3://<bucket>/data' })],
    [shell({ command: 'cat ${INPUT1_STAGING_DIR}/* < a > b' })],
  ],
}

export const expressionExamples: Examples = {
  'expression/syntax': [
    [shell({ command: 'echo #{format(@scheduledStartTime' })],
    [shell({ command: 'echo #{@scheduledStartTime}' })],
  ],
  'expression/wrong-place': [[shell({ runsOn: ref('#{myMachine}') })], [shell({ runsOn: ref('Machine') }), machine()]],
  'expression/unknown-function': [
    [shell({ command: '#{minusDay(@scheduledStartTime, 1)}' })],
    [shell({ command: '#{minusDays(@scheduledStartTime, 1)}' })],
  ],
  'expression/argument-count': [
    [shell({ command: '#{minusDays(@scheduledStartTime)}' })],
    [shell({ command: '#{@scheduledStartTime.minusDays(1)}' })],
  ],
  'expression/undeclared-parameter': [
    [shell({ command: '#{myTable}' })],
    {
      objects: [shell({ command: '#{myTable} #{myOwn} #{*mySecret} #{myValue}', myOwn: '1' })],
      parameters: [{ id: 'myTable' }, { id: '*mySecret' }],
      values: { myValue: '1' },
    },
  ],
  'expression/unknown-name': [
    [shell({ command: '#{input.directoryPat}', input: ref('D') }), s3('D', { directoryPath: 's3://bucket/d' })],
    [
      shell({
        command: '#{input.directoryPath} #{@scheduledStartTime} #{id} #{parent.@id} #{hostname}',
        input: ref('D'),
      }),
      s3('D', { directoryPath: 's3://bucket/d' }),
    ],
  ],
  'expression/node-outside': [
    [shell({ command: '#{node.name}' })],
    [{ id: 'Alarm', type: 'SnsAlarm', message: '#{node.name} #{node.output.directoryPath}' }],
  ],
  'expression/runtime-too-far': [
    [{ id: 'Alarm', type: 'SnsAlarm', message: '#{node.input.@scheduledStartTime}' }],
    [{ id: 'Alarm', type: 'SnsAlarm', message: '#{node.@scheduledStartTime}' }],
  ],
  'expression/reference-as-text': [
    [shell({ command: '#{input}', input: ref('D') }), s3('D')],
    [shell({ command: '#{input.name}', input: ref('D') }), s3('D')],
  ],
  'expression/date-pattern': [
    [shell({ command: "#{format(@scheduledStartTime,'YYYY-mm-DD hh:mm:SS')}" })],
    [shell({ command: "#{format(@scheduledStartTime,'YYYY-MM-dd hh:mm:ss a')} #{format(@scheduledEndTime,'DDD')}" })],
  ],
  'expression/dollar': [
    { objects: [shell({ command: 'echo ${myTable}' })], parameters: [{ id: 'myTable' }] },
    { objects: [shell({ command: 'echo #{myTable} ${myVariable}' })], parameters: [{ id: 'myTable' }] },
  ],
  'expression/argument-type': [
    [shell({ command: '#{minusDays(attemptTimeout, 1)}', attemptTimeout: '1 hour' })],
    [
      shell({
        command: "#{plusPeriod(@scheduledStartTime, attemptTimeout)} #{day('2011-05-24T00:00:00')}",
        attemptTimeout: '1 hour',
      }),
    ],
  ],
  'expression/operand-type': [
    [shell({ command: '#{@scheduledStartTime - 1}' })],
    [shell({ command: "#{day(@scheduledStartTime) - 1} #{'5' * '2'} #{maximumRetries * 2}", maximumRetries: '3' })],
  ],
  'expression/time-sum': [
    [shell({ command: '#{@scheduledStartTime + 1}' })],
    [shell({ command: "#{'at ' + @scheduledStartTime} #{plusDays(@scheduledStartTime, 1)}" })],
  ],
  'expression/star-left-out': [
    { objects: [shell({ command: '#{mySecret}' })], parameters: [{ id: '*mySecret' }] },
    { objects: [shell({ command: '#{*mySecret}' })], parameters: [{ id: '*mySecret' }] },
  ],
}
