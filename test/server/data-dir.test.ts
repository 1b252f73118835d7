import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { holdDataDir, readHolder, secretOf } from '../../src/server/data-dir.ts'

const fresh = () => join(mkdtempSync(join(tmpdir(), 'data-')), 'home')

it('keeps its folder and secrets to its owner', () => {
  const dir = holdDataDir(fresh())
  const secret = secretOf(dir.path, 'token')
  expect(statSync(dir.path).mode & 0o777).toBe(0o700)
  expect(statSync(join(dir.path, 'token')).mode & 0o777).toBe(0o600)
  expect(secretOf(dir.path, 'token')).toBe(secret)
  expect(secret.length).toBeGreaterThanOrEqual(32)
  dir.release()
})

it('takes no empty file for a secret, which would let in whoever gives none', () => {
  const dir = holdDataDir(fresh())
  writeFileSync(join(dir.path, 'token'), '')
  expect(secretOf(dir.path, 'token')).toMatch(/^[\w-]{32}$/)
  expect(secretOf(dir.path, 'token')).toBe(secretOf(dir.path, 'token'))
  dir.release()
})

it.runIf(existsSync('/proc/self'))('says so at once where nothing can be made at all', () => {
  expect(() => holdDataDir('/proc/nothing/at/all')).toThrow('cannot be written')
})

it('says what to do when its folder cannot be made', () => {
  const file = fresh()
  writeFileSync(file, '')
  expect(() => holdDataDir(file)).toThrow('cannot be written')
  expect(() => holdDataDir(join(file, 'below'))).toThrow('choose another directory with --data')
})

it('is held by one process at a time, and tells the second one by whom', () => {
  const path = fresh()
  const first = holdDataDir(path)
  first.announce({ pid: process.pid, since: '2026-11-23T10:00:00Z', url: 'http://127.0.0.1:4410/' })
  expect(() => holdDataDir(path)).toThrow(
    `held by process ${process.pid}, since 2026-11-23T10:00:00Z, serving http://127.0.0.1:4410/`,
  )
  first.release()
  holdDataDir(path).release()
})

it('is free again when its holder was killed', async () => {
  const path = fresh()
  const module = new URL('../../src/server/data-dir.ts', import.meta.url).href
  const holder = spawn(process.execPath, [
    '-e',
    `import(${JSON.stringify(module)}).then(m => { m.holdDataDir(${JSON.stringify(path)}); console.log('held'); setInterval(() => {}, 1e6) })`,
  ])
  await once(holder.stdout, 'data')
  expect(() => holdDataDir(path)).toThrow('held by')
  expect(readHolder(path)?.pid).toBe(holder.pid)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  holdDataDir(path).release()
})
