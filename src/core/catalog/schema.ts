/** What a type of object and a slot of it can say. The whole product reads types through these shapes. */

import type { LimitName } from './limits.ts'

export const allFamilies = [
  'default',
  'activity',
  'dataNode',
  'resource',
  'precondition',
  'database',
  'dataFormat',
  'action',
  'schedule',
  'config',
  'utility',
] as const

export type Family = (typeof allFamilies)[number]

/** How a slot's value is written and edited. */
export type SlotKind =
  | 'text'
  | 'script'
  | 's3'
  | 'instanceType'
  | 'secret'
  | 'integer'
  | 'double'
  | 'flag'
  | 'period'
  | 'dateTime'
  | 'choice'
  | 'ref'

/**
 * Which way a reference runs on the canvas: `in` and `out` carry data, `after` orders, `on` names the machine,
 * `when` a precondition, `schedule` a schedule, `then` an action, `uses` a part without a life of its own.
 */
export const allFlows = ['in', 'out', 'after', 'on', 'when', 'schedule', 'then', 'uses', 'inherits'] as const

export type Flow = (typeof allFlows)[number]

/** What an account of AWS has by name or id, and a field may name. */
export const accountKinds = [
  'dynamodbTable',
  'rdsInstance',
  'redshiftCluster',
  'snsTopic',
  'iamRole',
  'instanceProfile',
  'keyPair',
  'subnet',
  'securityGroupId',
  'securityGroupName',
] as const

export type AccountKind = (typeof accountKinds)[number]

export interface Slot {
  readonly kind: SlotKind
  /** One sentence, in our words, for forms and hover. */
  readonly help: string
  readonly many?: boolean
  readonly required?: boolean
  /** Types a reference may point to; `*` for any. Only on `ref`. */
  readonly to?: readonly string[]
  readonly flow?: Flow
  /** Allowed words, compared without regard to case. Only on `choice`. */
  readonly options?: readonly string[]
  /** The service was seen to take other words than these as well. */
  readonly lenient?: boolean
  readonly default?: string
  readonly min?: number
  readonly max?: number
  /** Shortest and longest period, such as `15 minutes`. Only on `period`. */
  readonly minPeriod?: string
  readonly maxPeriod?: string
  /** The unit of a number written without one. Only on `period`. */
  readonly bareUnit?: 'hours'
  /** What a value must look like, as the source of a regular expression. */
  readonly pattern?: string
  readonly maxLength?: number
  /** What the address is of. Only on `s3`. */
  readonly names?: 'object' | 'folder'
  /** What of an account of AWS it names: a form can list those. */
  readonly account?: AccountKind
  /** The limit of the service that bounds it: how many values, how great a number, how short a period. */
  readonly limit?: LimitName
  /** Written by the service while it runs, never by an author. */
  readonly runtime?: boolean
  readonly deprecated?: string
}

export interface OneOf {
  readonly fields: readonly string[]
  readonly rule: 'exactlyOne' | 'atLeastOne'
}

export interface ObjectType {
  readonly name: string
  readonly family: Family
  /** One sentence, in our words. */
  readonly summary: string
  /** Slots in the order a form shows them. */
  readonly slots: Readonly<Record<string, Slot>>
  readonly oneOf: readonly OneOf[]
  /** The page of the developer guide that documents it. */
  readonly page?: string
  /** Who asks a precondition's question: the service itself, or the runner of the object that waits for it. */
  readonly evaluatedBy?: 'service' | 'runner'
  /** The type to use instead. */
  readonly deprecated?: string
}
