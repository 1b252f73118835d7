import { describe, expect, it } from 'vitest'
import { statusOf } from '../../src/engine/instance.ts'
import {
  broken,
  days,
  define,
  fine,
  hours,
  minutes,
  morning,
  type Play,
  pipelineOf,
  statuses,
  type Toy,
  to,
  toy,
} from './toy.ts'

const iso = (ms: number) => new Date(ms).toISOString().slice(0, 19)
const at = (ms: number) => iso(morning + ms)
const base = { role: 'r', resourceRole: 'rr', retryDelay: '2 minutes' }
const machine = { type: 'Ec2Resource', terminateAfter: '10 hours', instanceType: 'm1.small' }
const shell = (command: string, more: Record<string, string | { ref: string } | { ref: string }[]> = {}) => ({
  type: 'ShellCommandActivity',
  command,
  ...more,
})
const schedule = (period: string, occurrences: number, start = morning) => ({
  type: 'Schedule',
  period,
  startDateTime: iso(start),
  occurrences: String(occurrences),
})

async function activated(one: Toy, definition: ReturnType<typeof define>) {
  const id = await pipelineOf(one, definition)
  await one.engine.service.ActivatePipeline({ pipelineId: id })
  await one.pass(1)
  return id
}

describe('mixed periods', () => {
  it('lets three short tasks share the machine of an hour', async () => {
    const one = await toy()
    const id = await activated(
      one,
      define({
        Default: { ...base, scheduleType: 'cron', schedule: to('Hourly') },
        Hourly: schedule('1 hour', 2),
        Often: schedule('20 minutes', 6),
        Machine: machine,
        Task: shell('x', { runsOn: to('Machine'), schedule: to('Often') }),
      }),
    )
    await one.pass(minutes(50))
    expect(statuses(one, id)).toEqual({
      [`Machine_${at(0)}`]: 'FINISHED',
      [`Task_${at(0)}`]: 'FINISHED',
      [`Task_${at(minutes(20))}`]: 'FINISHED',
      [`Task_${at(minutes(40))}`]: 'FINISHED',
    })
    expect(one.started.filter(started => started.includes('Machine'))).toEqual([`@Machine_${at(0)}_Attempt=1`])
    await one.pass(hours(2))
    expect(one.started.filter(started => started.includes('Machine'))).toHaveLength(2)
    expect(
      (await one.engine.service.DescribePipelines({ pipelineIds: [id] })).pipelineDescriptionList[0]?.fields,
    ).toContainEqual({ key: '@pipelineState', stringValue: 'FINISHED' })
  })

  it('lets a weekly job wait for the last daily copy', async () => {
    const one = await toy({ script: work => ({ ...fine, after: work.object.id === 'Daily' ? minutes(30) : 1 }) })
    const id = await activated(
      one,
      define({
        Default: { ...base, scheduleType: 'timeseries', schedule: to('EveryDay') },
        EveryDay: schedule('1 day', 14),
        EveryWeek: schedule('1 week', 2),
        Machine: { ...machine, schedule: to('EveryDay') },
        WeekMachine: { ...machine, schedule: to('EveryWeek') },
        Daily: shell('x', { runsOn: to('Machine') }),
        Weekly: shell('y', { runsOn: to('WeekMachine'), schedule: to('EveryWeek'), dependsOn: to('Daily') }),
      }),
    )
    await one.pass(days(7))
    expect(statusOf(one.store.instance(id, `@Weekly_${at(0)}`) ?? never())).toBe('WAITING_ON_DEPENDENCIES')
    const [weekly] = [...one.store.instances(id, { componentIds: ['Weekly'] })]
    expect(weekly?.plan.needs.map(need => need.id)).toEqual([0, 1, 2, 3, 4, 5, 6].map(k => `@Daily_${at(days(k))}`))
    await one.pass(minutes(31))
    expect(statusOf(one.store.instance(id, `@Weekly_${at(0)}`) ?? never())).toBe('FINISHED')
  })

  it('lets an hourly task read the daily node that its hour lies in', async () => {
    const one = await toy()
    const id = await activated(
      one,
      define({
        Default: { ...base, scheduleType: 'cron', schedule: to('Hourly'), workerGroup: 'nobody' },
        Hourly: schedule('1 hour', 3),
        Daily: schedule('1 day', 1),
        Node: {
          type: 'S3DataNode',
          directoryPath: 's3://b/#{format(@scheduledStartTime, "YYYY")}/',
          schedule: to('Daily'),
        },
        Task: shell('x #{input.directoryPath}', { input: to('Node') }),
      }),
    )
    await one.pass(hours(2))
    for (const instance of one.store.instances(id, { componentIds: ['Task'] }))
      expect(instance.plan.needs).toEqual([{ id: `@Node_${at(0)}`, as: 'in' }])
  })
})

