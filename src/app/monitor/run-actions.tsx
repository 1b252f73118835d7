import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { InstanceRow, Status } from '../../core/runs/instance.ts'
import { useService } from '../data/service.ts'
import { Dialog } from '../ui/dialog.tsx'
import { StatusMark } from '../ui/status.tsx'
import { tell, tellTrouble } from '../ui/toasts.tsx'

/** Something to be done to instances, with what to tell before and after. */
export interface Intent {
  readonly status: 'RERUN' | 'TRY_CANCEL' | 'MARK_FINISHED'
  readonly title: string
  readonly button: string
  readonly targets: readonly InstanceRow[]
  /** What will happen, a sentence each. */
  readonly effects: readonly string[]
}

const n = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`

export const rerun = (one: InstanceRow): Intent => ({
  status: 'RERUN',
  title: `Rerun ${one.name}?`,
  button: 'Rerun',
  targets: [one],
  effects: [
    'It gets a new attempt and a fresh count of tries; the attempts so far stay in its history.',
    ...(one.resourceInstance === undefined
      ? []
      : ['Its machine is started again if it is gone, and costs what it costs.']),
    'What failed because of it runs again by itself once it is finished, where its failureAndRerunMode is cascade.',
    ...(one.status === 'CASCADE_FAILED'
      ? ['It failed because something before it failed: unless that is rerun too, it fails again at once.']
      : []),
  ],
})

export const rerunFrom = (one: InstanceRow, dependents: readonly InstanceRow[]): Intent => ({
  status: 'RERUN',
  title: `Rerun ${one.name} and what depends on it?`,
  button: `Rerun ${n(dependents.length + 1, 'object')}`,
  targets: [one, ...dependents],
  effects: [
    'All of these run again in their order, those that had finished as well; what they write is written again.',
    'Attempts so far stay in the history.',
  ],
})

export const rerunFailed = (origins: readonly InstanceRow[], cascaded: readonly InstanceRow[]): Intent => ({
  status: 'RERUN',
  title: 'Rerun from the failed step?',
  button: `Rerun ${n(origins.length + cascaded.length, 'object')}`,
  targets: [...origins, ...cascaded],
  effects: [
    `${n(origins.length, 'object')} that failed ${origins.length === 1 ? 'runs' : 'run'} again with a fresh count of tries.`,
    ...(cascaded.length > 0
      ? [
          `${n(cascaded.length, 'object')} that never ran because of it ${cascaded.length === 1 ? 'follows' : 'follow'} in order.`,
        ]
      : []),
    'What had finished is not run again.',
  ],
})

export const cancel = (targets: readonly InstanceRow[], title: string): Intent => ({
  status: 'TRY_CANCEL',
  title,
  button: 'Cancel it',
  targets,
  effects: [
    'What runs is ended with all its processes; what waits will not start. Both end as CANCELED.',
    'What depends on it fails with it where its failureAndRerunMode is cascade, else it waits on.',
  ],
})

/** What has begun cannot be said to be done: the engine takes no notice of it. */
export const canBeMarked = ({ status }: Pick<InstanceRow, 'status'>): boolean =>
  !(['FINISHED', 'RUNNING', 'CREATING', 'SHUTTING_DOWN'] as readonly Status[]).includes(status)

export const markFinished = (one: InstanceRow): Intent => ({
  status: 'MARK_FINISHED',
  title: `Mark ${one.name} as finished?`,
  button: 'Mark as finished',
  targets: [one],
  effects: [
    'It counts as done although it was not run to its end; nothing checks its output.',
    'What waits for it goes on.',
  ],
})

const namesOf = (targets: readonly InstanceRow[]): string => {
  const first = targets.slice(0, 3).map(one => one.name)
  return targets.length > 4
    ? `${first.join(', ')} and ${targets.length - 3} more`
    : targets.map(one => one.name).join(', ')
}

interface ConfirmProps {
  readonly intent: Intent | undefined
  readonly onClose: () => void
}

/** Says what will happen to what, and does it when told so. */
export function Confirm({ intent, onClose }: ConfirmProps) {
  const service = useService()
  const client = useQueryClient()
  const act = useMutation({
    mutationFn: async ({ status, targets }: Intent) => {
      for (const [pipelineId, group] of Map.groupBy(targets, one => one.pipelineId))
        await service.SetStatus({ pipelineId, objectIds: group.map(one => one.id), status })
    },
    onSuccess: (_, done) => {
      tell(`${done.button}: asked for ${namesOf(done.targets)}`)
      void client.invalidateQueries({ queryKey: ['runs'] })
      onClose()
    },
    onError: (error, failed) => tellTrouble(failed.title)(error),
  })
  return (
    <Dialog
      visible={intent !== undefined}
      close={onClose}
      header={intent?.title}
      leave="Leave it"
      actions={
        <Button variant="primary" loading={act.isPending} onClick={() => intent && act.mutate(intent)}>
          {intent?.button}
        </Button>
      }
    >
      {intent && (
        <SpaceBetween size="s">
          <ul className="pw-run-effects">
            {intent.effects.map(effect => (
              <li key={effect}>{effect}</li>
            ))}
          </ul>
          <div className="pw-run-targets">
            {intent.targets.map(one => (
              <div key={one.id}>
                <StatusMark status={one.status} /> {one.name}
              </div>
            ))}
          </div>
        </SpaceBetween>
      )}
    </Dialog>
  )
}
