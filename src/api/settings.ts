import type { LimitName } from '../core/catalog/limits.ts'

/** What holds for all who use one data directory. */
export interface StudioSettings {
  /** Limits of the service as the account has them; those left out are the service's own. */
  readonly limits: Readonly<Partial<Record<LimitName, number>>>
  /** IANA name of the zone that stands beside UTC, such as Europe/Berlin; that of the browser if left out. */
  readonly zone?: string
  /** Where a resource or bucket is that names no region: its prices count, and commands get it. us-east-1 if left out. */
  readonly region?: string
  /** A backfill of more instances than this must be confirmed. */
  readonly confirmInstances: number
  /** A backfill that will likely cost more USD than this must be confirmed. */
  readonly confirmUsd: number
  /** Versions that the local history keeps of a pipeline. */
  readonly mostVersions: number
  /** Address of an SNS-compatible endpoint that alarms are sent to; the server's AWS_ENDPOINT_URL_SNS if left out. */
  readonly snsEndpoint?: string
  /** AWS clients get the service's documented rates of each operation, and ThrottlingException beyond. */
  readonly serviceRates: boolean
  /** Schedules make an instance of one object every 5 minutes at most, as the service does, also when they catch up. */
  readonly instanceSpacing: boolean
  /** Activities that this machine works on at a time; the others wait for their turn. */
  readonly concurrency: number
  /** Rehearsals that are kept, of all pipelines. */
  readonly mostRehearsals: number
  /** Runs that ended this many days ago move into the archive; 0 is never. */
  readonly archiveAfterDays: number
}

/** The settings of a data directory in which nobody changed any. */
export const usualSettings: StudioSettings = {
  limits: {},
  confirmInstances: 25,
  confirmUsd: 10,
  mostVersions: 2_000,
  serviceRates: false,
  instanceSpacing: false,
  concurrency: 4,
  mostRehearsals: 20,
  archiveAfterDays: 90,
}
