import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Everything that tests write lies in one temporary folder, which goes with them, whatever they leave there. */
let folder: string | undefined

export function setup() {
  if (process.env.PIPEWRIGHT_KEPT !== undefined) return
  // What is kept for people, such as a picture of a page that failed a test, stays where it can be found.
  process.env.PIPEWRIGHT_KEPT = tmpdir()
  folder = mkdtempSync(join(tmpdir(), 'pipewright-tests-'))
  // Databases that tests start may belong to a user of their own, who writes there as anybody does in such a folder.
  chmodSync(folder, 0o1777)
  process.env.TMPDIR = folder
}

export function teardown() {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
