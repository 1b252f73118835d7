import { randomBytes, randomInt } from 'node:crypto'
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What clients of the AWS gateway sign with. Never a key of AWS: made here, good only here. */
export interface KeyPair {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/**
 * The key pair of a data directory, made when it is first asked for and readable by its owner only.
 * Fails with an Error that names the file when what stands there is no key pair.
 */
export async function loadKeys(dataDir: string): Promise<KeyPair> {
  const path = join(dataDir, 'gateway-keys.json')
  const text = await readFile(path, 'utf8').catch(missing)
  if (text === undefined) return keep(path, dataDir)
  await chmod(path, 0o600)
  return parse(text, path)
}

async function keep(path: string, dataDir: string): Promise<KeyPair> {
  const made: KeyPair = { accessKeyId: accessKeyId(), secretAccessKey: randomBytes(30).toString('base64') }
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await writeFile(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  try {
    // A link appears whole or not at all, and never over a pair that another process made meanwhile.
    await link(draft, path)
    return made
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return parse(await readFile(path, 'utf8'), path)
  } finally {
    await rm(draft, { force: true })
  }
}

function parse(text: string, path: string): KeyPair {
  try {
    const { accessKeyId, secretAccessKey } = JSON.parse(text) as Partial<KeyPair>
    if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey }
  } catch {
    // told below
  }
  throw new Error(`${path} holds no key pair. Delete it to have a new one made, or put the old content back.`)
}

/** Twenty characters like those of AWS, but with a beginning that no scanner for leaked keys takes for one. */
function accessKeyId(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return `PWLOCAL${Array.from({ length: 13 }, () => letters[randomInt(letters.length)]).join('')}`
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
