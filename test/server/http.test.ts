import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { ChangeEvent, WorkspaceService } from '../../src/api/workspace.ts'
import { studioApp } from '../../src/server/http.ts'
import type { Rehearsals } from '../../src/server/rehearsals/rehearsals.ts'
import { toy } from '../engine/toy.ts'

const pages = mkdtempSync(join(tmpdir(), 'pages-'))
writeFileSync(join(pages, 'index.html'), '<title>Pipewright</title>')
const token = 'a-secret-that-only-the-owner-knows'
const home = 'http://127.0.0.1:4410'
const { engine } = await toy()
const listeners = new Set<(event: ChangeEvent) => void>()

const app = studioApp(
  {
    service: engine.service,
    workspace: {} as WorkspaceService,
    rehearsals: {} as Rehearsals,
    onChange: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    token,
    pages,
  },
  () => 4410,
)

const ask = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  app.request(home + path, { ...init, headers: { host: '127.0.0.1:4410', ...headers } })

const holding = { cookie: `pipewright-4410=${token}` }
const call = { ...holding, 'content-type': 'application/json', 'x-pipewright': '1', origin: home }
const post = { method: 'POST', body: '{}' }

it('lets nobody in without the token', async () => {
  expect((await ask('/')).status).toBe(401)
  expect(
    (await ask('/api/call/ListPipelines', { 'content-type': 'application/json', 'x-pipewright': '1' }, post)).status,
  ).toBe(401)
})

it('swaps the token in the first address for a cookie that no script can read, and takes it out of the address', async () => {
  const answer = await ask(`/runs?token=${token}&tz=UTC`)
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe('/runs?tz=UTC')
  expect(answer.headers.get('set-cookie')).toMatch(/^pipewright-4410=.*HttpOnly.*SameSite=Strict/i)
})

it('refuses a wrong token', async () => {
  expect((await ask('/?token=guess')).status).toBe(403)
})

it('serves its page for every address of the studio, under a strict policy', async () => {
  const answer = await ask('/pipelines/df-1/design', holding)
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('Pipewright')
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'")
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
})

it.each(['evil.example', '127.0.0.1.nip.io:4410', '127.0.0.1:4411', ''])('refuses the Host %j', async host => {
  expect((await ask('/', { ...holding, host })).status).toBe(403)
})

it.each(['http://evil.example', 'null', 'http://127.0.0.1:8080'])('refuses a call from the Origin %s', async origin => {
  expect((await ask('/api/call/ListPipelines', { ...call, origin }, post)).status).toBe(403)
})

it('refuses calls that another site could send: no JSON, no header of ours, cross-site', async () => {
  expect((await ask('/api/call/ListPipelines', { ...call, 'content-type': 'text/plain' }, post)).status).toBe(415)
  const { 'x-pipewright': _, ...bare } = call
  expect((await ask('/api/call/ListPipelines', bare, post)).status).toBe(403)
  expect((await ask('/api/call/ListPipelines', { ...call, 'sec-fetch-site': 'cross-site' }, post)).status).toBe(403)
})

it('answers a call', async () => {
  const answer = await ask('/api/call/ListPipelines', call, post)
  expect(await answer.json()).toEqual({ pipelineIdList: [], hasMoreResults: false })
})

it('names what is wrong with a call', async () => {
  expect(await (await ask('/api/call/Nothing', call, post)).json()).toMatchObject({
    __type: 'UnknownOperationException',
  })
  expect(await (await ask('/api/call/ListPipelines', call, { method: 'POST', body: '{' })).json()).toMatchObject({
    __type: 'SerializationException',
  })
  const wrong = await (await ask('/api/call/GetDraft', call, post)).json()
  expect(wrong).toMatchObject({ __type: 'InvalidRequestException', message: expect.stringContaining('pipelineId') })
})

it('passes a fault of the service on with its name', async () => {
  const answer = await ask('/api/call/GetPipelineDefinition', call, { method: 'POST', body: '{"pipelineId":"df-1"}' })
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({
    __type: 'PipelineNotFoundException',
    message: expect.stringContaining('df-1'),
  })
})

it('never leaves the folder of its pages', async () => {
  for (const path of ['/..%2f..%2fetc%2fpasswd.txt', '/%2e%2e/%2e%2e/package.json'])
    expect([403, 404, 400]).toContain((await ask(path, holding)).status)
})

it('has no page at an address that cannot be decoded', async () => {
  expect((await ask('/%ff%zz', holding)).status).toBe(404)
})

it('tells a page what changed, several changes of one kind at once', async () => {
  const answer = await ask('/api/events', holding)
  const reader = answer.body?.getReader()
  await reader?.read()
  for (let i = 0; i < 50; i++) for (const tell of listeners) tell({ what: 'runs', pipelineId: 'df-1', at: i })
  const { value } = (await reader?.read()) ?? {}
  expect(new TextDecoder().decode(value)).toBe('data: [{"what":"runs","pipelineId":"df-1","at":49}]\n\n')
  await reader?.cancel()
  await expect.poll(() => listeners.size).toBe(0)
})
