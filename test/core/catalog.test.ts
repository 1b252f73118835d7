import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  accepts,
  catalog,
  familyOf,
  isRunnable,
  isRuntimeField,
  isUserField,
  objectTypes,
  slotOf,
  typesOf,
} from '../../src/core/catalog/index.ts'
import {
  defaultEc2InstanceType,
  ec2InstanceTypes,
  emrInstanceTypes,
  regions,
  serviceRegions,
} from '../../src/core/catalog/instance-types.ts'
import { limits } from '../../src/core/catalog/limits.ts'
import {
  actionNames,
  activityNames,
  databaseNames,
  dataFormatNames,
  dataNodeNames,
  preconditionNames,
  resourceNames,
} from '../../src/core/catalog/names.ts'
import { isParameterId } from '../../src/core/catalog/parameters.ts'
import type { Family, Slot, SlotKind } from '../../src/core/catalog/schema.ts'

const slotsOfAll = objectTypes.flatMap(type =>
  Object.entries(type.slots).map(([key, slot]) => ({ at: `${type.name}.${key}`, type, key, slot })),
)
const names = (slots: typeof slotsOfAll) => slots.map(one => one.at)

describe('the catalogue', () => {
  it('has 42 types, each once', () => {
    expect(objectTypes).toHaveLength(42)
    expect(catalog.size).toBe(42)
  })

  it('explains every type and slot in a sentence', () => {
    expect(objectTypes.filter(type => !/^[A-Z].*\.$/.test(type.summary)).map(type => type.name)).toEqual([])
    expect(names(slotsOfAll.filter(({ slot }) => !/^[A-Z].*\.$/.test(slot.help)))).toEqual([])
  })

  it('points only to types that exist', () => {
    const astray = slotsOfAll.filter(({ slot }) => slot.to?.some(to => to !== '*' && !catalog.has(to)))
    expect(names(astray)).toEqual([])
  })

  it('gives every reference its targets, and a way to run unless the service writes it', () => {
    const refs = slotsOfAll.filter(({ slot }) => slot.kind === 'ref')
    expect(names(refs.filter(({ slot }) => !slot.to?.length || (!slot.flow && !slot.runtime)))).toEqual([])
    expect(names(slotsOfAll.filter(({ slot }) => slot.kind !== 'ref' && (slot.to || slot.flow)))).toEqual([])
  })

  it('gives every choice its words, its default among them', () => {
    const choices = slotsOfAll.filter(({ slot }) => slot.kind === 'choice')
    expect(names(choices.filter(({ slot }) => !slot.options?.length))).toEqual([])
    expect(names(choices.filter(({ slot }) => slot.default && !slot.options?.includes(slot.default)))).toEqual([])
  })

  it('keeps what the service writes behind what authors write', () => {
    for (const type of objectTypes) {
      const written = Object.values(type.slots).map(slot => slot.runtime === true)
      expect(written, type.name).toEqual([...written].sort((a, b) => Number(a) - Number(b)))
    }
  })

  it('asks one-of questions about slots that exist', () => {
    const missing = objectTypes.flatMap(type =>
      type.oneOf.flatMap(group =>
        group.fields.filter(field => !slotOf(type.name, field)).map(f => `${type.name}.${f}`),
      ),
    )
    expect(missing).toEqual([])
  })

  it('knows the members of each family by name', () => {
    const lists: readonly (readonly [Family, readonly string[]])[] = [
      ['activity', activityNames],
      ['dataNode', dataNodeNames],
      ['resource', resourceNames],
      ['precondition', preconditionNames],
      ['database', databaseNames],
      ['dataFormat', dataFormatNames],
      ['action', actionNames],
    ]
    for (const [family, listed] of lists)
      expect(
        typesOf(family)
          .map(type => type.name)
          .sort(),
      ).toEqual([...listed].sort())
  })

  it('hides passwords', () => {
    const starred = slotsOfAll.filter(({ key }) => key.startsWith('*'))
    expect(starred.length).toBeGreaterThan(0)
    expect(names(starred.filter(({ slot }) => slot.kind !== 'secret'))).toEqual([])
  })
})

