import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useService } from '../data/service.ts'
import { tell, tellTrouble } from '../ui/toasts.tsx'

/** Makes a pipeline of an example and goes to where it is launched. */
export function useCreateFromExample() {
  const service = useService()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { mutate, isPending } = useMutation({
    mutationFn: (input: { name: string; as?: string }) => service.CreateFromExample(input),
    onSuccess: ({ pipelineId }) => {
      void client.invalidateQueries({ queryKey: ['pipelines'] })
      void navigate({ to: '/pipelines/$pipelineId/launch', params: { pipelineId } })
    },
    onError: tellTrouble('The example could not be created'),
  })
  return { make: (name: string, as?: string) => mutate(as ? { name, as } : { name }), busy: isPending }
}

/** Makes a pipeline of a text and opens it in the designer. Nothing runs. */
export function useCreateFromText() {
  const service = useService()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { mutate, isPending } = useMutation({
    mutationFn: (input: { name: string; text: string; description?: string }) => service.ImportPipeline(input),
    onSuccess: ({ pipelineId, notes }, { name }) => {
      void client.invalidateQueries({ queryKey: ['pipelines'] })
      tell([`${name} was created; nothing runs until you launch it.`, ...notes].join(' '))
      void navigate({ to: '/pipelines/$pipelineId/design', params: { pipelineId } })
    },
    onError: tellTrouble('The pipeline could not be created'),
  })
  return { make: mutate, busy: isPending }
}
