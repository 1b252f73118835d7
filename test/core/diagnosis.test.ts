import { expect, it } from 'vitest'
import type { Family } from '../../src/core/catalog/schema.ts'
import { diagnose, diagnosisLimit } from '../../src/core/diagnosis/diagnose.ts'
import type { Situation, TextSource } from '../../src/core/diagnosis/rule.ts'
import { diagnosisRules } from '../../src/core/diagnosis/rules/index.ts'
import examples from '../fixtures/diagnosis/examples.json' with { type: 'json' }

const families: readonly string[] = ['activity', 'precondition', 'resource', 'schedule', 'dataNode']

/** A failed object of the kind that a rule speaks of. */
const failed = (
  of: readonly string[],
  texts: Situation['texts'],
  fields: Situation['fields'] = new Map(),
): Situation => {
  const what = of[0] ?? '*'
  return {
    type: families.includes(what) || what === '*' || what === 'pipeline' ? 'ShellCommandActivity' : what,
    family: (families.includes(what) ? what : 'activity') as Family,
    status: 'FAILED',
    fields,
    waitingOn: [],
    texts,
  }
}

it('finds each cause by the text it is known from', () => {
  const missed = (examples as { rule: string; in: TextSource; text: string }[]).filter(({ rule, in: source, text }) => {
    const known = diagnosisRules.find(r => r.id === rule)
    if (!known || known.of[0] === 'pipeline') return false
    const finished = known.state?.statuses?.[0]
    const situation = { ...failed(known.of, { [source]: text }), ...(finished && { status: finished }) }
    return !diagnose(situation).some(found => found.rule.id === rule)
  })
  expect(missed.map(m => m.rule)).toEqual([])
})

