import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operationNames } from '../../src/api/operations.ts'
import { readDefinition } from '../../src/core/formats/index.ts'
import { toWire, type WireDefinition } from '../../src/core/formats/wire.ts'
import { openStore } from '../../src/server/store.ts'
import { fine, type Toy, testClock, toy } from '../engine/toy.ts'
import { type Standing, standGateway } from '../server/gateway-harness.ts'
import { type Answered, type Asked, raw, send, sign } from '../server/gateway-signing.ts'
import { type Dice, diceOf, grouped, seed, sizeOf, tell } from './dice.ts'
import { realTexts, whence } from './texts.ts'
import { anyText } from './writing.ts'

/** Whatever may come over the wire: it is answered in the protocol, and nothing that was stored is lost. */
const requests = sizeOf('REQUESTS', 10_000)
const puts = sizeOf('DEFINITIONS', 10_000)

const store = openStore(':memory:')
let engine: Toy
let standing: Standing
const ids: string[] = []

beforeAll(async () => {
  engine = await toy({ clock: testClock(), store, script: () => fine })
  standing = await standGateway(engine.engine.service)
  for (let number = 0; number < 10; number++) {
    const created = await call('CreatePipeline', { name: `slow ${number}`, uniqueId: `slow ${number}` })
    ids.push(JSON.parse(created.body).pipelineId)
  }
})
afterAll(async () => {
  await standing.stop()
  await engine.engine.stop()
  store.close()
})

const json = 'application/x-amz-json-1.1'
const asked = (operation: string, body: string): Asked => ({
  method: 'POST',
  service: 'datapipeline',
  headers: { 'content-type': json, 'x-amz-target': `DataPipeline.${operation}` },
  body,
})
const ask = (request: Asked): Promise<Answered> =>
  send(standing.gateway.url, { ...request, headers: sign(standing.gateway.url, standing.keys, request).headers })
const call = (operation: string, input: object) => ask(asked(operation, JSON.stringify(input)))

/** Answered in time, and as the protocol has it: with success, or with an error that has a name and a sentence. */
async function judged(answer: Promise<Answered>): Promise<string> {
  let late: NodeJS.Timeout | undefined
  const hung = new Promise<never>((_, reject) => {
    late = setTimeout(reject, 20_000, new Error('No answer within 20 s.'))
  })
  const { status, body } = await Promise.race([answer, hung]).finally(() => clearTimeout(late))
  if (status === 200) return 'success'
  if (body === '' && [400, 417, 431].includes(status)) return `HTTP ${status}`
  if (status === 403 && /^The AWS gateway/.test(body)) return 'refused at the door'
  const said = JSON.parse(body)
  if (status < 400 || status >= 500 || !/^\w+(Exception|Error|Fault|NotFound)?$/.test(said.__type) || !said.message)
    throw new Error(`${status} ${body.slice(0, 500)}`)
  return said.__type
}

/** A good request of any operation, to be spoilt. */
function inputOf(dice: Dice, operation: string): object {
  const pipelineId = dice.chance(0.9) ? dice.pick(ids) : 'df-NOSUCH'
  const inputs: Readonly<Record<string, object>> = {
    AddTags: { pipelineId, tags: [{ key: 'a', value: 'b' }] },
    RemoveTags: { pipelineId, tagKeys: ['a'] },
    CreatePipeline: { name: 'x', uniqueId: 'slow 1', description: 'd', tags: [{ key: 'a', value: 'b' }] },
    DescribePipelines: { pipelineIds: [pipelineId] },
    DescribeObjects: { pipelineId, objectIds: ['Default', 'Load'], evaluateExpressions: true, marker: '' },
    EvaluateExpression: { pipelineId, objectId: 'Default', expression: "#{format(@scheduledStartTime,'YYYY')}" },
    GetPipelineDefinition: { pipelineId, version: 'latest' },
    ListPipelines: { marker: '' },
    PutPipelineDefinition: { pipelineId, ...small },
    ValidatePipelineDefinition: { pipelineId, ...small },
    QueryObjects: {
      pipelineId,
      sphere: 'INSTANCE',
      query: { selectors: [{ fieldName: '@status', operator: { type: 'EQ', values: ['FINISHED'] } }] },
      limit: 5,
    },
    SetStatus: { pipelineId, objectIds: ['Default'], status: 'PAUSE' },
    ReportTaskProgress: { taskId: 'x', fields: [{ key: 'a', stringValue: 'b' }] },
    ReportTaskRunnerHeartbeat: { taskrunnerId: 'x', workerGroup: 'y', hostname: 'z' },
    SetTaskStatus: { taskId: 'x', taskStatus: 'FAILED', errorId: 'a', errorMessage: 'b', errorStackTrace: 'c' },
    ActivatePipeline: { pipelineId, parameterValues: [{ id: 'myA', stringValue: 'b' }], startTimestamp: 1_700_000_000 },
  }
  return inputs[operation] ?? { pipelineId }
}

