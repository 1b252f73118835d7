import { type Examples, machine, parameters, s3, shell } from './example.ts'

const valued = (parameter: Readonly<Record<string, unknown>>, value: unknown) => ({
  ...parameters({ id: 'myOne', ...parameter }),
  values: { myOne: value },
})

export const parameterExamples: Examples = {
  'parameter/bad-id': [parameters({ id: 'one-two' }), parameters({ id: 'my_one2' }, { id: '*mySecret' })],
  'parameter/duplicate': [parameters({ id: 'myOne' }, { id: 'myOne' }), parameters({ id: 'myOne' }, { id: 'myTwo' })],
  'parameter/unknown-attribute': [
    parameters({ id: 'myOne', desciption: 'A table' }),
    parameters({ id: 'myOne', description: 'A table', helpText: 'x' }),
  ],
  'parameter/unknown-type': [
    parameters({ id: 'myOne', type: 'Strng' }),
    parameters({ id: 'myOne', type: 'AWS::S3::ObjectKey' }),
  ],
  'parameter/type-by-case': [parameters({ id: 'myOne', type: 'string' }), parameters({ id: 'myOne', type: 'String' })],
  'parameter/flag': [parameters({ id: 'myOne', optional: 'yes' }), parameters({ id: 'myOne', optional: 'True' })],
  'parameter/empty-attribute': [
    parameters({ id: 'myOne', description: '' }),
    parameters({ id: 'myOne', description: 'A table' }),
  ],
  'parameter/default': [
    parameters({ id: 'myOne', type: 'Integer', default: 'ten' }),
    parameters({ id: 'myOne', type: 'Integer', default: '10' }),
  ],
  'parameter/several-defaults': [
    parameters({ id: 'myOne', default: ['a', 'b'] }),
    parameters({ id: 'myOne', isArray: 'true', default: ['a', 'b'] }),
  ],
  'parameter/value': [valued({ allowedValues: ['a', 'b'] }, 'c'), valued({ allowedValues: ['a', 'b'] }, 'b')],
  'parameter/several-values': [valued({}, ['a', 'b']), valued({ isArray: 'true' }, ['a', 'b'])],
  'parameter/empty-value': [valued({}, ''), valued({ optional: 'true' }, '')],
  'parameter/no-value': [
    parameters({ id: 'myOne' }),
    parameters({ id: 'myOne', optional: 'true' }, { id: 'myTwo', default: 'a' }),
  ],
  'parameter/undeclared-value': [{ ...parameters({ id: 'myOne' }), values: { myOther: 'a' } }, valued({}, 'a')],
  'parameter/unused': [{ objects: [shell()], parameters: [{ id: 'myOne' }] }, parameters({ id: 'myOne' })],
  'parameter/expression': [
    parameters({ id: 'myOne', default: '#{format(#{myTwo})}' }),
    parameters({ id: 'myOne', default: '#{myTwo}' }),
  ],
  'parameter/shadowed': [
    { objects: [shell({ myOne: 'a' })], parameters: [{ id: 'myOne' }] },
    parameters({ id: 'myOne' }),
  ],
  'parameter/optional-default': [
    parameters({ id: 'myOne', optional: 'true', default: 'a' }),
    parameters({ id: 'myOne', optional: 'true' }),
  ],
}

const database = (fields: Readonly<Record<string, unknown>>) => ({ id: 'Db', type: 'JdbcDatabase', ...fields })

export const securityExamples: Examples = {
  'security/open-password': [[database({ password: 'x' })], [database({ '*password': '#{*myPassword}' })]],
  'security/literal-password': [[database({ '*password': 'hunter2' })], [database({ '*password': '#{*myPassword}' })]],
  'security/open-parameter': [parameters({ id: 'myPassword' }), parameters({ id: '*myPassword' })],
  'security/secret-default': [
    parameters({ id: '*myPassword', default: 'hunter2' }),
    parameters({ id: 'myOne', default: 'a' }),
  ],
  'security/access-key': [
    [shell({ command: `AWS_ACCESS_KEY_ID=${'AKIA'}${'ABCDEFGH'}${'12345678'} run` })],
    [shell({ command: 'AWS_PROFILE=AKIA run' })],
  ],
  'security/password-in-command': [
    [shell({ command: 'PGPASSWORD=hunter2 psql' })],
    [shell({ command: 'PGPASSWORD=$(fetch) psql; mysql --password=#{*myPassword}' })],
  ],
  'security/password-in-address': [
    [database({ connectionString: 'jdbc:mysql://host/db?password=hunter2&ssl=true' })],
    [database({ connectionString: 'jdbc:mysql://host/db?password=#{*myPassword}' })],
  ],
  'security/unencrypted': [
    [s3('D', { s3EncryptionType: 'NONE' })],
    [s3('D', { s3EncryptionType: 'SERVER_SIDE_ENCRYPTION' })],
  ],
  'security/root': [[machine({ runAsUser: 'root' })], [machine({ runAsUser: 'hadoop' })]],
}

const many = <T>(count: number, one: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => one(i))
const wide = (count: number) => Object.fromEntries(many(count, i => [`myField${i}`, 'x']))
const long = (length: number) => 'é'.repeat(length / 2)

export const limitExamples: Examples = {
  'limit/objects': [many(101, i => shell({ id: `S${i}` })), many(100, i => shell({ id: `S${i}` }))],
  'limit/fields': [[shell(wide(49))], [shell(wide(48))]],
  'limit/name-length': [[shell({ id: long(258) })], [shell({ id: long(256) })]],
  'limit/value-length': [[shell({ command: long(10_242) })], [shell({ command: long(10_240) })]],
  'limit/object-size': [
    [shell({ command: long(10_000), stdout: long(6_000) })],
    [shell({ command: long(10_000), stdout: long(5_000) })],
  ],
  'limit/parameters': [
    parameters(...many(51, i => ({ id: `my${i}` }))),
    parameters(...many(50, i => ({ id: `my${i}` }))),
  ],
  'limit/parameter-values': [valued({}, long(16_000)), valued({}, long(15_000))],
  'limit/values': [
    [{ id: 'E', type: 'EmrActivity', step: many(256, i => `${i}.jar`) }],
    [{ id: 'E', type: 'EmrActivity', step: many(255, i => `${i}.jar`) }],
  ],
  'limit/active-instances': [[shell({ maxActiveInstances: '6' })], [shell({ maxActiveInstances: '5' })]],
}
