import { accessSync, chmodSync, constants, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { helperFile } from './helpers.ts'
import { readsEndpoints, toldByOption, versionOf } from './machine-aws.ts'

/**
 * What a command may know of this machine. Everything else stays here, above all AWS_*: what a command reaches of AWS
 * is what the engine gives it.
 */
const passedOn: readonly RegExp[] = [
  /^(PATH|HOME|USER|LOGNAME|SHELL|TERM|TZ|LANG|LANGUAGE|LC_\w+)$/,
  /^(JAVA|SPARK|HADOOP|HIVE|PIG|CONDA|PYENV|VIRTUAL)_?(HOME|ROOT|PREFIX|ENV|CONF_DIR|VERSION)$/,
  /^(HTTPS?_PROXY|https?_proxy|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE)$/,
]

export interface CommandEnvironment {
  variables(): Promise<Record<string, string>>
  /** Whether a program is on the commands' path. */
  has(program: string): Promise<boolean>
}

/**
 * Variables of commands, with the small `aws`, and `python` for `python3`, on the path where the machine has none. An
 * AWS CLI too old to read AWS_ENDPOINT_URL is called through a script that tells it by its option.
 */
export function openCommandEnvironment(
  dataDir: string,
  awsEnvironment: () => Readonly<Record<string, string>>,
  from: NodeJS.ProcessEnv = process.env,
): CommandEnvironment {
  const own = join(dataDir, 'bin')
  const path = from.PATH ?? '/usr/local/bin:/usr/bin:/bin'
  const front = join(own, 'first')
  const paths = `${front}${delimiter}${path}${delimiter}${own}`
  placePrograms(own, path)
  const placed = placeInFront(front, path)
  // Whoever asks for the variables hears of it; nobody may ask before the folder is gone again.
  placed.catch(() => {})
  const config = placeEmptyConfig(dataDir)
  return {
    async variables() {
      await placed
      const passed = Object.entries(from).flatMap(([name, value]) =>
        value !== undefined && passedOn.some(p => p.test(name)) ? [[name, value] as const] : [],
      )
      return {
        LANG: 'C.UTF-8',
        ...Object.fromEntries(passed),
        PATH: paths,
        // So that output shows while it is written, not when the program ends.
        PYTHONUNBUFFERED: '1',
        NO_PROXY: ['127.0.0.1', 'localhost', from.NO_PROXY ?? from.no_proxy].filter(Boolean).join(','),
        // The user's own profiles lie in the home directory; no command comes by them unless the engine says so.
        AWS_CONFIG_FILE: config,
        AWS_SHARED_CREDENTIALS_FILE: config,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_PAGER: '',
        ...awsEnvironment(),
      }
    },
    has: async program => findProgram(program, paths) !== undefined,
  }
}

/** The first file of that name on a path that may be run. */
export function findProgram(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .filter(folder => folder !== '')
    .map(folder => join(folder, name))
    .find(file => {
      try {
        accessSync(file, constants.X_OK)
        return statSync(file).isFile()
      } catch {
        return false
      }
    })
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

async function placeInFront(folder: string, path: string) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const aws = findProgram('aws', path)
  if (aws && !readsEndpoints(await versionOf(aws))) place(join(folder, 'aws'), toldByOption(quoted(aws)))
}

function placePrograms(folder: string, path: string) {
  mkdirSync(folder, { recursive: true })
  if (!findProgram('aws', path))
    place(join(folder, 'aws'), `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(helperFile('aws'))} "$@"\n`)
  if (!findProgram('python', path) && findProgram('python3', path))
    place(join(folder, 'python'), '#!/bin/sh\nexec python3 "$@"\n')
}

function place(file: string, script: string) {
  try {
    if (readFileSync(file, 'utf8') === script) return
  } catch {
    // Not there yet.
  }
  writeFileSync(file, script)
  chmodSync(file, 0o755)
}

function placeEmptyConfig(dataDir: string): string {
  const file = join(dataDir, 'aws-config')
  writeFileSync(file, '')
  return file
}
