import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Tag } from '../../api/connections.ts'
import { useService } from '../data/service.ts'
import { tell, tellTrouble } from '../ui/toasts.tsx'

/** Where one goes once the pipeline is there. */
export type Next = 'launch' | 'design' | 'list'

export interface New {
  readonly name: string
  readonly description: string
  readonly tags: readonly Tag[]
  /** The text to keep, or the example to make it of. */
  readonly source: { readonly text: string } | { readonly example: string }
  readonly next: Next
}

/** Makes a pipeline and goes where one wants to be next. Nothing runs. */
export function useCreate() {
  const service = useService()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { mutate, isPending } = useMutation({
    mutationFn: async ({ name, description, tags, source }: New) => {
      if ('example' in source)
        return { ...(await service.CreateFromExample({ name: source.example, as: name })), notes: [] }
      return service.ImportPipeline({
        name,
        text: source.text,
        ...(description !== '' && { description }),
        ...(tags.length > 0 && { tags: [...tags] }),
      })
    },
    onSuccess: ({ pipelineId, notes }, { name, next }) => {
      void client.invalidateQueries({ queryKey: ['pipelines'] })
      tell([`${name} was created; nothing runs until you launch it.`, ...notes].join(' '))
      if (next === 'list') void navigate({ to: '/' })
      else
        void navigate({
          to: next === 'launch' ? '/pipelines/$pipelineId/launch' : '/pipelines/$pipelineId/design',
          params: { pipelineId },
        })
    },
    onError: tellTrouble('The pipeline could not be created'),
  })
  return { create: mutate, busy: isPending }
}
