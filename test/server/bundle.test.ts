import { expect, it } from 'vitest'
import type { PipelineSummary } from '../../src/api/pipelines.ts'
import type { RunRow } from '../../src/api/runs.ts'
import type { Draft } from '../../src/api/versions.ts'
import type { Definition } from '../../src/core/definition/model.ts'
import type { AttemptRow, InstanceRow } from '../../src/core/runs/instance.ts'
import { bundleOf } from '../../src/server/bundle.ts'
import { createHistory } from '../../src/server/history.ts'
import { openStore } from '../../src/server/store.ts'
import { define, minutes, pipelineOf, to, toy } from '../engine/toy.ts'

const definition = define({
  Default: { role: 'r', resourceRole: 'rr', scheduleType: 'ondemand' },
  Machine: { type: 'Ec2Resource', terminateAfter: '2 hours', instanceType: 'm1.small' },
  Say: { type: 'ShellCommandActivity', command: 'x', runsOn: to('Machine'), '*myToken': 'hunter2' },
})
const text = `{
  // Ours.
  "objects": [{ "id": "Say", "name": "Say", "type": "ShellCommandActivity", "*myToken": "hunter2", "command": "x" }]
}
`

interface Bundle {
  readonly bundle: string
  readonly pipeline: PipelineSummary
  readonly draft: Draft['text']
  readonly versions: readonly { readonly version: number; readonly definition: Definition }[]
  readonly runs: readonly RunRow[]
  readonly instances: readonly InstanceRow[]
  readonly attempts: readonly AttemptRow[]
}

it('holds all that is kept of a pipeline, and none of its secrets', async () => {
  const store = openStore(':memory:')
  const one = await toy({ store })
  const history = createHistory(store)
  const pipelineId = await pipelineOf(one, definition, 'shop')
  await history.SaveDraft({ pipelineId, text, pins: {}, revision: 0 })
  await one.engine.service.ActivatePipeline({ pipelineId })
  await one.pass(minutes(5))
  await one.engine.runOnce(pipelineId, {})
  await one.pass(minutes(5))

  const written = await bundleOf(history, pipelineId, one.clock.now())
  const bundle = JSON.parse(written) as Bundle
  expect(bundle.pipeline).toMatchObject({ id: pipelineId, name: 'shop' })
  expect(bundle.draft).toBe(text.replace('hunter2', '********'))
  expect(bundle.runs.map(run => run.status)).toEqual(['FINISHED', 'FINISHED'])
  expect(bundle.instances).toHaveLength(4)
  expect(new Set(bundle.attempts.map(attempt => attempt.instanceId)).size).toBe(4)
  expect(bundle.versions.map(one => one.version)).toEqual([...new Set(bundle.runs.map(run => run.version))].sort())
  expect(bundle.versions[0]?.definition.objects.map(object => object.id)).toEqual(['Default', 'Machine', 'Say'])
  expect(written).not.toContain('hunter2')
  await one.engine.stop()
  store.close()
})