const small: WireDefinition = {
  pipelineObjects: [
    { id: 'Default', name: 'Default', fields: [{ key: 'scheduleType', stringValue: 'ondemand' }] },
    { id: 'Load', name: 'Load', fields: [{ key: 'type', stringValue: 'ShellCommandActivity' }] },
  ],
  parameterObjects: [{ id: 'myA', attributes: [{ key: 'type', stringValue: 'String' }] }],
  parameterValues: [{ id: 'myA', stringValue: 'b' }],
}

const wild = (dice: Dice): unknown =>
  dice.pick<() => unknown>([
    () => null,
    () => dice.pick([0, -1, 1e308, 2 ** 53, 0.1]),
    () => dice.chance(0.5),
    () => [],
    () => ({}),
    () => '',
    () => anyText(dice),
    () => 'x'.repeat(dice.pick([257, 1025, 10_241, 300_000])),
    () => '\u0000\u0007\ud800',
    () =>
      dice.pick([
        '__proto__',
        'constructor',
        'toString',
        '../../etc/passwd',
        "'; DROP TABLE pipelines; --",
        '#{'.repeat(500),
      ]),
    () => ['a', null, { id: 'b' }],
    () => JSON.parse('{"__proto__": {"x": 1}, "id": "y", "name": "z", "fields": [{"key": "a"}]}'),
    () => JSON.parse('['.repeat(60) + ']'.repeat(60)),
  ])()

/** The same with one thing in it other, gone, twice or more. */
function spoil(dice: Dice, value: unknown): unknown {
  if (typeof value === 'string' && dice.chance(0.7)) return dice.chance(0.5) ? anyText(dice) : garble(dice, value)
  if (typeof value !== 'object' || value === null || dice.chance(0.06)) return wild(dice)
  if (Array.isArray(value)) {
    if (value.length === 0 || dice.chance(0.2)) return [...value, wild(dice)]
    const at = dice.below(value.length)
    const kind = dice.below(4)
    if (kind === 0) return value.toSpliced(at, 1)
    if (kind === 1) return value.toSpliced(at, 0, value[at])
    return value.with(at, spoil(dice, value[at]))
  }
  const entries = Object.entries(value)
  if (entries.length === 0 || dice.chance(0.1)) return { ...value, [anyText(dice)]: wild(dice) }
  const [key, member] = dice.pick(entries)
  if (dice.chance(0.2)) return Object.fromEntries(entries.filter(([name]) => name !== key))
  return { ...value, [key]: spoil(dice, member) }
}

/** The same text with characters other, gone or more. */
function garble(dice: Dice, text: string): string {
  let now = text
  for (let times = 1 + dice.below(3); times > 0; times--) {
    const at = dice.below(now.length + 1)
    now =
      now.slice(0, at) +
      (dice.chance(0.6) ? dice.pick([...'{}[]",:\\0e-\u0000\u0007é']) : '') +
      now.slice(at + dice.below(3))
  }
  return now
}

