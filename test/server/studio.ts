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
