import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))
let folder = ''

const definition = {
  objects: [
    {
      id: 'Default',
      scheduleType: 'cron',
      schedule: { ref: 'Daily' },
      failureAndRerunMode: 'CASCADE',
      role: 'a',
      resourceRole: 'b',
    },
    { id: 'Daily', type: 'Schedule', period: '1 day', startDateTime: '2026-01-01T00:00:00' },
    { id: 'Box', type: 'Ec2Resource', instanceType: 'm5.large' },
    { id: 'Load', type: 'ShellCommandActivity', command: '#{myCommand}', runsOn: { ref: 'Box' } },
    { id: 'Train', type: 'ShellCommandActivity', command: 'train', runsOn: { ref: 'Box' }, dependsOn: { ref: 'Load' } },
  ],
  parameters: [{ id: 'myCommand', type: 'String' }],
  values: { myCommand: 'load' },
}

const file = (name: string) => join(folder, name)
const save = (name: string, value: unknown) =>
  writeFile(file(name), typeof value === 'string' ? value : JSON.stringify(value))

async function simulate(...args: string[]) {
  const words = [cli, 'simulate', file('demo.json'), ...args]
  const done = await run(process.execPath, words, { maxBuffer: 1e8 }).catch(
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
  return { code: 'code' in done ? done.code : 0, out: done.stdout, err: done.stderr }
}
const week = ['--from', '2026-01-01', '--to', '2026-01-08']

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipewright-simulate-'))
  await save('demo.json', definition)
  await save('bad-day.json', {
    rules: [{ object: 'Load', scheduled: '2026-01-03T00:00:00', outcome: 'fail', message: 'No space.' }],
  })
  await save(
    'good.case.json',
    `// What a week must come to.
    { "from": "2026-01-01T00:00:00", "to": "2026-01-08T00:00:00", "seed": 3,
      "scenario": { "rules": [{ "object": "Load", "scheduled": "2026-01-03T00:00:00", "attempts": 1, "outcome": "fail" }] },
      "expect": [{ "object": "Train", "scheduledStart": "all", "status": "FINISHED" }] }`,
  )
  await save('bad.case.json', {
    from: '2026-01-01T00:00:00',
    to: '2026-01-08T00:00:00',
    scenario: { rules: [{ object: 'Load', scheduled: '2026-01-03T00:00:00', outcome: 'fail' }] },
    expect: [{ object: 'Train', scheduledStart: 'all', status: 'FINISHED' }],
  })
  await save('hopes.json', [
    { object: 'Train', scheduledStart: '2026-01-02T00:00:00', status: 'FINISHED' },
    { object: 'Train', scheduledStart: 'all', status: 'FINISHED' },
  ])
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('pipewright simulate', () => {
  it('tells what a week comes to, and ends with 0 whatever came of it', async () => {
    const { code, out } = await simulate(...week, '--scenario', file('bad-day.json'))
    expect(code).toBe(0)
    expect(out).toContain('nothing really ran')
    expect(out).toContain('21 instances, 22 attempts')
    expect(out).toMatch(/@Load_2026-01-03T00:00:00 FAILED after 3 attempts: Simulated No space\./)
    expect(out).toContain('took with it @Train_2026-01-03T00:00:00')
  })

  it('prints one document, the same for the same seed', async () => {
    const args = [...week, '--scenario', file('bad-day.json'), '--seed', '5', '--set', 'myCommand=other', '--json']
    const [one, two] = await Promise.all([simulate(...args), simulate(...args)])
    expect(one.out).toBe(two.out)
    const document = JSON.parse(one.out)
    expect(document).toMatchObject({
      from: '2026-01-01T00:00:00.000Z',
      seed: 5,
      counts: { FINISHED: 19, FAILED: 1, CASCADE_FAILED: 1 },
      failureCount: 1,
    })
    expect(document.instances).toHaveLength(21)
    expect(document.attempts).toHaveLength(22)
    expect(document.instances.every((row: { rehearsed?: string }) => row.rehearsed === 'simulated')).toBe(true)
  })

  it('holds the result to expectations, and says so to a build server', async () => {
    const args = [
      ...week,
      '--scenario',
      file('bad-day.json'),
      '--expect',
      file('hopes.json'),
      '--junit',
      file('out.xml'),
    ]
    const { code, out } = await simulate(...args)
    expect(code).toBe(1)
    expect(out).toContain('met    Train of 2026-01-02T00:00:00 is FINISHED')
    expect(out).toContain('UNMET  every Train is FINISHED. 1 of 7 are not FINISHED.')
    expect(await readFile(file('out.xml'), 'utf8')).toContain('tests="2" failures="1"')
    expect((await simulate(...week, '--expect', file('hopes.json'))).code).toBe(0)
  })

  it('says what is wrong with a file or the command line, and ends with 2', async () => {
    await save('wrong.json', {
      rules: [
        { object: 'Lode', outcome: 'fail' },
        { object: 'Load', outcome: 'burn' },
      ],
    })
    const wrong = await simulate(...week, '--scenario', file('wrong.json'))
    expect(wrong.code).toBe(2)
    expect(wrong.err).toContain('wrong.json: rules[0].object: No activity, precondition or resource is called that')
    expect(wrong.err).toContain('wrong.json: rules[1].outcome: Write one of succeed')
    expect((await simulate('--from', '2026-01-01')).err).toContain('Give --from and --to')
    expect((await simulate('--from', '2026-01-02', '--to', '2026-01-01')).err).toContain('--to must be later')
  })

  it('says when nothing was due', async () => {
    const { code, err } = await simulate('--from', '2020-01-01', '--to', '2020-02-01')
    expect([code, err]).toEqual([0, expect.stringContaining('The schedule begins at 2026-01-01T00:00:00 UTC')])
  })

  it('says what had no effect: rules that no attempt was of, and values that nothing reads', async () => {
    await save('late.json', { rules: [{ object: 'Load', scheduled: '2026-02-01T00:00:00', outcome: 'fail' }] })
    const { code, err } = await simulate(...week, '--scenario', file('late.json'), '--set', 'myComand=x')
    expect(code).toBe(0)
    expect(err).toContain('No attempt was of rules[0] (Load)')
    expect(err).toContain('Nothing in the definition reads myComand')
  })

  it('refuses times that are in no calendar, seeds with a fraction, and a file too many', async () => {
    expect((await simulate('--from', '2026-02-30', '--to', '2026-03-05')).err).toContain('--from wants a time')
    expect((await simulate(...week, '--seed', '1.5')).err).toContain('--seed wants a whole number')
    expect((await simulate(...week, file('late.json'))).err).toContain('One file at a time')
  })

  it('names every parameter that wants a value, and ends with 1', async () => {
    await save('open.json', {
      ...definition,
      parameters: [...definition.parameters, { id: 'myOne', type: 'String' }, { id: 'myTwo', type: 'Integer' }],
    })
    const done = await run(process.execPath, [cli, 'simulate', file('open.json'), ...week]).catch(error => error)
    expect(done.code).toBe(1)
    expect(done.stderr).toMatch(/myOne has no value[\s\S]*myTwo has no value/)
  })

  it('holds a definition to test cases, each in a file of its own, and reports them together', async () => {
    const cases = ['--case', file('good.case.json'), '--case', file('bad.case.json')]
    const { code, out } = await simulate(...cases, '--junit', file('cases.xml'))
    expect(code).toBe(1)
    expect(out).toContain('good.case.json: 1 of 1 expectations met')
    expect(out).toContain('bad.case.json: 0 of 1 expectations met')
    expect(out).toContain('@Train_2026-01-03T00:00:00 is CASCADE_FAILED')
    const report = await readFile(file('cases.xml'), 'utf8')
    expect(report.match(/<testsuite name="[^"]+"/g)).toEqual([
      '<testsuite name="good.case"',
      '<testsuite name="bad.case"',
    ])
    expect((await simulate('--case', file('good.case.json'))).code).toBe(0)
  })

  it('says what is wrong with a test case, and what does not go with one', async () => {
    await save('odd.case.json', { from: 'soon', to: '2026-01-08T00:00:00', scenario: { rules: [{ object: 'Laod' }] } })
    const odd = await simulate('--case', file('odd.case.json'))
    expect([odd.code, odd.err]).toEqual([2, expect.stringContaining('from: Write a time')])
    expect(odd.err).toContain('scenario.rules[0].object')
    const both = ['--case', file('odd.case.json'), '--case', file('good.case.json'), '--junit', file('odd.xml')]
    expect(await simulate(...both)).toMatchObject({ code: 2, out: expect.stringContaining('1 of 1 expectations met') })
    expect(await readFile(file('odd.xml'), 'utf8')).toContain('tests="2" failures="0" errors="1"')
    expect((await simulate('--case', file('good.case.json'), '--seed', '4')).err).toContain(
      '--seed does not go with --case',
    )
  })
})
