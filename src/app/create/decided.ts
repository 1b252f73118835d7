import type { Given } from '../parameters/values.ts'
import { type Choices, type choicesFound, defaultRoles, type Roles } from './choices.ts'
import { type ScheduleChoice, scheduleProblem } from './schedule-choice.ts'

/** What was decided besides the text, by what it was decided for: another text begins anew. */
export interface Decided {
  readonly of: string
  readonly schedule?: ScheduleChoice
  readonly logs?: { readonly on: boolean; readonly uri: string }
  readonly roles?: { readonly custom: boolean; readonly roles: Roles }
  readonly given: Given
}

/** The decisions as the cards show them: what was decided, else what the text says, else what is usual. */
export interface Settled {
  readonly schedule: ScheduleChoice | undefined
  readonly logs: { readonly on: boolean; readonly uri: string }
  readonly roles: { readonly custom: boolean; readonly roles: Roles }
  /** Why the place for logs cannot be. */
  readonly logsProblem: string | undefined
  /** What is to be put into the text. An imported one keeps what nobody decided otherwise. */
  readonly choices: Choices
  /** What is still wrong with all this, in sentences. */
  readonly problems: readonly string[]
}

/** `from` is where the text comes from: a template asks for logs, and ours have a schedule of their own. */
export function settle(from: string, found: ReturnType<typeof choicesFound> | undefined, decided: Decided): Settled {
  const own = from === 'template' || from === 'blank'
  const schedule =
    decided.schedule ??
    (found && 'choice' in found.schedule ? found.schedule.choice : own ? { kind: 'once' } : undefined)
  const logs = decided.logs ?? { on: from === 'template' || (found?.logUri ?? '') !== '', uri: found?.logUri ?? '' }
  const roles = decided.roles ?? {
    custom:
      found !== undefined &&
      (found.roles.role !== defaultRoles.role || found.roles.resourceRole !== defaultRoles.resourceRole),
    roles: found?.roles ?? defaultRoles,
  }
  const logsProblem = problemOfLogs(logs)
  const nameless = decided.roles?.custom && Object.values(roles.roles).some(role => role.trim() === '')
  const problems = !found
    ? []
    : [
        schedule && scheduleProblem(schedule),
        own || decided.logs ? logsProblem : undefined,
        nameless ? 'Name both roles.' : undefined,
      ]
  return {
    schedule,
    logs,
    roles,
    logsProblem,
    choices: {
      values: decided.given,
      ...((own || decided.schedule) && schedule && { schedule }),
      ...((own || decided.logs) && { logUri: logs.on ? logs.uri : '' }),
      ...(decided.roles && { roles: roles.roles }),
    },
    problems: problems.filter(problem => problem !== undefined),
  }
}

function problemOfLogs({ on, uri }: Settled['logs']): string | undefined {
  if (!on || /^(s3:\/\/[^/]|#\{)/.test(uri)) return undefined
  return uri === '' ? 'Say where logs go, or disable logging.' : 'A location in S3 begins with s3:// and a bucket.'
}