function request(dice: Dice): Asked {
  // A poll may wait for work as long as the service's does; here nobody has any to give.
  const operation = dice.pick(operationNames.filter(name => name !== 'PollForTask' && name !== 'DeletePipeline'))
  const input = inputOf(dice, operation)
  const good = asked(operation, JSON.stringify(input))
  const headers = (more: Record<string, string>): Asked => ({ ...good, headers: { ...good.headers, ...more } })
  return dice.pick<() => Asked>([
    () => asked(operation, JSON.stringify(spoil(dice, input))),
    () => asked(operation, JSON.stringify(spoil(dice, spoil(dice, input)))),
    () => asked(operation, garble(dice, JSON.stringify(input))),
    () =>
      asked(
        operation,
        dice.pick(['', 'null', '[]', '"x"', '0', '{', '['.repeat(100_000), '{"a":'.repeat(20_000), '\ufeff{}']),
      ),
    () => ({ ...good, body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) }),
    () => asked(printable(garble(dice, operation)), JSON.stringify(input)),
    () =>
      headers({
        'content-type': dice.pick(['', 'text/plain', 'application/json', `${json}; charset=utf-8`, `${json}x`]),
      }),
    () =>
      headers({
        'x-amz-target': dice.pick([
          '',
          'X',
          'DataPipeline',
          'DataPipeline.',
          `Other.${operation}`,
          'DataPipeline.constructor',
          'x'.repeat(9_000),
        ]),
      }),
    () =>
      headers({
        'accept-encoding': 'x'.repeat(5_000),
        'x-amz-security-token': 'y',
        expect: '',
        'content-encoding': 'gzip',
      }),
    // Told its length: Node's client sends the body of a GET without, and then it is no part of the request.
    () => ({
      ...headers({ 'content-length': String(Buffer.byteLength(good.body ?? '')) }),
      method: dice.pick(['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']),
    }),
    () => ({ ...good, path: dice.pick(['/x', '/%00', '/..%2f', '/?a=b&&=', `/${'x'.repeat(5_000)}`]) }),
    () => ({ ...good, service: dice.pick(['sns', '', 'constructor', 'dataPipeline']) }),
    () => ({ ...good, at: new Date(dice.pick([0, 4e12, Date.now() - 3_600_000])) }),
  ])()
}

