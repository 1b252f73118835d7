import { type ReactNode, useMemo } from 'react'
import type { Definition } from '../../core/definition/model.ts'
import type { Roles } from './choices.ts'
import type { ScheduleChoice, ScheduleFound } from './schedule-choice.ts'
import { scheduleWords } from './schedule-words.ts'

interface SummaryProps {
  readonly name: string
  readonly definition: Definition | undefined
  readonly schedule: ScheduleChoice | undefined
  readonly found: ScheduleFound | undefined
  readonly logs: { readonly on: boolean; readonly uri: string }
  readonly roles: Roles
  readonly tags: number
  readonly problems: readonly string[]
  readonly actions: ReactNode
}

/** What will be made, what is still missing, and what to do next. */
export function Summary({ name, definition, schedule, found, logs, roles, tags, problems, actions }: SummaryProps) {
  const counts = useMemo(
    () =>
      definition &&
      `${definition.objects.length === 1 ? '1 object' : `${definition.objects.length} objects`}, ${definition.parameters.length === 1 ? '1 parameter' : `${definition.parameters.length} parameters`}`,
    [definition],
  )
  return (
    <aside className="pw-panel pw-create-summary" aria-label="What will be made">
      <header>
        <h2 className="pw-cut">{name.trim() || 'A pipeline without a name'}</h2>
      </header>
      <div className="pw-panel-body">
        {definition && definition.objects.length > 0 && (
          <dl>
            <dt>Definition</dt>
            <dd>{counts}</dd>
            <dt>Runs</dt>
            <dd>{found && 'beyond' in found ? 'as the definition says' : scheduleWords(schedule)}</dd>
            <dt>Logs</dt>
            <dd>{logs.on ? logs.uri || 'no location yet' : 'none'}</dd>
            <dt>Roles</dt>
            <dd>{roles.role || 'none named'}</dd>
            <dt>Tags</dt>
            <dd>{tags === 0 ? 'none' : tags}</dd>
          </dl>
        )}
        {problems.length > 0 && (
          <ul className="pw-create-problems" aria-label="Still missing">
            {problems.map(problem => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
        <div className="pw-create-actions">{actions}</div>
        <p className="pw-note">Activate goes on to the launch page: values, commands and cost, then the start.</p>
      </div>
    </aside>
  )
}
