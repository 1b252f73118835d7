import type { WorkspaceService } from '../../src/api/workspace.ts'
import { type InstanceRow, settled } from '../../src/core/runs/instance.ts'
import type { Local } from '../../src/server/local.ts'
import { createWorkspace } from '../../src/server/workspace.ts'

/** The studio's own calls over what runs here, on a machine of which nothing is known. */
export const workspaceOf = (local: Local) =>
  createWorkspace({
    ...local,
    examples: '',
    environment: {
      version: '',
      dataDir: '',
      gateway: local.gateway,
      speed: 1,
      python: { found: false },
      awsCli: { found: false },
      tools: {},
    },
  })

/** The instances of a run once all of them are over. */
export async function over(
  workspace: Pick<WorkspaceService, 'ListInstances'>,
  pipelineId: string,
  scheduledStart: number,
): Promise<readonly InstanceRow[]> {
  for (;;) {
    const { instances } = await workspace.ListInstances({ pipelineId, scheduledStart })
    if (instances.length > 0 && instances.every(one => settled(one.status))) return instances
    await new Promise(wake => setTimeout(wake, 50))
  }
}