describe('questions to the catalogue', () => {
  it('finds slots by type and key, and nothing else', () => {
    expect(slotOf('CopyActivity', 'input')?.flow).toBe('in')
    expect(slotOf(undefined, 'input')).toBeUndefined()
    expect(slotOf('Nonsense', 'input')).toBeUndefined()
    expect(slotOf('CopyActivity', 'constructor')).toBeUndefined()
  })

  it('says what a slot may point to', () => {
    const input = slotOf('RedshiftCopyActivity', 'output') as Slot
    expect(accepts(input, 'RedshiftDataNode')).toBe(true)
    expect(accepts(input, 'SqlDataNode')).toBe(false)
    expect(accepts(slotOf('CSV', 'parent') as Slot, 'Anything')).toBe(true)
  })

  it('tells families and what runs', () => {
    expect(familyOf('S3DataNode')).toBe('dataNode')
    expect(familyOf('Nonsense')).toBeUndefined()
    expect([isRunnable('activity'), isRunnable('schedule'), isRunnable(undefined)]).toEqual([true, false, false])
  })

  it('tells fields of authors from those of the service', () => {
    expect(['myTable', 'my_table', '*myPassword', 'mytable', 'name'].map(isUserField)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
    expect(['@status', 'errorId', 'command', '@new'].map(isRuntimeField)).toEqual([true, true, false, true])
    expect(slotOf('HttpProxy', 'hostname')?.runtime).toBeUndefined()
  })

  it('knows ids of parameters', () => {
    expect(['myBucket', '*myPassword', 'my', 'bucket', 'my-bucket'].map(isParameterId)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

const file = `${process.env.PIPEWRIGHT_REFERENCE ?? '../shared/reference'}/catalog.json`

interface FactField {
  readonly slotType: string
  readonly required: boolean
  readonly multiple?: boolean
  readonly runtime?: boolean
  readonly system?: boolean
  readonly forbidden?: boolean
  readonly encrypted?: boolean
  readonly deprecated?: boolean
  readonly alsoAccepts?: string
  readonly enum?: readonly string[]
  readonly enumRef?: string
  readonly refTo?: readonly string[] | string
  readonly default?: unknown
  readonly maxValues?: number
  readonly bounds?: Readonly<Record<string, unknown>>
}
interface FactType {
  readonly kind: string
  readonly fields: Readonly<Record<string, FactField>>
  readonly requiredGroups: Readonly<Record<string, { readonly fields: readonly string[]; readonly rule: string }>>
}

const comparison = () => {
  const facts = JSON.parse(readFileSync(file, 'utf8'))
  const types = Object.entries((facts.types ?? {}) as Record<string, FactType>)
  const families: Record<string, Family> = { resourceConfig: 'config' }
  const kinds: Record<string, readonly SlotKind[]> = {
    String: ['text', 'script', 's3', 'instanceType'],
    Integer: ['integer'],
    Double: ['double'],
    Boolean: ['flag'],
    Period: ['period'],
    DateTime: ['dateTime'],
    Enumeration: ['choice'],
    'Reference Object': ['ref'],
  }

  it('cover the same types and families', () => {
    expect(types.map(([name]) => name).sort()).toEqual([...catalog.keys()].sort())
    for (const [name, type] of types) expect(familyOf(name), name).toBe(families[type.kind] ?? type.kind)
  })

  it('name the same slots', () => {
    for (const [name, type] of types) {
      const expected = Object.entries(type.fields).filter(([, field]) => !field.forbidden)
      expect(Object.keys(catalog.get(name)?.slots ?? {}).sort(), name).toEqual(expected.map(([key]) => key).sort())
    }
  })

  it('say the same of each slot', () => {
    for (const [name, type] of types)
      for (const [key, field] of Object.entries(type.fields).filter(([, field]) => !field.forbidden)) {
        const slot = slotOf(name, key)
        const at = `${name}.${key}`
        const words = field.enum ?? (field.enumRef === 'regions' ? regions : undefined)
        const allowed = field.encrypted ? ['secret'] : words ? ['choice'] : kinds[field.alsoAccepts ?? field.slotType]
        expect(allowed, at).toContain(slot?.kind)
        expect(slot?.required ?? false, `${at} required`).toBe(field.required)
        expect(slot?.many ?? false, `${at} many`).toBe(field.multiple ?? false)
        if (field.runtime || field.system) expect(slot?.runtime, `${at} runtime`).toBe(true)
        if (words) expect([...(slot?.options ?? [])].sort(), `${at} options`).toEqual([...words].sort())
        const to = field.refTo === undefined ? [] : [field.refTo].flat()
        const any = slot?.kind === 'ref' && to.length === 0 ? ['*'] : to
        expect([...(slot?.to ?? [])].sort(), `${at} to`).toEqual([...any].sort())
        if (field.deprecated) expect(slot?.deprecated, `${at} deprecated`).toBeTruthy()
        if (field.maxValues) expect(slot?.limit && limits[slot.limit].value, `${at} values`).toBe(field.maxValues)
        if (['string', 'number'].includes(typeof field.default) && !String(field.default).startsWith('#'))
          expect(slot?.default, `${at} default`).toBe(String(field.default))
        const bounds = field.bounds ?? {}
        for (const bound of ['minPeriod', 'maxPeriod', 'min', 'max', 'pattern', 'maxLength'] as const)
          if (bounds[bound] !== undefined) expect(slot?.[bound], `${at} ${bound}`).toBe(bounds[bound])
      }
  })

  it('ask the same one-of questions', () => {
    const sorted = (groups: readonly { readonly fields: readonly string[]; readonly rule: string }[]) =>
      groups.map(group => `${group.rule} ${[...group.fields].sort().join(' ')}`).sort()
    for (const [name, type] of types)
      expect(sorted(catalog.get(name)?.oneOf ?? []), name).toEqual(sorted(Object.values(type.requiredGroups)))
  })

  it('list the same machines and regions', () => {
    const machines = facts.instanceTypes
    expect([...ec2InstanceTypes].sort()).toEqual([...machines.ec2].sort())
    expect([...emrInstanceTypes].sort()).toEqual([...machines.emr].sort())
    expect([...regions].sort()).toEqual([...facts.regions, ...facts.extraRegionsInDefaultsTable].sort())
    for (const [region, { type, serviceRegion }] of Object.entries(
      machines.ec2DefaultByRegion as Record<string, { type: string; serviceRegion: boolean }>,
    )) {
      expect(defaultEc2InstanceType(region), region).toBe(type)
      expect(serviceRegions.includes(region), region).toBe(serviceRegion)
    }
  })
}

if (existsSync(file)) describe('the facts collected from the guide', comparison)
else it(`has nothing to compare with: no facts at ${file}`, () => {})

/** What each type amounts to, so that a change to the catalogue shows as a change to a row. */
it('prints as a matrix', () => {
  const rows = objectTypes.map(type => {
    const slots = Object.values(type.slots)
    const own = slots.filter(slot => !slot.runtime)
    const count = (test: (slot: Slot) => unknown) => String(own.filter(test).length).padStart(3)
    return [
      type.name.padEnd(25),
      type.family.padEnd(12),
      String(own.length).padStart(3),
      count(slot => slot.required),
      count(slot => slot.many),
      count(slot => slot.kind === 'ref'),
      String(slots.length - own.length).padStart(3),
      type.oneOf.map(group => group.fields.join('|')).join(' '),
    ]
      .join(' ')
      .trimEnd()
  })
  const head = `${'type'.padEnd(25)} ${'family'.padEnd(12)} own req man ref run one of`
  expect(`\n${[head, ...rows].join('\n')}\n`).toMatchInlineSnapshot(`
    "
    type                      family       own req man ref run one of
    ShellCommandActivity      activity      26   0   8  10  29 command|scriptUri runsOn|workerGroup
    CopyActivity              activity      20   0   5  10  29 runsOn|workerGroup
    SqlActivity               activity      25   1   6  11  29 script|scriptUri runsOn|workerGroup
    RedshiftCopyActivity      activity      24   1   6  10  29 runsOn|workerGroup
    EmrActivity               activity      25   0  10  10  29 runsOn|workerGroup
    HadoopActivity            activity      26   1   8  12  29 runsOn|workerGroup
    HiveActivity              activity      29   0   8  12  29 hiveScript|scriptUri runsOn|workerGroup
    HiveCopyActivity          activity      26   0   5  12  29 runsOn|workerGroup
    PigActivity               activity      29   0   8  12  29 script|scriptUri runsOn|workerGroup
    S3DataNode                dataNode      24   0   5   9  29 filePath|directoryPath
    SqlDataNode               dataNode      27   1   5   9  29
    RedshiftDataNode          dataNode      23   2   6   9  29
    DynamoDBDataNode          dataNode      23   1   5   9  29
    MySqlDataNode             dataNode      27   1   5   9  29
    Ec2Resource               resource      36   2   5   6  30
    EmrCluster                resource      59   0   9  15  30
    S3KeyExists               precondition  13   2   3   4  24
    S3PrefixNotEmpty          precondition  13   2   3   4  24
    DynamoDBDataExists        precondition  13   2   3   4  24
    DynamoDBTableExists       precondition  13   2   3   4  24
    Exists                    precondition  11   0   3   4  22
    ShellCommandPrecondition  precondition  16   0   4   4  22 command|scriptUri
    Default                   default       20   0   3   7   0
    Schedule                  schedule       7   1   0   1   5 startAt|startDateTime
    RdsDatabase               database       8   3   1   1   4
    RedshiftDatabase          database       8   2   1   1   4 clusterId|connectionString
    JdbcDatabase              database       8   4   1   1   4
    CSV                       dataFormat     3   0   1   1   4
    TSV                       dataFormat     5   0   1   1   4
    Custom                    dataFormat     4   1   1   1   4
    RegEx                     dataFormat     4   0   1   1   4
    DynamoDBDataFormat        dataFormat     2   0   1   1   4
    DynamoDBExportDataFormat  dataFormat     2   0   1   1   4
    SnsAlarm                  action         5   4   0   1   5
    Terminate                 action         1   0   0   1   5
    ShellScriptConfig         utility        3   0   1   1   4
    EmrConfiguration          utility        4   1   2   3   4
    Property                  utility        3   2   0   1   4
    EbsConfiguration          utility        3   0   1   2   4
    EbsBlockDeviceConfig      utility        3   0   0   2   4
    VolumeSpecification       utility        4   0   0   1   4
    HttpProxy                 config         8   2   0   1   4
    "
  `)
})
