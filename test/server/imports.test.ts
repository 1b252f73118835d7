import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WorkspaceService } from '../../src/api/workspace.ts'
import { templates } from '../../src/app/create/templates/list.ts'
import { readDefinition } from '../../src/core/formats/index.ts'
import { type Local, openLocal } from '../../src/server/local.ts'
import { workspaceOf } from './studio.ts'

const folder = join(process.env.PIPEWRIGHT_CORPUS ?? join(import.meta.dirname, '../../../shared/corpus'), 'files')
const names = existsSync(folder) ? readdirSync(folder).sort() : []

describe('the way in', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pipewright-imports-'))
  let local: Local
  let workspace: WorkspaceService
  beforeAll(async () => {
    local = await openLocal({ dataDir, speed: 1 })
    workspace = workspaceOf(local)
  })
  afterAll(async () => {
    await local.close()
    rmSync(dataDir, { recursive: true })
  })

  const bringIn = async (name: string, text: string) => {
    const { pipelineId } = await workspace.ImportPipeline({ name, text })
    return workspace.GetDraft({ pipelineId })
  }

  if (names.length === 0) it('has no real definitions to try here', () => expect(names).toEqual([]))

  it.each(names)('takes %s with all that it says, or says in a sentence why not', async name => {
    const text = readFileSync(join(folder, name), 'utf8')
    const { definition, document } = readDefinition(text)
    const { objects, parameters, values } = definition
    if (objects.length + parameters.length + values.length === 0)
      return expect(bringIn(name, text)).rejects.toThrow(/^[A-Z].{20,}\.$/)
    const draft = await bringIn(name, text)
    expect(readDefinition(draft.text).definition).toEqual(definition)
    if (document.dialect !== 'foreign') expect(draft.text).toBe(document.text)
  })

  it.each(templates.map(one => [one.name, one.text] as const))('takes the template %s', async (name, text) => {
    expect((await bringIn(name, text)).text).toBe(text)
  })
})
