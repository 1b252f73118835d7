import { addObject, type Command, removeField, setField, setParameterValue } from '../../core/definition/commands.ts'
import { applyEdits } from '../../core/definition/edit.ts'
import type { Definition } from '../../core/definition/model.ts'
import { objectById, ownValue } from '../../core/definition/query.ts'
import { read } from '../../core/definition/text.ts'
import type { Given } from '../parameters/values.ts'
import { type ScheduleChoice, type ScheduleFound, scheduleCommands, scheduleFound } from './schedule-choice.ts'

/** What one decides of a pipeline besides its objects. What is undefined stays as the text says it. */
export interface Choices {
  readonly schedule?: ScheduleChoice | undefined
  /** Where logs go in S3; empty for nowhere. */
  readonly logUri?: string | undefined
  readonly roles?: Roles | undefined
  /** Values of parameters, by id without the star of a secret one. */
  readonly values: Given
}

export interface Roles {
  readonly role: string
  readonly resourceRole: string
}

/** The roles that the service's own tools make and suggest. Source: developer guide, IAM roles. */
export const defaultRoles: Roles = { role: 'DataPipelineDefaultRole', resourceRole: 'DataPipelineDefaultResourceRole' }

/** What a definition says of all this already. */
export function choicesFound(definition: Definition): {
  readonly schedule: ScheduleFound
  readonly logUri: string
  readonly roles: Roles
} {
  const root = objectById(definition, 'Default')
  const said = (key: string) => (root && ownValue(root, key)) ?? ''
  return {
    schedule: scheduleFound(definition),
    logUri: said('pipelineLogUri'),
    roles: { role: said('role'), resourceRole: said('resourceRole') },
  }
}

/** The text with the choices in it. What is chosen as it stands already changes nothing, to the character. */
export function withChoices(text: string, { schedule, logUri, roles, values }: Choices): string {
  if (!schedule && logUri === undefined && !roles && Object.keys(values).length === 0) return text
  const { definition } = read(text)
  const found = choicesFound(definition)
  const commands: Command[] = []
  const set = (key: string, value: string) =>
    commands.push(value === '' ? removeField('Default', key) : setField('Default', key, value))
  const changes =
    (schedule && !same(found.schedule, { choice: schedule })) ||
    (logUri !== undefined && logUri !== found.logUri) ||
    (roles && !same(roles, found.roles))
  if (changes && !objectById(definition, 'Default'))
    commands.push(addObject({ id: 'Default', name: 'Default', fields: [] }))
  if (logUri !== undefined && logUri !== found.logUri) set('pipelineLogUri', logUri)
  if (roles && roles.role !== found.roles.role) set('role', roles.role)
  if (roles && roles.resourceRole !== found.roles.resourceRole) set('resourceRole', roles.resourceRole)
  let now = applied(text, commands)
  if (schedule && !same(found.schedule, { choice: schedule }))
    now = applied(now, scheduleCommands(read(now).definition, schedule))
  return applied(now, valueCommands(definition, values))
}

const valueCommands = ({ parameters }: Definition, values: Given): readonly Command[] =>
  parameters.flatMap(({ id }) => {
    const list = values[id.replace(/^\*/, '')]
    return list === undefined ? [] : [setParameterValue(id, list.length === 1 ? list[0] : list)]
  })

/** The text after commands, one after the other. */
export const applied = (text: string, commands: readonly Command[]): string =>
  commands.reduce((now, command) => applyEdits(now, command.edits(read(now))), text)

const same = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))

const sorted = (value: unknown): unknown =>
  value && typeof value === 'object'
    ? Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, one]) => [key, sorted(one)])
    : value
