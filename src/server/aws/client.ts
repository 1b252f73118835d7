import { DataPipelineClient } from '@aws-sdk/client-data-pipeline'
import { fromEnv, fromIni } from '@aws-sdk/credential-providers'
import type { ConnectionChoice } from '../../api/connections.ts'

/** The id of the connection that takes its keys from the server's environment. */
export const environmentId = 'environment'
const profilePrefix = 'profile:'

export const profileId = (name: string): string => `${profilePrefix}${name}`

/** The profile that a connection stands for; undefined for the environment. */
export const profileOf = ({ id }: ConnectionChoice): string | undefined =>
  id.startsWith(profilePrefix) ? id.slice(profilePrefix.length) : undefined

/** The credentials of a connection; they stay in this process. */
export function credentialsOf(choice: ConnectionChoice) {
  const profile = profileOf(choice)
  return {
    region: choice.region,
    credentials: profile === undefined ? fromEnv() : fromIni({ profile }),
    ...(profile !== undefined && { profile }),
  }
}

/** A client with the credentials of a connection. It is the caller's to end. */
export const clientFor = (choice: ConnectionChoice): DataPipelineClient =>
  new DataPipelineClient({
    ...credentialsOf(choice),
    ...(choice.endpoint && { endpoint: choice.endpoint }),
    // The service allows one call of a kind a second: the SDK waits longer after each refusal.
    maxAttempts: 5,
  })
