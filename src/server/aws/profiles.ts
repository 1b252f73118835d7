import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** A profile of the AWS CLI on this machine: its name, region and endpoint; its keys are never read here. */
export interface Profile {
  readonly name: string
  readonly region?: string
  readonly endpoint?: string
  /** Where its credentials come from, in a few words. */
  readonly credentials: string
}

/**
 * The profiles in the AWS CLI's two files, in their order. Source: AWS CLI user guide, configuration and credential
 * file settings: a section `[profile x]` in the one, `[x]` in the other; `AWS_CONFIG_FILE` and
 * `AWS_SHARED_CREDENTIALS_FILE` name other files.
 */
export async function readProfiles(environment: NodeJS.ProcessEnv = process.env): Promise<readonly Profile[]> {
  const home = join(environment.HOME ?? homedir(), '.aws')
  const [config, credentials] = await Promise.all([
    sectionsOf(environment.AWS_CONFIG_FILE ?? join(home, 'config')),
    sectionsOf(environment.AWS_SHARED_CREDENTIALS_FILE ?? join(home, 'credentials')),
  ])
  const profiles = new Map<string, Profile>()
  for (const [title, settings] of config) {
    const name = title === 'default' ? title : /^profile\s+(.+)$/.exec(title)?.[1]
    if (name === undefined) continue
    const { region, services, endpoint_url: usual } = settings
    const endpoint = config.get(`services ${services}`)?.['data_pipeline.endpoint_url'] || usual
    profiles.set(name, {
      name,
      credentials: sourceOf(settings),
      ...(region && { region }),
      ...(endpoint && { endpoint }),
    })
  }
  for (const [name] of credentials)
    profiles.set(name, { ...(profiles.get(name) ?? { name }), credentials: 'keys in the credentials file' })
  return [...profiles.values()]
}

/** Whether the environment itself holds credentials. */
export const hasEnvironmentKeys = (environment: NodeJS.ProcessEnv = process.env): boolean =>
  Boolean(environment.AWS_ACCESS_KEY_ID && environment.AWS_SECRET_ACCESS_KEY)

function sourceOf(settings: Readonly<Record<string, string>>): string {
  const found = sources.find(([key]) => key in settings)
  return found ? found[1] : 'no credentials of its own'
}

const sources = [
  ['sso_session', 'IAM Identity Center'],
  ['sso_start_url', 'IAM Identity Center'],
  ['role_arn', 'a role it assumes'],
  ['credential_process', 'a program that hands them out'],
  ['web_identity_token_file', 'a web identity'],
  ['aws_access_key_id', 'keys in the config file'],
] as const

/** Settings whose values are told; of all others only that they are there. */
const told: ReadonlySet<string> = new Set(['region', 'services', 'endpoint_url', 'data_pipeline.endpoint_url'])

/**
 * Sections of an INI file with the settings that tell where credentials are from; a missing file has none. A setting
 * that is indented belongs to the one above it, as `data_pipeline.endpoint_url` of a section of services.
 */
async function sectionsOf(path: string): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const sections = new Map<string, Record<string, string>>()
  let now: Record<string, string> | undefined
  let above = ''
  for (const line of text.split(/\r?\n/)) {
    const title = /^\s*\[([^\]]+)\]/.exec(line)?.[1]?.trim().replaceAll('"', '')
    if (title !== undefined) {
      now = sections.get(title) ?? {}
      sections.set(title, now)
      continue
    }
    const [, indent, word, value = ''] = /^(\s*)([a-z_]+)\s*=\s*(.*?)\s*$/i.exec(line) ?? []
    if (!now || word === undefined) continue
    const key = indent ? `${above}.${word}` : word
    if (!indent) above = word
    now[key] = told.has(key) ? value : ''
  }
  return sections
}