describe('schedules', () => {
  it('count months from the start, and never drift', async () => {
    const start = Date.UTC(2026, 0, 31, 10)
    const one = await toy({ settings: { refuseOldStarts: false } })
    const id = await activated(
      one,
      define({
        Default: { ...base, scheduleType: 'cron', schedule: to('Monthly'), workerGroup: 'nobody' },
        Monthly: schedule('1 month', 5, start),
        Node: { type: 'S3DataNode', directoryPath: 's3://b/' },
      }),
    )
    await one.pass(days(120))
    expect([...one.store.instances(id)].map(instance => iso(instance.plan.scheduledStart))).toEqual([
      '2026-01-31T10:00:00',
      '2026-02-28T10:00:00',
      '2026-03-31T10:00:00',
      '2026-04-30T10:00:00',
      '2026-05-31T10:00:00',
    ])
  })

  it('that begin with the first activation keep that moment', async () => {
    const one = await toy()
    await one.pass(12_345)
    const id = await activated(
      one,
      define({
        Default: { ...base, scheduleType: 'cron', schedule: to('S'), workerGroup: 'nobody' },
        S: { type: 'Schedule', period: '1 hour', startAt: 'FIRST_ACTIVATION_DATE_TIME', occurrences: '2' },
        Node: { type: 'S3DataNode', directoryPath: 's3://b/' },
      }),
    )
    await one.pass(hours(1))
    expect([...one.store.instances(id)].map(instance => instance.plan.id)).toEqual([
      '@Node_2026-03-01T00:00:12',
      '@Node_2026-03-01T01:00:12',
    ])
  })

  it('never have more instances under way than allowed, however long the past is', async () => {
    const one = await toy({ settings: { refuseOldStarts: false }, script: () => ({ ...fine, after: minutes(1) }) })
    const count = 2_000
    const id = await pipelineOf(
      one,
      define({
        Default: { ...base, scheduleType: 'cron', schedule: to('S'), maxActiveInstances: '5' },
        S: schedule('15 minutes', count, morning - minutes(15) * count),
        Machine: machine,
        Task: shell('x', { runsOn: to('Machine') }),
      }),
    )
    await one.engine.service.ActivatePipeline({ pipelineId: id })
    let most = 0
    for (let step = 0; step < 200; step += 1) {
      await one.pass(minutes(5))
      const live = [...one.store.live()].filter(instance => instance.plan.componentId === 'Task').length
      most = Math.max(most, live)
    }
    expect(most).toBeLessThanOrEqual(5)
    await one.pass(days(1))
    const all = [...one.store.instances(id, { componentIds: ['Task'] })]
    expect(all).toHaveLength(count)
    expect(new Set(all.map(instance => instance.phase))).toEqual(new Set(['finished']))
  })

  it('stay in order with one instance at a time', async () => {
    const one = await toy({ settings: { refuseOldStarts: false }, script: () => ({ ...fine, after: minutes(30) }) })
    const id = await activated(
      one,
      define({
        Default: { ...base, scheduleType: 'cron', schedule: to('S'), maxActiveInstances: '1' },
        S: schedule('15 minutes', 6, morning - hours(1)),
        Machine: machine,
        Task: shell('x', { runsOn: to('Machine') }),
      }),
    )
    await one.pass(days(1))
    const tasks = [...one.store.instances(id, { componentIds: ['Task'] })]
    expect(tasks.map(task => task.phase)).toEqual(Array(6).fill('finished'))
    for (const [k, task] of tasks.entries())
      if (k > 0) expect(task.actualStart).toBeGreaterThanOrEqual(tasks[k - 1]?.actualEnd ?? 0)
  })
})

