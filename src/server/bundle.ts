import type { WorkspaceService } from '../api/workspace.ts'
import { maskSecrets } from '../core/formats/mask.ts'
import { withoutSecrets } from '../core/formats/secrets.ts'

type Asked = Pick<
  WorkspaceService,
  'ListPipelineSummaries' | 'GetDraft' | 'ListRuns' | 'ListInstances' | 'ListAttempts' | 'GetVersion'
>

/**
 * All that is kept of a pipeline, as one JSON text: its draft, the versions that ran, runs, instances and attempts.
 * Logs and data stay in storage. Secrets are left out; what stood there is named.
 */
export async function bundleOf(ask: Asked, pipelineId: string, now: number): Promise<string> {
  const [{ pipelines }, draft, { runs }, { instances }, { attempts }] = await Promise.all([
    ask.ListPipelineSummaries({}),
    ask.GetDraft({ pipelineId }),
    ask.ListRuns({ pipelineId }),
    ask.ListInstances({ pipelineId }),
    ask.ListAttempts({ pipelineId }),
  ])
  const numbers = [...new Set(instances.map(one => one.version))].toSorted((a, b) => a - b)
  const versions = await Promise.all(
    numbers.map(async version => {
      const { definition, ...rest } = await ask.GetVersion({ pipelineId, version })
      return { ...rest, definition: withoutSecrets(definition, standIn).definition }
    }),
  )
  return `${JSON.stringify(
    {
      bundle: 'pipewright/1',
      savedAt: new Date(now).toISOString(),
      pipeline: pipelines.find(one => one.id === pipelineId),
      draft: maskSecrets(draft.text).text,
      versions,
      runs,
      instances,
      attempts,
    },
    undefined,
    2,
  )}\n`
}

/** What stands in place of a secret in a version; in the draft it is stars. */
const standIn = (name: string) => `<secret ${name} was left out>`
