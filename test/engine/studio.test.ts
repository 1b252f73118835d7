import { expect, it } from 'vitest'
import type { ChangeEvent } from '../../src/api/workspace.ts'
import { broken, define, fine, minutes, morning, pipelineOf, statuses, type Toy, to, toy } from './toy.ts'

const definition = define({
  Default: {
    scheduleType: 'ondemand',
    role: 'r',
    resourceRole: 'rr',
    maximumRetries: '0',
    failureAndRerunMode: 'cascade',
  },
  Machine: { type: 'Ec2Resource', terminateAfter: '1 hour', instanceType: 'm1.small' },
  First: { type: 'ShellCommandActivity', command: 'a', runsOn: to('Machine') },
  Second: { type: 'ShellCommandActivity', command: 'b', runsOn: to('Machine'), dependsOn: to('First') },
})
const stateOf = async ({ engine }: Toy, id: string) => {
  const { pipelineDescriptionList } = await engine.service.DescribePipelines({ pipelineIds: [id] })
  return pipelineDescriptionList[0]?.fields.find(field => field.key === '@pipelineState')?.stringValue
}

it('reruns a failed run of a finished pipeline, which AWS would refuse', async () => {
  let works = false
  const one = await toy({ script: work => (work.object.id === 'First' && !works ? broken : fine) })
  const id = await pipelineOf(one, definition)
  await one.engine.service.ActivatePipeline({ pipelineId: id })
  await one.pass(minutes(1))
  expect(await stateOf(one, id)).toBe('FINISHED')
  const rerun = { pipelineId: id, objectIds: ['@First_2026-03-01T00:00:00'], status: 'RERUN' }
  await expect(one.engine.service.SetStatus(rerun)).rejects.toMatchObject({ name: 'InvalidRequestException' })
  works = true
  await one.engine.studio.SetStatus(rerun)
  expect(await stateOf(one, id)).toBe('SCHEDULED')
  await one.pass(minutes(1))
  expect(new Set(Object.values(statuses(one, id)))).toEqual(new Set(['FINISHED']))
  expect(await stateOf(one, id)).toBe('FINISHED')
})

it('hears of what changed, once a turn and pipeline, until it listens no more', async () => {
  const one = await toy({ script: () => ({ ...fine, after: minutes(1) }) })
  const heard: ChangeEvent[] = []
  const stop = one.engine.onChange(event => heard.push(event))
  const id = await pipelineOf(one, definition)
  await one.engine.runOnce(id)
  expect(heard.filter(event => event.what === 'runs')).toEqual([{ pipelineId: id, what: 'runs', at: morning }])
  await one.engine.notice({ kind: 'alarm', subject: 'hello', message: 'there' })
  expect(heard.at(-1)).toMatchObject({ what: 'notices' })
  stop()
  const count = heard.length
  await one.pass(minutes(10))
  expect(heard).toHaveLength(count)
})

it('interrupts a machine: what ran on it is tried again on the next', async () => {
  const one = await toy({ script: work => ({ ...fine, after: work.object.id === 'Machine' ? 1 : minutes(5) }) })
  const id = await pipelineOf(one, {
    ...definition,
    objects: definition.objects.map(object =>
      object.id === 'Default'
        ? {
            ...object,
            fields: [
              ...object.fields.filter(field => field.key !== 'maximumRetries'),
              { key: 'retryDelay', stringValue: '2 minutes' },
            ],
          }
        : object,
    ),
  })
  await one.engine.runOnce(id)
  await one.pass(minutes(1))
  one.engine.interrupt(id, '@Machine_2026-03-01T00:00:00', 'Spot capacity was reclaimed.')
  await one.pass(minutes(1))
  expect(statuses(one, id)).toMatchObject({
    'Machine_2026-03-01T00:00:00': 'CREATING',
    'First_2026-03-01T00:00:00': 'WAITING_FOR_RUNNER',
  })
  await one.pass(minutes(30))
  expect(new Set(Object.values(statuses(one, id)))).toEqual(new Set(['FINISHED']))
  expect(one.store.attempts(id, '@First_2026-03-01T00:00:00').map(attempt => attempt.trouble?.errorId)).toEqual([
    'ResourceLost',
    undefined,
  ])
})