describe('machines', () => {
  const pair = (more: Record<string, string> = {}, mode = 'cascade') =>
    define({
      Default: { ...base, scheduleType: 'ondemand', failureAndRerunMode: mode, maximumRetries: '0' },
      Machine: { ...machine, ...more },
      Task: shell('x', { runsOn: to('Machine') }),
      Next: shell('y', { runsOn: to('Machine'), dependsOn: to('Task') }),
      Tell: shell('z', { runsOn: to('Other'), dependsOn: to('Next') }),
      Other: machine,
    })

  it('that run out of time take down what runs on them; what depends on that fails with it', async () => {
    const one = await toy({ script: work => (work.object.id === 'Task' ? { ...fine, after: hours(3) } : fine) })
    const id = await pipelineOf(one, pair({ terminateAfter: '1 hour' }))
    await one.engine.runOnce(id)
    await one.pass(hours(2))
    expect(statuses(one, id)).toEqual({
      [`Machine_${at(0)}`]: 'TIMEDOUT',
      [`Task_${at(0)}`]: 'CANCELED',
      [`Next_${at(0)}`]: 'CANCELED',
      [`Tell_${at(0)}`]: 'CASCADE_FAILED',
      [`Other_${at(0)}`]: 'FINISHED',
    })
  })

  it('that do not start are tried again, and then take down their tasks', async () => {
    const one = await toy({ script: work => (work.object.id === 'Machine' ? broken : fine) })
    const id = await pipelineOf(one, pair({ maximumRetries: '1' }))
    await one.engine.runOnce(id)
    await one.pass(1)
    expect(statuses(one, id)).toMatchObject({
      [`Machine_${at(0)}`]: 'CREATING',
      [`Task_${at(0)}`]: 'WAITING_FOR_RUNNER',
    })
    await one.pass(minutes(5))
    expect(one.started).toEqual([`@Machine_${at(0)}_Attempt=1`, `@Machine_${at(0)}_Attempt=2`])
    expect(statuses(one, id)).toMatchObject({
      [`Machine_${at(0)}`]: 'FAILED',
      [`Task_${at(0)}`]: 'CANCELED',
      [`Tell_${at(0)}`]: 'CASCADE_FAILED',
    })
  })

  it('end with the first failure where a task failure ends them', async () => {
    const one = await toy({ script: work => (work.object.id === 'Task' ? broken : { ...fine, after: minutes(1) }) })
    const id = await pipelineOf(one, pair({ actionOnTaskFailure: 'terminate' }))
    await one.engine.runOnce(id)
    await one.pass(minutes(3))
    expect(statuses(one, id)).toMatchObject({ [`Machine_${at(0)}`]: 'FINISHED', [`Task_${at(0)}`]: 'FAILED' })
  })

  it('start again for a task that is rerun', async () => {
    let tries = 0
    const one = await toy({
      script(work) {
        if (work.object.id !== 'Task') return fine
        tries += 1
        return tries === 1 ? broken : fine
      },
    })
    const id = await pipelineOf(one, pair())
    await one.engine.runOnce(id)
    await one.pass(minutes(1))
    expect(statuses(one, id)).toMatchObject({
      [`Machine_${at(0)}`]: 'FINISHED',
      [`Task_${at(0)}`]: 'FAILED',
      [`Tell_${at(0)}`]: 'CASCADE_FAILED',
    })
    await one.engine.service.SetStatus({ pipelineId: id, objectIds: [`@Task_${at(0)}`], status: 'RERUN' })
    await one.pass(minutes(1))
    expect(new Set(Object.values(statuses(one, id)))).toEqual(new Set(['FINISHED']))
    expect(one.store.instance(id, `@Machine_${at(0)}`)?.attempts).toBe(2)
    expect(one.store.instance(id, `@Task_${at(0)}`)?.attempts).toBe(2)
  })

  it('rerun all that depends on them when they are rerun', async () => {
    const one = await toy()
    const id = await pipelineOf(one, pair())
    await one.engine.runOnce(id)
    await one.pass(minutes(1))
    await one.engine.service.SetStatus({ pipelineId: id, objectIds: [`@Machine_${at(0)}`], status: 'RERUN' })
    await one.pass(minutes(1))
    expect(new Set(Object.values(statuses(one, id)))).toEqual(new Set(['FINISHED']))
    expect([...one.store.instances(id)].map(one => [one.plan.componentId, one.attempts])).toEqual([
      ['Machine', 2],
      ['Next', 2],
      ['Other', 1],
      ['Task', 2],
      ['Tell', 1],
    ])
  })
})

