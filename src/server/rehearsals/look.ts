import { Fault } from '../../api/faults.ts'
import type { PipelineService } from '../../api/operations.ts'
import type { WorkspaceService } from '../../api/workspace.ts'
import { createEngine } from '../../engine/engine.ts'
import { idleHands } from '../../engine/simulation/actor.ts'
import { accrued, runsWithCosts } from '../costs.ts'
import { createHistory } from '../history.ts'
import { explain } from '../why.ts'
import { rehearsedStore } from './rebuilt.ts'

/** What can be asked of a rehearsal: the questions that screens ask of real runs. */
const questions = [
  'ListRuns',
  'ListInstances',
  'ListAttempts',
  'GetVersion',
  'ListNotices',
  'RunCost',
  'Why',
  'ListLogs',
  'DescribeObjects',
] as const
export type Question = (typeof questions)[number]

export const isQuestion = (name: string): name is Question => questions.some(one => one === name)

export interface Looker {
  /** The answer as JSON. */
  answer(name: Question, input: unknown): Promise<string>
  close(): void
}

type Answers = Pick<PipelineService & WorkspaceService, Question>

/** Opens a rehearsal to be looked at as it stood at its end, `now`. */
export function openLooker(file: string, now: number, region: string): Looker {
  const store = rehearsedStore(file)
  const never = () => () => {}
  const clock = { now: () => now, at: never, after: never }
  const history = createHistory(store)
  const engine = createEngine({ clock, store, hands: idleHands(clock), executors: [], random: () => 0 })
  const ListLogs: Answers['ListLogs'] = async () => ({
    logs: [],
    reason: 'Nothing really ran: what this attempt came to was read from the scenario, and nothing wrote a log.',
  })
  const answers: Answers = {
    ListInstances: history.ListInstances,
    ListAttempts: history.ListAttempts,
    GetVersion: history.GetVersion,
    ListNotices: history.ListNotices,
    ListRuns: runsWithCosts(
      history,
      () => now,
      () => region,
    ),
    RunCost: ({ pipelineId, scheduledStart }) => accrued(history, pipelineId, scheduledStart, now, region),
    Why: ({ pipelineId, instanceId }) =>
      explain({ ...history, ListLogs, ReadLog: noLog }, pipelineId, instanceId, now, 'rehearsed'),
    ListLogs,
    DescribeObjects: engine.service.DescribeObjects,
  }
  return {
    async answer(name, input) {
      return JSON.stringify(await answers[name](input as never))
    },
    close: () => store.close(),
  }
}

const noLog = async (): Promise<never> => {
  throw new Fault('NotFound', 'A rehearsal has no logs.')
}
