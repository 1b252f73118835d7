import { createHash } from 'node:crypto'
import { join } from 'node:path'

/** What the runner writes for an attempt, and what each file is called in the store. */
export const logNames = { stdout: 'StdOutput', stderr: 'StdError', activity: 'Activity.log' } as const

/** Address, instead of an `s3://` one, of the logs of a pipeline that names no place for them. */
export const localPrefix = 'local:'

/** What an attempt's folder says of itself, in `attempt.json`; without one its logs stay in the folder. */
export interface AttemptNote {
  /** Prefix of the addresses that its logs have or will have. */
  readonly prefix: string
  /** Whether the attempt is over and the store refused its logs, so that they lie here as they were written. */
  readonly over: boolean
}

/** Where the folder of an attempt that is over keeps a log: packed, or as it was written. */
export const packedLog = (folder: string, name: string) => join(folder, 'kept', `${name}.gz`)
export const plainLog = (folder: string, name: string) => join(folder, `${name}.kept`)

/** The folder of an attempt in the data directory: readable, and safe whatever the ids hold. */
export function attemptFolder(dataDir: string, pipelineId: string, attemptId: string): string {
  const hash = createHash('sha256').update(`${pipelineId}\n${attemptId}`).digest('hex').slice(0, 12)
  const readable = `${pipelineId}-${attemptId}`.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 120)
  return join(dataDir, 'attempts', `${readable}-${hash}`)
}

/** `s3://…/<pipelineId>/<componentId>/<instanceId>/<attemptId>/`, the layout the service uses. */
export function logPrefix(
  logUri: string | undefined,
  ids: { pipelineId: string; componentId: string; instanceId: string; attemptId: string },
): string {
  if (!logUri) return localPrefix
  return `${logUri.replace(/\/+$/, '')}/${ids.pipelineId}/${ids.componentId}/${ids.instanceId}/${ids.attemptId}/`
}