/** Signs, then spoils what was signed. */
function forged(dice: Dice, good: Asked): Asked {
  const { headers } = sign(standing.gateway.url, standing.keys, good)
  const authorization = headers.authorization ?? ''
  const other = dice.pick<() => Record<string, string>>([
    () => ({ authorization: printable(garble(dice, authorization)) }),
    () => ({
      authorization: dice.pick([
        '',
        'Basic eDp5',
        'AWS4-HMAC-SHA256',
        'AWS4-HMAC-SHA256 Credential=,SignedHeaders=,Signature=',
      ]),
    }),
    () => ({ 'x-amz-date': dice.pick(['', 'yesterday', '20260101T000000Z', '99999999T999999Z']) }),
    () => ({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
  ])()
  return { ...good, headers: { ...headers, ...other } }
}

const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, '?')

const broken = (dice: Dice, host: string): string => {
  const good = `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${json}\r\nX-Amz-Target: DataPipeline.ListPipelines\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`
  const at = dice.below(good.length)
  return (
    good.slice(0, at) +
    dice.pick(['\u0000', '\r\n', ' ', ':', '\u0007', 'x'.repeat(20_000), '']) +
    good.slice(at + dice.below(4))
  )
}

describe(`${grouped(requests)} malformed requests`, () => {
  it('are each answered with success or an error that has a name', async () => {
    const dice = diceOf(seed)
    const answers = new Map<string, number>()
    for (let number = 0; number < requests; number++) {
      const good = request(dice)
      const bodiless = good.method === 'HEAD'
      const sent = dice.chance(0.1) ? () => send(standing.gateway.url, forged(dice, good)) : () => ask(good)
      try {
        const answer = bodiless ? `HEAD ${(await sent()).status < 500}` : await judged(sent())
        answers.set(answer, (answers.get(answer) ?? 0) + 1)
      } catch (error) {
        throw new Error(`Request ${number}: ${JSON.stringify(good).slice(0, 2_000)}`, { cause: error })
      }
    }
    expect(standing.complaints).toEqual([])
    const list = [...answers].sort((a, b) => b[1] - a[1]).map(([name, times]) => `${name} ${grouped(times)}`)
    tell('requests', `${grouped(requests)} answered: ${list.join(', ')}`)
  })

  it('that are no HTTP at all are cut off, and the next is served', async () => {
    const dice = diceOf(seed + 1)
    const some = Math.ceil(requests / 20)
    for (let number = 0; number < some; number++) {
      const bytes = broken(dice, new URL(standing.gateway.url).host)
      // A request whose end never comes is answered only when the client gives up.
      const answer = await Promise.race([
        raw(standing.gateway.url, bytes),
        new Promise<string>(done => setTimeout(done, 300, '')),
      ]).catch(() => '')
      if (answer !== '' && !/^HTTP\/1\.1 (4\d\d|200)/.test(answer))
        throw new Error(`${JSON.stringify(bytes.slice(0, 300))}\n${answer}`)
    }
    expect((await call('ListPipelines', {})).status).toBe(200)
    expect(standing.complaints).toEqual([])
    tell('requests', `${grouped(some)} broken on the way, and the gateway still serves`)
  })
})

describe(`${grouped(puts)} mutated definitions`, () => {
  it('are taken whole or refused, and none that was taken is lost', async () => {
    const dice = diceOf(seed + 2)
    const definitions = realTexts.map(({ text }) => toWire(readDefinition(text).definition))
    const kept = new Map<string, WireDefinition>()
    for (const id of ids) kept.set(id, await latest(id))
    let taken = 0
    for (let number = 0; number < puts; number++) {
      const pipelineId = dice.pick(ids)
      let mutated: unknown = dice.pick(definitions)
      for (let times = 1 + dice.below(3); times > 0; times--) mutated = spoil(dice, mutated)
      const body = typeof mutated === 'object' ? { ...mutated, pipelineId } : { pipelineId, pipelineObjects: mutated }
      const text = JSON.stringify(body)
      try {
        const answer = ask(asked('PutPipelineDefinition', text))
        if ((await judged(answer)) === 'success') {
          taken++
          const stored = await latest(pipelineId)
          expect(plain(stored)).toEqual(plain(JSON.parse(text)))
          kept.set(pipelineId, stored)
        } else if (number % 5 === 0) expect(await latest(pipelineId)).toEqual(kept.get(pipelineId))
      } catch (error) {
        throw new Error(`Definition ${number}: ${text.slice(0, 2_000)}`, { cause: error })
      }
    }
    for (const [id, definition] of kept) expect(await latest(id)).toEqual(definition)
    expect(standing.complaints).toEqual([])
    tell(
      'definitions',
      `${grouped(puts)} put over ${whence}: ${grouped(taken)} taken and read back, ${grouped(puts - taken)} refused`,
    )
  })
})

const latest = async (pipelineId: string): Promise<WireDefinition> => {
  const answer = await call('GetPipelineDefinition', { pipelineId })
  expect(answer.status).toBe(200)
  return JSON.parse(answer.body)
}

/** What a definition says, without members that mean nothing and without what is null. */
const plain = (wire: Partial<WireDefinition>): WireDefinition => ({
  pipelineObjects: (wire.pipelineObjects ?? []).map(({ id, name, fields }) => ({
    id,
    name,
    fields: fields.map(({ key, stringValue, refValue }) => ({
      key,
      ...(typeof stringValue === 'string' && { stringValue }),
      ...(typeof refValue === 'string' && { refValue }),
    })),
  })),
  parameterObjects: (wire.parameterObjects ?? []).map(({ id, attributes }) => ({
    id,
    attributes: attributes.map(({ key, stringValue }) => ({ key, stringValue })),
  })),
  parameterValues: (wire.parameterValues ?? []).map(({ id, stringValue }) => ({ id, stringValue })),
})
