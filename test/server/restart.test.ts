import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openLocal } from '../../src/server/local.ts'
import { over, workspaceOf } from './studio.ts'

const at = Date.UTC(2026, 1, 1)
const attemptId = '@Work_2026-02-01T00:00:00_Attempt=1'

/** Work that is done at once, but for its first time, when it says much and never ends. */
const pipeline = (flag: string, pipelineLogUri: string | undefined) =>
  JSON.stringify({
    objects: [
      { id: 'Default', scheduleType: 'ondemand', role: 'R', resourceRole: 'R', pipelineLogUri },
      { id: 'Box', type: 'Ec2Resource', instanceType: 'm5.large' },
      {
        id: 'Work',
        type: 'ShellCommandActivity',
        runsOn: { ref: 'Box' },
        command: `[ -e '${flag}' ] && echo after && exit; seq 2000; touch '${flag}'; sleep 300`,
      },
    ],
  })

it.each([['s3://logs/'], [undefined]])(
  'keeps what an attempt said before the server was stopped amid it, its logs at %s',
  async uri => {
    const dataDir = await mkdtemp(join(tmpdir(), 'restart-'))
    const flag = join(dataDir, 'said')
    const first = await openLocal({ dataDir, speed: 1 })
    const { pipelineId } = await workspaceOf(first).ImportPipeline({ name: 'Long', text: pipeline(flag, uri) })
    await workspaceOf(first).RunOnce({ pipelineId, at })
    while (!existsSync(flag)) await sleep(20)
    await first.close()

    const second = await openLocal({ dataDir, speed: 1 })
    try {
      const workspace = workspaceOf(second)
      await over(workspace, pipelineId, at)
      const { logs } = await workspace.ListLogs({ pipelineId, attemptId })
      const read = async (kind: string) => {
        const log = logs.find(one => one.kind === kind)?.uri ?? ''
        return (await workspace.ReadLog({ pipelineId, attemptId, uri: log, from: 0, count: 10_000 })).lines
      }
      const said = await read('stdout')
      expect([said.length, said[0], said.at(-2), said.at(-1)]).toEqual([2001, '1', '2000', 'after'])
      const activity = (await read('activity')).join('\n')
      expect(activity).toContain('The engine stopped during this attempt; the attempt is started again.')
      expect(activity).toMatch(/status FINISHED$/)
    } finally {
      await second.close()
      await rm(dataDir, { recursive: true, force: true, maxRetries: 3 })
    }
  },
)
