import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useService } from '../data/service.ts'
import { tellTrouble } from '../ui/toasts.tsx'

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
