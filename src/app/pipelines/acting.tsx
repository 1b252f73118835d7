import Alert from '@cloudscape-design/components/alert'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { StudioService } from '../../api/client.ts'
import type { PipelineSummary } from '../../api/pipelines.ts'
import { useService } from '../data/service.ts'
import { tell } from '../ui/toasts.tsx'

export interface DialogProps {
  readonly about: readonly PipelineSummary[]
  /** Closes; `done` when something was really done. */
  readonly close: (done: boolean) => void
}

/** Does one thing to each pipeline, in turn; what failed is said in the dialog, which then stays. */
export function useAct(
  about: readonly PipelineSummary[],
  close: (done: boolean) => void,
  each: (service: StudioService, one: PipelineSummary) => Promise<unknown>,
) {
  const service = useService()
  const client = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (_: string) => {
      for (const one of about) await each(service, one)
    },
    onSuccess: (_, said) => {
      tell(said)
      close(true)
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['pipelines'] }),
  })
  return { act: mutate, busy: isPending, trouble: error && <Alert type="error">{error.message}</Alert> }
}

export const namesOf = (about: readonly PipelineSummary[]) =>
  about.length === 1 ? (about[0]?.name ?? '') : `${about.length} pipelines`
