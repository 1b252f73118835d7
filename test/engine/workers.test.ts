import fc from 'fast-check'
import { expect, it } from 'vitest'
import { statusOf } from '../../src/engine/instance.ts'
import { define, minutes, pipelineOf, type Toy, to, toy } from './toy.ts'

const retries = 3
const definition = define({
  Default: {
    scheduleType: 'ondemand',
    role: 'r',
    resourceRole: 'rr',
    workerGroup: 'group',
    maximumRetries: `${retries}`,
    retryDelay: '2 minutes',
    reportProgressTimeout: '15 minutes',
  },
  First: { type: 'ShellCommandActivity', command: 'a' },
  Second: { type: 'ShellCommandActivity', command: 'b', dependsOn: to('First') },
  Beside: { type: 'ShellCommandActivity', command: 'c' },
})

/** What becomes of a worker: it does its work, or is lost before or after it has acknowledged the task. */
type Fate = 'works' | 'lost before its first report' | 'lost after it'

interface Held {
  readonly taskId: string
  readonly attemptId: string
}

async function poll({ engine, pass }: Toy): Promise<Held | undefined> {
  const controller = new AbortController()
  const answer = engine.service.PollForTask({ workerGroup: 'group', hostname: 'worker' }, controller.signal)
  await pass(1)
  controller.abort()
  const { taskObject } = await answer
  return taskObject?.taskId ? { taskId: taskObject.taskId, attemptId: `${taskObject.attemptId}` } : undefined
}

it('the work of a lost worker goes to another, and what the lost one says later is refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom<Fate>('works', 'lost before its first report', 'lost after it'), { maxLength: 12 }),
      async fates => {
        const one = await toy()
        const { service } = one.engine
        const id = await pipelineOf(one, definition)
        await service.ActivatePipeline({ pipelineId: id })
        const lost: (Held & { readonly fate: Fate })[] = []
        const finished: string[] = []
        const lostAfter = new Map<string, number>()
        for (let turn = 0; turn < 60; turn += 1) {
          const held = await poll(one)
          if (!held) {
            await one.pass(minutes(1))
            continue
          }
          const instance = held.attemptId.replace(/_Attempt=\d+$/, '')
          const wanted = fates.shift() ?? 'works'
          // Nobody is lost more often than there are tries.
          const fate = wanted === 'lost after it' && (lostAfter.get(instance) ?? 0) === retries ? 'works' : wanted
          if (fate !== 'lost before its first report') await service.ReportTaskProgress({ taskId: held.taskId })
          if (fate === 'works') {
            await service.SetTaskStatus({ taskId: held.taskId, taskStatus: 'FINISHED' })
            finished.push(instance)
          } else {
            lost.push({ ...held, fate })
            if (fate === 'lost after it') lostAfter.set(instance, (lostAfter.get(instance) ?? 0) + 1)
            // Two minutes to acknowledge, a quarter of an hour to report, two minutes before the next try.
            await one.pass(fate === 'lost after it' ? minutes(18) : minutes(2) + 1)
            const late = service.SetTaskStatus({ taskId: held.taskId, taskStatus: 'FINISHED' })
            await expect(late).rejects.toThrow(/no such task|another worker/)
          }
        }
        const all = [...one.store.instances(id)]
        expect(all.map(statusOf)).toEqual(all.map(() => 'FINISHED'))
        expect(finished.sort(), 'each finished once').toEqual(all.map(found => found.plan.id).sort())
        for (const found of all) {
          const attempts = one.store.attempts(id, found.plan.id)
          expect(attempts.map(attempt => attempt.number)).toEqual(attempts.map((_, at) => at + 1))
          // Only a worker that had begun costs a try.
          expect(attempts.length).toBe((lostAfter.get(found.plan.id) ?? 0) + 1)
          for (const attempt of attempts.slice(0, -1)) expect(attempt.trouble?.errorId).toBe('ProgressTimeout')
        }
        expect(new Set(lost.map(held => held.taskId)).size).toBe(lost.length)
        await one.engine.stop()
      },
    ),
    { numRuns: 20 },
  )
})