describe('actions', () => {
  const alarmed = (
    more: Record<string, string | { ref: string }> = {},
    lateness: Record<string, string | { ref: string }> = {},
  ) =>
    define({
      Default: { ...base, scheduleType: 'cron', schedule: to('S'), maximumRetries: '0' },
      S: schedule('1 day', 1),
      Machine: machine,
      Task: shell('x', { runsOn: to('Machine'), ...more, ...lateness }),
      Cry: {
        type: 'SnsAlarm',
        topicArn: 'arn:aws:sns:us-east-1:123456789012:t',
        role: 'r',
        subject: 'Trouble with #{node.name}',
        message: 'It said: #{node.errorMessage} at #{node.@scheduledStartTime}',
      },
      Nag: {
        type: 'SnsAlarm',
        topicArn: 'arn:aws:sns:us-east-1:123456789012:t',
        role: 'r',
        subject: '#{node.name} is late',
        message: 'Since #{node.@scheduledStartTime}',
      },
      End: { type: 'Terminate' },
    })
  const subjects = (one: Toy) => one.store.notices(undefined, 10).map(notice => notice.subject)

  it('tell of a failure, in words about the object that failed', async () => {
    const one = await toy({ script: work => (work.object.id === 'Task' ? broken : fine) })
    const id = await activated(one, alarmed({ onFail: to('Cry') }))
    await one.pass(minutes(5))
    expect(one.store.notices(id, 10)).toMatchObject([
      {
        kind: 'alarm',
        subject: 'Trouble with Task',
        message: `It said: The command ended with 1. at ${at(0)}`,
        instanceId: `@Task_${at(0)}`,
      },
    ])
  })

  it('say what cannot be said', async () => {
    const one = await toy()
    const id = await activated(one, alarmed({ onSuccess: to('Cry') }))
    await one.pass(minutes(5))
    expect(one.store.notices(id, 10)).toMatchObject([{ kind: 'engine', subject: 'Cry could not be done' }])
    expect(one.store.outstanding()).toEqual([])
  })

  it('nag once about what is not over in time, and not about what is', async () => {
    const slow = await toy({ script: work => ({ ...fine, after: work.object.id === 'Task' ? hours(2) : 1 }) })
    await activated(slow, alarmed({}, { lateAfterTimeout: '1 hour', onLateAction: to('Nag') }))
    await slow.pass(minutes(59))
    expect(subjects(slow)).toEqual([])
    await slow.pass(hours(5))
    expect(subjects(slow)).toEqual(['Task is late'])
    const quick = await toy()
    await activated(quick, alarmed({}, { lateAfterTimeout: '1 hour', onLateAction: to('Nag') }))
    await quick.pass(hours(5))
    expect(subjects(quick)).toEqual([])
  })

  it('end what is late where they shall', async () => {
    const one = await toy({ script: work => ({ ...fine, after: work.object.id === 'Task' ? hours(5) : 1 }) })
    const id = await activated(one, alarmed({}, { lateAfterTimeout: '1 hour', onLateAction: to('End') }))
    await one.pass(hours(2))
    expect(statuses(one, id)).toMatchObject({ [`Task_${at(0)}`]: 'CANCELED' })
  })
})

