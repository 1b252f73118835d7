import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { StudioService } from '../../api/client.ts'
import type { WorkspaceCalls } from '../../api/workspace.ts'
import { readDefinition } from '../../core/formats/index.ts'
import { toWire } from '../../core/formats/wire.ts'

export type Values = Readonly<Record<string, string | readonly string[]>>

/** What activation of the draft would start. Asked anew whenever the draft, the pipeline or its runs change. */
export const previewQuery = (service: StudioService, input: WorkspaceCalls['PreviewActivation']['in']) =>
  queryOptions({
    queryKey: ['previews', input.pipelineId, input],
    queryFn: ({ signal }) => service.PreviewActivation(input, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

/**
 * Puts the draft as the definition and activates it, going on where it was, or `from` a time in UTC milliseconds.
 * Fails with the service's own words.
 */
export async function activateDraft(
  service: StudioService,
  pipelineId: string,
  { values = {}, from }: { readonly values?: Values; readonly from?: number } = {},
): Promise<void> {
  const { definition } = readDefinition((await service.GetDraft({ pipelineId })).text)
  const verdict = await service.PutPipelineDefinition({ pipelineId, ...toWire(definition) })
  if (verdict.errored) {
    const said = verdict.validationErrors.flatMap(one => (one as { errors?: string[] }).errors ?? [])
    throw new Error(said.slice(0, 3).join(' '))
  }
  const parameterValues = Object.entries(values).flatMap(([id, value]) =>
    [value].flat().map(stringValue => ({ id, stringValue })),
  )
  await service.ActivatePipeline({
    pipelineId,
    ...(parameterValues.length > 0 && { parameterValues }),
    // The wire counts in seconds.
    ...(from !== undefined && { startTimestamp: from / 1000 }),
  })
}
