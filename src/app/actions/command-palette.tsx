import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { pipelinesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { type Action, moreActions, offeredActions } from '../state/actions.ts'
import { Picker } from '../ui/picker.tsx'
import { findActions, kinds } from './find-actions.ts'
import { recentActions, rememberAction } from './recent.ts'

/** Everything one can do here, found by a few letters: actions, types to add, objects and pipelines to go to. */
export function CommandPalette({ close }: { readonly close: () => void }) {
  const pipelines = usePipelineActions()
  const find = useMemo(() => {
    const offered = offeredActions().filter(one => !one.keysOnly && one.applies?.() !== false)
    const all = [...offered, ...moreActions(), ...pipelines]
    const recent = recentActions()
    return (words: string) => findActions(words, all, recent)
  }, [pipelines])
  return (
    <Picker
      title="What do you want to do?"
      placeholder="What do you want to do?"
      nothing="Nothing here is called so. Fewer letters find more."
      find={find}
      close={close}
      pick={({ action }) => {
        rememberAction(action.id)
        action.run()
      }}
      foot={kinds.map(({ sign, word }) => (
        <span key={sign}>
          <b>{sign}</b> {word}
        </span>
      ))}
    />
  )
}

/** One for each pipeline: to open its designer. */
function usePipelineActions(): readonly Action[] {
  const { data } = useQuery(pipelinesQuery(useService()))
  const navigate = useNavigate()
  return useMemo(
    () =>
      (data ?? []).map(
        ({ id, name }): Action => ({
          id: `open/${id}`,
          label: name,
          about: `Open the pipeline ${id}`,
          group: 'Pipelines',
          run: () => void navigate({ to: '/pipelines/$pipelineId/design', params: { pipelineId: id } }),
        }),
      ),
    [data, navigate],
  )
}
