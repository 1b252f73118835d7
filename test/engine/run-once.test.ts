import { expect, it } from 'vitest'
import { broken, define, fine, hours, minutes, morning, pipelineOf, statuses, to, toy } from './toy.ts'

const chain = define({
  Default: {
    scheduleType: 'ondemand',
    workerGroup: 'unused',
    failureAndRerunMode: 'CASCADE',
    role: 'r',
    resourceRole: 'rr',
    pipelineLogUri: 's3://logs/',
  },
  Machine: { type: 'Ec2Resource', terminateAfter: '2 hours', instanceType: 't2.micro' },
  First: {
    type: 'ShellCommandActivity',
    command: 'echo #{format(@scheduledStartTime, "YYYY-MM-dd")}',
    runsOn: to('Machine'),
    output: to('Data'),
  },
  Data: { type: 'S3DataNode', directoryPath: 's3://bucket/data/' },
  Second: {
    type: 'ShellCommandActivity',
    command: 'echo #{input.directoryPath}',
    runsOn: to('Machine'),
    input: to('Data'),
  },
})

it('runs everything once, in order, on one machine', async () => {
  const { engine, store, started, works, pass } = await toy({
    script: work => (work.object.type === 'Ec2Resource' ? { ...fine, after: minutes(2) } : fine),
  })
  const id = await pipelineOf({ engine }, chain)
  const { scheduledStart } = await engine.runOnce(id)
  expect(scheduledStart).toBe(morning)
  await pass(1000)
  expect(statuses({ store }, id)).toEqual({
    'Data_2026-03-01T00:00:00': 'WAITING_ON_DEPENDENCIES',
    'First_2026-03-01T00:00:00': 'WAITING_FOR_RUNNER',
    'Machine_2026-03-01T00:00:00': 'CREATING',
    'Second_2026-03-01T00:00:00': 'WAITING_ON_DEPENDENCIES',
  })
  await pass(minutes(3))
  expect(new Set(Object.values(statuses({ store }, id)))).toEqual(new Set(['FINISHED']))
  expect(started).toEqual([
    '@Machine_2026-03-01T00:00:00_Attempt=1',
    '@First_2026-03-01T00:00:00_Attempt=1',
    '@Second_2026-03-01T00:00:00_Attempt=1',
  ])
  expect(works.map(work => work.object.fields.find(f => f.key === 'command')?.stringValue)).toEqual([
    undefined,
    'echo 2026-03-01',
    'echo s3://bucket/data/',
  ])
})

it('fails what depends on a failure', async () => {
  const { engine, store, started, pass } = await toy({ script: work => (work.object.id === 'First' ? broken : fine) })
  const id = await pipelineOf({ engine }, chain)
  await engine.runOnce(id)
  await pass(minutes(60))
  expect(started.filter(one => one.includes('First'))).toHaveLength(3)
  expect(statuses({ store }, id)).toEqual({
    'Data_2026-03-01T00:00:00': 'CASCADE_FAILED',
    'First_2026-03-01T00:00:00': 'FAILED',
    'Machine_2026-03-01T00:00:00': 'FINISHED',
    'Second_2026-03-01T00:00:00': 'CASCADE_FAILED',
  })
})

it('leaves the schedule where it was when the pipeline is deactivated meanwhile', async () => {
  const { engine, store, pass } = await toy({ script: () => ({ ...fine, after: minutes(30) }) })
  const hourly = define({
    Default: { scheduleType: 'cron', schedule: to('Hours'), role: 'r', resourceRole: 'rr' },
    Hours: { type: 'Schedule', period: '1 hour', startDateTime: '2026-02-28T12:00:00' },
    First: { type: 'ShellCommandActivity', command: 'true', workerGroup: 'nobody' },
  })
  const pipelineId = await pipelineOf({ engine }, hourly)
  await engine.service.ActivatePipeline({ pipelineId, startTimestamp: morning / 1000 })
  await engine.runOnce(pipelineId, { at: morning - hours(8) })
  await engine.service.DeactivatePipeline({ pipelineId })
  await pass(minutes(1))
  await engine.service.ActivatePipeline({ pipelineId })
  await pass(minutes(1))
  expect(statuses({ store }, pipelineId)).toEqual({
    'First_2026-02-28T16:00:00': 'CANCELED',
    'First_2026-03-01T00:00:00': 'WAITING_FOR_RUNNER',
  })
})
