import type { AccountName, AccountNames, Connection, ConnectionChoice, RemotePipeline } from '../api/connections.ts'
import { Fault } from '../api/faults.ts'
import type { AccountKind } from '../core/catalog/schema.ts'
import type { Definition } from '../core/definition/model.ts'
import { fromWire } from '../core/formats/wire.ts'
import { listings } from './account/listings.ts'
import { clientFor, credentialsOf, environmentId, profileId, profileOf } from './aws/client.ts'
import { attemptOperations, type RemoteService, readOperations, remoteService } from './aws/data-pipeline.ts'
import { hasEnvironmentKeys, readProfiles } from './aws/profiles.ts'
import { faultFrom } from './aws/trouble.ts'

/** The IAM actions that looking at another account's pipelines takes. */
export const neededActions: readonly string[] = readOperations.map(name => `datapipeline:${name}`)

/** Those that looking at its attempts takes besides. */
export const attemptActions: readonly string[] = attemptOperations.map(name => `datapipeline:${name}`)

/** What this machine can connect with: its AWS profiles, and keys in the server's environment. Names only. */
export async function listConnections(environment: NodeJS.ProcessEnv = process.env): Promise<Connection[]> {
  const profiles = await readProfiles(environment)
  const region = environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION
  return [
    ...profiles.map(({ name, credentials, region: own = region, endpoint }) => ({
      id: profileId(name),
      title: `Profile ${name}`,
      about: credentials,
      ...(own && { region: own }),
      ...(endpoint && { endpoint }),
    })),
    ...(hasEnvironmentKeys(environment)
      ? [
          {
            id: environmentId,
            title: 'Environment',
            about: 'keys in the environment of the server',
            ...(region && { region }),
          },
        ]
      : []),
  ]
}

/** Does some work with the service behind a connection, and hangs up. */
export async function withConnection<T>(
  choice: ConnectionChoice,
  work: (service: RemoteService, title: string) => Promise<T>,
): Promise<T> {
  const title = await titleOf(choice)
  const client = clientFor(choice)
  try {
    return await work(remoteService(client, title), title)
  } finally {
    client.destroy()
  }
}

/** What an account has of one kind, page after page, by name; it ends at a limit that the answer then names. */
export async function accountNames(
  choice: ConnectionChoice,
  kind: AccountKind,
  signal?: AbortSignal,
  mostListed = 5_000,
): Promise<AccountNames> {
  const title = await titleOf(choice)
  const { service, operation, load } = listings[kind]
  const names: AccountName[] = []
  try {
    // A person waits for the answer, so the SDK tries no oftener than it does by itself.
    const pages = await load()
    for await (const page of pages({ ...credentialsOf(choice), maxAttempts: 3 })) {
      names.push(...page)
      if (names.length > mostListed || signal?.aborted) break
    }
  } catch (error) {
    throw faultFrom(error, operation, title, service)
  }
  const listed = names.slice(0, mostListed).sort((a, b) => calledOf(a).localeCompare(calledOf(b)))
  return { action: `${service}:${operation}`, names: listed, ...(names.length > mostListed && { mostListed }) }
}

const calledOf = ({ name, title = name }: AccountName) => title

/** How sentences speak of a connection. Fails with NotFound where this machine has none of that id. */
async function titleOf(choice: ConnectionChoice): Promise<string> {
  const known = await listConnections()
  const connection = known.find(one => one.id === choice.id)
  if (connection) return `${connection.title} in ${choice.region}`
  const names = known.map(one => one.title).join(', ') || 'none'
  throw new Fault(
    'NotFound',
    `There is no connection ${profileOf(choice) ?? choice.id} on this machine; it has: ${names}.`,
  )
}

/** All pipelines that a connection shows, by name, page by page, described 25 at a time as the service allows. */
export async function remotePipelines(service: RemoteService, signal?: AbortSignal): Promise<RemotePipeline[]> {
  const ids: string[] = []
  for (let marker: string | undefined; ; ) {
    const page = await service.ListPipelines(marker === undefined ? {} : { marker }, signal)
    ids.push(...page.pipelineIdList.map(one => one.id))
    if (!page.hasMoreResults || !page.marker) break
    marker = page.marker
  }
  return (await describe(service, ids, signal)).sort((a, b) => a.name.localeCompare(b.name))
}

/** Some pipelines with their descriptions and tags. */
export async function describe(
  service: RemoteService,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<RemotePipeline[]> {
  const found: RemotePipeline[] = []
  for (let at = 0; at < ids.length; at += mostDescribed) {
    const answer = await service.DescribePipelines({ pipelineIds: ids.slice(at, at + mostDescribed) }, signal)
    for (const { pipelineId, name, description, tags = [], fields } of answer.pipelineDescriptionList) {
      const state = fields.find(field => field.key === '@pipelineState')?.stringValue
      found.push({ id: pipelineId, name, tags, ...(description && { description }), ...(state && { state }) })
    }
  }
  return found
}

/** The latest definition of a pipeline. */
export const remoteDefinition = async (
  service: RemoteService,
  pipelineId: string,
  signal?: AbortSignal,
): Promise<Definition> => fromWire(await service.GetPipelineDefinition({ pipelineId }, signal))

/** How many pipelines one call describes. Source: API reference, DescribePipelines. */
const mostDescribed = 25
