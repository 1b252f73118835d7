import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** The first releases that read AWS_ENDPOINT_URL, by major version (AWS CLI's changelogs of July 2023). */
const since: Readonly<Record<string, number>> = { 1: 29, 2: 13 }

/**
 * Whether an AWS CLI goes by AWS_ENDPOINT_URL: `aws-cli/2.9.19 Python/…` does not, and would ask AWS itself. Debian 12
 * brings that one. What does not tell its version is taken to be a new one.
 */
export function readsEndpoints(version: string): boolean {
  const [, major = '', minor = ''] = /^aws-cli\/(\d+)\.(\d+)\./.exec(version) ?? []
  return major === '' || Number(minor) >= (since[major] ?? 0)
}

/** A script that calls an older AWS CLI so that it goes by these variables all the same; an option of the caller's wins. */
export const toldByOption = (program: string): string => `#!/bin/sh
service=$(printf %s "$1" | tr a-z- A-Z_)
case $service in S3API) service=S3 ;; *[!A-Z0-9_]* | '') service=NONE ;; esac
eval "url=\\\${AWS_ENDPOINT_URL_$service:-$AWS_ENDPOINT_URL}"
exec ${program} \${url:+--endpoint-url "$url"} "$@"
`

const told = new Map<string, Promise<string>>()

/** What an AWS CLI says of its version, asked once; nothing where it does not answer within ten seconds. */
export function versionOf(program: string): Promise<string> {
  const known = told.get(program) ?? ask(program)
  told.set(program, known)
  return known
}

async function ask(program: string): Promise<string> {
  try {
    const { stdout, stderr } = await execute(program, ['--version'], { timeout: 10_000 })
    return (stdout || stderr).trim()
  } catch {
    return ''
  }
}