it('gives every rule a cause, a way out and an id of its own', () => {
  const ids = diagnosisRules.map(r => r.id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeGreaterThanOrEqual(125)
  for (const { cause, remedies, texts, state } of diagnosisRules) {
    expect(cause.length).toBeGreaterThan(10)
    expect(remedies.length).toBeGreaterThan(0)
    expect(texts ?? state).toBeDefined()
  }
})

it('says which line of the log shows the cause', () => {
  const stderr =
    'starting\nTraceback (most recent call last):\n  File "train.py", line 3\nModuleNotFoundError: No module named \'numpy\'\n'
  const [headline] = diagnose(failed(['activity'], { stderr }))
  expect(headline?.evidence).toMatchObject({ source: 'stderr' })
  expect(stderr.split('\n')[headline?.evidence?.line ?? -1]).toContain('numpy')
})

it('quotes what a traceback ends in, of the last one where there are several', () => {
  const trace = (error: string) => `Traceback (most recent call last):\n  File "a.py", line 1\n    x()\n${error}\n`
  const shown = (stderr: string) =>
    diagnose(failed(['ShellCommandActivity'], { stderr })).find(({ rule }) => rule.id === 'script.python-traceback')
      ?.evidence?.text
  expect(shown(`begun\n${trace('ValueError: odd')}`)).toBe('ValueError: odd')
  const during = '\nDuring handling of the above exception, another exception occurred:\n\n'
  expect(shown(`${trace('KeyError: 1')}${during}${trace('RuntimeError: no such day')}bye\n`)).toBe(
    'RuntimeError: no such day',
  )
  expect(shown('Traceback (most recent call last):\n')).toBe('Traceback (most recent call last):')
})

it('quotes of the activity log what was said, without who said it when', () => {
  const activityLog =
    '26 Nov 2026 12:08:07,578 [INFO] (TaskRunnerService-resource:df-1_Ec2-0) df-1 amazonaws.datapipeline.taskrunner.CommandRunner: Command ended with exit code 2'
  const [found] = diagnose(failed(['ShellCommandActivity'], { activityLog }))
  expect(found?.evidence?.text).toBe('Command ended with exit code 2')
})

it('knows what the databases of this machine say, and quotes it', () => {
  const cause = (errorMessage: string) => {
    const [found] = diagnose(failed(['CopyActivity'], { errorMessage }))
    return [found?.rule.id, found?.evidence?.text]
  }
  const column =
    'Statement 3 of 4, line 6 of the script: column "amuont" does not exist (SQLSTATE 42703, at character 3)'
  expect(cause(`${column}\nHint: …`)).toEqual(['db.sql-syntax', column])
  const value = 's3://lake/b.csv: Row 1: invalid input syntax for type numeric: "zwei" (SQLSTATE 22P02)'
  expect(cause(value)).toEqual(['local.rows-do-not-fit', value])
  const width = 's3://lake/b.csv: Row 2 has 3 values, but there are 4 columns: a, b, c, d.'
  expect(cause(width)).toEqual(['local.rows-do-not-fit', width])
})

it.each([
  ['ERROR 1070: Could not resolve org.nope.Thing using imports: [, java.lang.]', 'emr.pig-error'],
  [
    'ERROR 1025: <file s.pig, line 2> Invalid field projection. Projected field [agee] does not exist.',
    'emr.pig-error',
  ],
  ['ERROR 6000: Output Location Validation Failed: Output directory s3://a/b already exists', 's3.output-overwrite'],
  ['ERROR 2118: Input path does not exist: s3://a/b', 's3.no-such-key'],
])('takes what Pig says for no word of the definition: %s', (errorMessage, rule) => {
  const found = diagnose(failed(['PigActivity'], { errorMessage })).map(one => one.rule.id)
  expect(found[0]).toBe(rule)
  expect(found.filter(id => id.startsWith('def.'))).toEqual([])
})

it('takes a path of S3 that Hive does not find for an object that is missing, not for a file', () => {
  const stderr = 'No such file or directory: s3://code/none.jar'
  expect(diagnose(failed(['HiveActivity'], { stderr }))[0]?.rule.id).toBe('s3.no-such-key')
})

it('takes a file that is not in a staged folder for a missing file, not for staging that was never set up', () => {
  const found = (stderr: string) => diagnose(failed(['ShellCommandActivity'], { stderr })).map(({ rule }) => rule.id)
  const missing = "cat: '/data/staging/INPUT1_STAGING_DIR/*.csv': No such file or directory"
  expect(found(missing)).toContain('script.file-missing')
  expect(found(missing)).not.toContain('s3.staging-directory')
  expect(found('line 1: INPUT1_STAGING_DIR: unbound variable')).toContain('s3.staging-directory')
  expect(found("KeyError: 'OUTPUT2_STAGING_DIR'")).toContain('s3.staging-directory')
})

it('falls back to the tail of the log only when nothing better is known', () => {
  const [only, ...more] = diagnose(failed(['activity'], { stderr: 'zzz' }))
  expect(only?.rule.state?.noOtherMatch).toBe(true)
  expect(only?.evidence?.text).toBe('zzz')
  expect(more).toEqual([])
})

it('stays quiet about a healthy activity', () => {
  const fine: Situation = {
    ...failed(['activity'], { stdout: 'epoch 1 loss 0.5\nepoch 2 loss 0.4\n' }),
    status: 'FINISHED',
  }
  expect(diagnose(fine)).toEqual([])
})

it('never shows more causes than a person can read', () => {
  const stderr = (examples as { text: string }[]).map(e => e.text).join('\n')
  expect(diagnose(failed(['activity'], { stderr, errorMessage: stderr })).length).toBeLessThanOrEqual(diagnosisLimit)
})

it('names a precondition as what an activity waits for', () => {
  const waiting: Situation = {
    ...failed(['activity'], {}),
    status: 'WAITING_ON_DEPENDENCIES',
    waitingOn: ['precondition'],
    fields: new Map([['runsOn', ['Box']]]),
  }
  expect(diagnose(waiting)[0]?.rule.id).toBe('state.waiting-precondition')
})