describe('this machine', () => {
  const many = define({
    Default: { ...base, scheduleType: 'ondemand' },
    Machine: machine,
    ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`T${i}`, shell(`x${i}`, { runsOn: to('Machine') })])),
  })

  it('works on no more at a time than it has slots', async () => {
    let now = 0
    let most = 0
    const one = await toy({
      settings: { concurrency: 3 },
      script(work): Play {
        if (work.object.type === 'Ec2Resource') return fine
        now += 1
        most = Math.max(most, now)
        return { ...fine, after: minutes(1) }
      },
    })
    const id = await pipelineOf(one, many)
    await one.engine.runOnce(id)
    for (let i = 0; i < 20; i += 1) {
      const before = [...one.store.instances(id, { statuses: ['RUNNING'] })].filter(
        instance => instance.plan.family === 'activity',
      ).length
      expect(before).toBeLessThanOrEqual(3)
      now = before
      await one.pass(minutes(1))
    }
    expect(most).toBeGreaterThan(1)
    expect(new Set(Object.values(statuses(one, id)))).toEqual(new Set(['FINISHED']))
  })

  it('takes more at a time, or fewer, as soon as its settings say so', async () => {
    let concurrency = 1
    const settings = {
      get concurrency() {
        return concurrency
      },
    }
    const one = await toy({
      settings,
      script: work => ({ ...fine, after: work.object.type === 'Ec2Resource' ? 1 : minutes(10) }),
    })
    const id = await pipelineOf(one, many)
    const running = () =>
      [...one.store.instances(id, { statuses: ['RUNNING'] })].filter(({ plan }) => plan.family === 'activity').length
    await one.engine.runOnce(id)
    await one.pass(minutes(1))
    expect(running()).toBe(1)
    concurrency = 5
    one.engine.settingsChanged()
    await one.pass(1)
    expect(running()).toBe(5)
    // What runs is not taken away: it ends, and no more than two follow.
    concurrency = 2
    one.engine.settingsChanged()
    await one.pass(1)
    expect(running()).toBe(5)
    await one.pass(minutes(11))
    expect(running()).toBe(2)
  })

  it('takes up where it was after a stop, with the same attempts', async () => {
    const first = await toy({
      script: work => ({ ...fine, after: work.object.type === 'Ec2Resource' ? 1 : minutes(10) }),
    })
    const id = await pipelineOf(first, many)
    await first.engine.runOnce(id)
    await first.pass(minutes(5))
    await first.engine.stop()
    expect([...first.store.instances(id, { statuses: ['RUNNING'] })]).toHaveLength(5)
    const second = await toy({ store: first.store, clock: first.clock })
    await second.pass(hours(1))
    expect(new Set(Object.values(statuses(second, id)))).toEqual(new Set(['FINISHED']))
    expect([...second.store.instances(id)].every(instance => instance.attempts === 1)).toBe(true)
  })
})

describe('a run by hand', () => {
  const daily = define(
    {
      Default: { ...base, scheduleType: 'cron', schedule: to('S'), workerGroup: 'unused' },
      S: schedule('1 day', 100, morning - days(50)),
      Machine: machine,
      Task: shell('echo #{myWord} #{@scheduledStartTime} #{@scheduledEndTime}', {
        runsOn: to('Machine'),
        lateAfterTimeout: '15 minutes',
        onLateAction: to('End'),
      }),
      End: { type: 'Terminate' },
    },
    { myWord: 'stored' },
  )

  it('stands for the interval that it is asked for, whatever the schedule says', async () => {
    const one = await toy({ script: work => ({ ...fine, after: work.object.id === 'Task' ? hours(1) : 1 }) })
    const id = await pipelineOf(one, daily)
    const { scheduledStart } = await one.engine.runOnce(id, { at: morning - days(10) - 1, values: { myWord: 'given' } })
    expect(iso(scheduledStart)).toBe('2026-02-18T23:59:59')
    await one.pass(hours(2))
    expect(statuses(one, id)).toEqual({
      'Machine_2026-02-18T23:59:59': 'FINISHED',
      'Task_2026-02-18T23:59:59': 'FINISHED',
    })
    const command = one.works.at(-1)?.object.fields.find(field => field.key === 'command')?.stringValue
    expect(command).toBe('echo given 2026-02-18T23:59:59 2026-02-19T23:59:59')
    expect((await one.engine.service.GetPipelineDefinition({ pipelineId: id })).parameterValues).toEqual([
      { id: 'myWord', stringValue: 'stored' },
    ])
    expect(one.store.version(id, 2)).toMatchObject({
      source: 'run once',
      definition: { values: [{ id: 'myWord', stringValue: 'given' }] },
    })
  })

  it('has a name of its own, and can be asked for again once it is over', async () => {
    const one = await toy({ script: () => ({ ...fine, after: 1000 }) })
    const id = await pipelineOf(one, daily)
    const first = await one.engine.runOnce(id)
    const second = await one.engine.runOnce(id)
    expect(second.scheduledStart).toBe(first.scheduledStart + 1000)
    await expect(one.engine.runOnce(id, { at: first.scheduledStart })).rejects.toMatchObject({
      name: 'InvalidRequestException',
    })
    await one.pass(minutes(5))
    await one.engine.runOnce(id, { at: first.scheduledStart })
    await one.pass(minutes(5))
    expect(one.store.attempts(id, `@Task_${iso(first.scheduledStart)}`).map(attempt => attempt.number)).toEqual([1, 2])
  })

  it('is refused for a definition with errors, with the reason', async () => {
    const one = await toy()
    const id = await pipelineOf(one, daily)
    const wrong = { ...daily, objects: daily.objects.filter(object => object.id !== 'Machine') }
    await expect(one.engine.runOnce(id, { definition: wrong })).rejects.toThrow(/Machine/)
    expect([...one.store.instances(id)]).toEqual([])
  })
})

