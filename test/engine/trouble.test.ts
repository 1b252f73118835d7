import { expect, it } from 'vitest'
import { memoryStore } from '../../src/engine/memory-store.ts'
import type { RunStore } from '../../src/engine/ports.ts'
import { define, fine, hours, minutes, morning, pipelineOf, statuses, to, toy } from './toy.ts'

const definition = define({
  Default: { scheduleType: 'ondemand', role: 'r', resourceRole: 'rr' },
  Machine: { type: 'Ec2Resource', terminateAfter: '10 hours', instanceType: 'm1.small' },
  First: { type: 'ShellCommandActivity', command: 'a', runsOn: to('Machine') },
  Second: { type: 'ShellCommandActivity', command: 'b', runsOn: to('Machine'), dependsOn: to('First') },
})

it('starts nothing that it could not write down, and goes on when the disk has room again', async () => {
  const inner = memoryStore()
  let full = false
  const store: RunStore = {
    ...inner,
    save(changes) {
      if (full) throw new Error('There is no space left on the disk.')
      inner.save(changes)
    },
  }
  const troubles: string[] = []
  const one = await toy({ store, script: () => ({ ...fine, after: minutes(1) }), trouble: what => troubles.push(what) })
  const id = await pipelineOf(one, definition)
  await one.engine.runOnce(id)
  await one.pass(minutes(1))
  expect(one.started).toEqual(['@Machine_2026-03-01T00:00:00_Attempt=1', '@First_2026-03-01T00:00:00_Attempt=1'])
  full = true
  await one.pass(minutes(5))
  expect(one.started).toHaveLength(2)
  expect(troubles.length).toBeGreaterThan(0)
  await expect(one.engine.service.CreatePipeline({ name: 'other', uniqueId: 'other' })).rejects.toThrow('space')
  full = false
  await one.pass(minutes(5))
  expect(new Set(Object.values(statuses(one, id)))).toEqual(new Set(['FINISHED']))
})

it('plays the same story for the same seed', async () => {
  const play = async () => {
    const saved: string[] = []
    const inner = memoryStore()
    const store: RunStore = {
      ...inner,
      save(changes) {
        saved.push(
          JSON.stringify([...changes.pipelines.values(), ...changes.instances.values(), ...changes.attempts.values()]),
        )
        inner.save(changes)
      },
    }
    const one = await toy({ store, seed: 7, script: work => ({ ...fine, after: minutes(work.object.id.length) }) })
    const id = await pipelineOf(one, definition)
    await one.engine.runOnce(id)
    await one.pass(hours(1))
    await one.engine.runOnce(id, { at: morning })
    await one.pass(hours(1))
    return saved
  }
  expect(await play()).toEqual(await play())
})

it('follows a chain of a thousand tasks, and a fan of as many, without losing its breath', async () => {
  const many = (after: (k: number) => object) =>
    define({
      Default: { scheduleType: 'ondemand', role: 'r', resourceRole: 'rr' },
      Machine: { type: 'Ec2Resource', terminateAfter: '10 hours', instanceType: 'm1.small' },
      ...Object.fromEntries(
        Array.from({ length: 1_000 }, (_, k) => [
          `T${k}`,
          { type: 'ShellCommandActivity', command: 'x', runsOn: to('Machine'), ...(k > 0 && after(k)) },
        ]),
      ),
    })
  for (const after of [(k: number) => ({ dependsOn: to(`T${k - 1}`) }), () => ({ dependsOn: to('T0') })]) {
    const one = await toy()
    const id = await pipelineOf(one, many(after))
    await one.engine.runOnce(id)
    await one.pass(minutes(1))
    expect(new Set(Object.values(statuses(one, id)))).toEqual(new Set(['FINISHED']))
  }
})
