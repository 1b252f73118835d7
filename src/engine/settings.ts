import { type Limits, limits, serviceLimits } from '../core/catalog/limits.ts'

/** What whoever starts an engine may choose. */
export interface EngineSettings {
  /** Activities that this machine works on at a time; may change while the engine runs. */
  readonly concurrency: number
  /** Name of this machine, on attempts. */
  readonly hostname: string
  readonly accountId: string
  readonly userId: string
  /** Refuses a first activation whose schedule began more than a day ago, as the service does. */
  readonly refuseOldStarts: boolean
  /** Objects in one definition. AWS begins at 100 and raises it for an account that asks. */
  readonly mostObjects: number
  /**
   * Least time between the making of two instances of one object by their schedule, in milliseconds. The service has 5
   * minutes; 0 makes up for a past as fast as it can.
   */
  readonly instanceSpacing: () => number
  /** The limits that hold now; they may change while the engine runs. */
  readonly limits: () => Limits
}

export const usualSettings: EngineSettings = {
  concurrency: 4,
  hostname: 'localhost',
  accountId: '000000000000',
  userId: 'pipewright',
  refuseOldStarts: true,
  mostObjects: 2_000,
  instanceSpacing: () => 0,
  limits: () => serviceLimits,
}

/** The usual settings with an engine's own in their place; one that is a getter is read anew each time. */
export const settingsWith = (own: Partial<EngineSettings> = {}): EngineSettings =>
  Object.defineProperties({ ...usualSettings }, Object.getOwnPropertyDescriptors(own))

/** Objects that are taken in one definition: more than usual where an account's limit was raised beyond that. */
export const mostObjectsOf = ({ mostObjects, limits: own }: EngineSettings): number =>
  own().objects > limits.objects.value ? Math.max(mostObjects, own().objects) : mostObjects