describe('a running pipeline', () => {
  it('adopts an edited definition for new runs only', async () => {
    const one = await toy()
    const text = (command: string) =>
      define({
        Default: { ...base, scheduleType: 'cron', schedule: to('S') },
        S: schedule('1 hour', 3),
        Machine: machine,
        Task: shell(command, { runsOn: to('Machine') }),
      })
    const id = await activated(one, text('old'))
    await one.pass(minutes(10))
    const { service } = one.engine
    await service.PutPipelineDefinition({
      pipelineId: id,
      pipelineObjects: text('new').objects.map(object => ({ ...object, fields: [...object.fields] })),
    })
    await one.pass(hours(1))
    await service.ActivatePipeline({ pipelineId: id })
    await one.pass(hours(1))
    const commands = one.works
      .filter(work => work.object.id === 'Task')
      .map(work => work.object.fields.find(field => field.key === 'command')?.stringValue)
    expect(commands).toEqual(['old', 'old', 'new'])
  })

  it('waits for a precondition of its data, and gives up in time', async () => {
    const notThere = { status: 'FALSE', errorMessage: 'There is no object there.' } as const
    const one = await toy({ script: work => (work.object.id === 'There' ? notThere : fine) })
    const id = await pipelineOf(
      one,
      define({
        Default: { ...base, scheduleType: 'ondemand', failureAndRerunMode: 'cascade', maximumRetries: '0' },
        There: {
          type: 'S3KeyExists',
          s3Key: 's3://bucket/#{node.directoryPath}',
          role: 'r',
          preconditionTimeout: '1 hour',
          retryDelay: '10 minutes',
        },
        Raw: { type: 'S3DataNode', directoryPath: 's3://bucket/raw/', precondition: to('There') },
        Machine: machine,
        Task: shell('x', { runsOn: to('Machine'), input: to('Raw') }),
      }),
    )
    await one.engine.runOnce(id)
    await one.pass(minutes(59))
    expect(one.started).toHaveLength(6)
    expect(new Set(one.started)).toEqual(new Set([`@There_Raw_${at(0)}_Attempt=1`]))
    await one.pass(minutes(10))
    expect(statuses(one, id)).toEqual({
      [`There_Raw_${at(0)}`]: 'FAILED',
      [`Raw_${at(0)}`]: 'CASCADE_FAILED',
      [`Task_${at(0)}`]: 'CASCADE_FAILED',
      [`Machine_${at(0)}`]: 'FINISHED',
    })
    const [attempt] = one.store.attempts(id, `@There_Raw_${at(0)}`)
    expect(attempt?.trouble).toEqual({
      errorId: 'PreconditionTimeout',
      errorMessage:
        'The precondition did not become true in the time of preconditionTimeout. There is no object there.',
    })
  })

  it('fails an attempt whose expressions cannot be evaluated, and says why', async () => {
    const one = await toy()
    const id = await pipelineOf(
      one,
      define({
        Default: { ...base, scheduleType: 'ondemand', maximumRetries: '0' },
        Machine: machine,
        First: shell('x', { runsOn: to('Machine') }),
        Task: shell('echo #{dependsOn.errorMessage}', { runsOn: to('Machine'), dependsOn: to('First') }),
      }),
    )
    await one.engine.runOnce(id)
    await one.pass(minutes(1))
    expect(one.store.instance(id, `@Task_${at(0)}`)).toMatchObject({
      phase: 'failed',
      trouble: { errorId: 'ExpressionError' },
    })
  })
})

const never = (): never => {
  throw new Error('There is no such instance.')
}
