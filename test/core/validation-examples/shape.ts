import { alarm, Default, daily, type Examples, machine, ref, s3, shell } from './example.ts'

const wire = (...pipelineObjects: readonly unknown[]) => ({ pipelineObjects })
const field = (key: string, stringValue: string) => ({ key, stringValue })

export const shapeExamples: Examples = {
  'shape/nothing-runs': [[machine()], [shell()]],
  'shape/missing-id': [[{ type: 'CSV' }], [{ id: 'Found', type: 'CSV' }]],
  'shape/missing-name': [
    wire({ id: 'A', name: ' ', fields: [field('type', 'CSV')] }),
    wire({ id: 'A', name: 'A', fields: [field('type', 'CSV')] }),
  ],
  'shape/duplicate-id': [
    [shell(), shell({ command: 'false' })],
    [shell(), shell({ id: 'Other' })],
  ],
  'shape/duplicate-name': [
    [shell({ name: 'Load' }), shell({ id: 'Other', name: 'Load' })],
    [shell({ name: 'Load' }), shell({ id: 'Other', name: 'Unload' })],
  ],
  'shape/reserved-id': [[shell({ id: '@Shell' })], [shell()]],
  'shape/id-by-case': [
    [shell(), shell({ id: 'SHELL' })],
    [shell(), shell({ id: 'Shelf' })],
  ],
  'shape/misspelt-default': [
    [Default(), shell(), { id: 'default' }],
    [Default(), shell()],
  ],
  'shape/unknown-type': [[shell({ type: 'ShelCommandActivity' })], [shell()]],
  'shape/missing-type': [
    [{ id: 'Idle', command: 'true' }],
    [{ id: 'Base', command: 'true' }, shell({ parent: ref('Base') })],
  ],
  'shape/default-type': [[Default({ type: 'S3DataNode' })], [Default({ type: 'Default' })]],
  'shape/deprecated-type': [
    [{ id: 'T', type: 'MySqlDataNode', table: 't' }],
    [{ id: 'T', type: 'SqlDataNode', table: 't' }],
  ],
  'shape/default-with-parent': [
    [Default({ parent: ref('Shell') }), shell()],
    [Default(), shell({ parent: ref('Default') })],
  ],

  'shape/unknown-field': [[shell({ flavour: 'mint' })], [shell({ myFlavour: 'mint' })]],
  'shape/misspelt-field': [[shell({ maximumRetry: '3' })], [shell({ maximumRetries: '3' })]],
  'shape/runtime-field': [[shell({ '@status': 'FINISHED' })], [shell({ stdout: 's3://bucket/out' })]],
  'shape/missing-field': [
    [
      { id: 'Load', type: 'SqlActivity', script: 'SELECT 1' },
      { id: 'Db', type: 'RdsDatabase' },
    ],
    [
      Default({ role: 'r', resourceRole: 'rr' }),
      machine(),
      { id: 'Db', type: 'RdsDatabase', rdsInstanceId: 'i', username: 'u', '*password': '#{*myPassword}' },
    ],
  ],
  'shape/none-of': [
    [shell(), machine()],
    [Default({ workerGroup: 'w' }), shell()],
  ],
  'shape/several-of': [[shell({ scriptUri: 's3://bucket/run.sh' })], [shell({ runsOn: ref('M'), workerGroup: 'w' })]],
  'shape/doubled-field': [[daily({ period: ['1 day', '2 days'] })], [shell({ scriptArgument: ['a', 'b'] })]],
  'shape/repeated-reference': [
    [shell({ dependsOn: [ref('A'), ref('A')] }), shell({ id: 'A' })],
    [shell({ dependsOn: [ref('A'), ref('B')] }), shell({ id: 'A' }), shell({ id: 'B' })],
  ],
  'shape/empty-value': [[shell({ stdout: '' })], [shell({ stdout: 's3://bucket/out' })]],
  'shape/blank-value': [[shell({ command: '  ' })], [{ id: 'F', type: 'Custom', columnSeparator: ' ' }]],
  'shape/control-character': [[shell({ command: 'echo \u0007' })], [shell({ command: 'echo\n\ttrue' })]],
  'shape/deprecated-field': [[machine({ instanceCount: '1' })], [machine({ instanceType: 'm5.large' })]],
  'shape/idle-default': [
    [Default({ terminateAfter: '1 hour' }), shell()],
    [Default({ terminateAfter: '1 hour' }), machine()],
  ],
}

export const referenceExamples: Examples = {
  'reference/unknown-target': [
    [shell({ runsOn: ref('Machin') }), machine()],
    [shell({ runsOn: ref('Machine') }), machine()],
  ],
  'reference/wrong-target': [
    [shell({ runsOn: ref('Daily') }), daily(), machine()],
    [shell({ runsOn: ref('Machine'), schedule: ref('Daily') }), daily(), machine()],
  ],
  'reference/text-expected': [[shell({ command: ref('Machine') }), machine()], [shell()]],
  'reference/reference-expected': [
    [shell({ runsOn: 'Machine' }), machine()],
    [shell({ runsOn: ref('Machine') }), machine()],
  ],
  'reference/parent-cycle': [
    [shell({ parent: ref('B') }), shell({ id: 'B', parent: ref('Shell') })],
    [shell({ parent: ref('B') }), shell({ id: 'B' })],
  ],
  'reference/dependency-cycle': [
    [
      shell({ output: ref('D') }),
      shell({ id: 'B', input: ref('D'), output: ref('E') }),
      s3('D', { dependsOn: ref('C') }),
      s3('E'),
      shell({ id: 'C', input: ref('E') }),
    ],
    [shell({ output: ref('D') }), shell({ id: 'B', input: ref('D'), dependsOn: ref('Shell') }), s3('D')],
  ],
  'reference/unused': [
    [shell(), s3('D')],
    [shell({ input: ref('D') }), s3('D')],
  ],
  'reference/foreign-parent': [
    [shell({ parent: ref('Other') }), { id: 'Other', type: 'SqlActivity' }],
    [shell({ parent: ref('Other') }), shell({ id: 'Other' })],
  ],
  'reference/shared-output': [
    [shell({ output: ref('D') }), shell({ id: 'B', output: ref('D') }), s3('D')],
    [shell({ output: ref('D') }), shell({ id: 'B', input: ref('D') }), s3('D')],
  ],
  'reference/text-like-id': [
    [shell({ myAlarm: 'Alarm' }), alarm()],
    [shell({ myAlarm: ref('Alarm') }), alarm()],
  ],
}
