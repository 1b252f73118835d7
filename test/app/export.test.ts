import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asWritten, exportedFiles, stemOf } from '../../src/app/pipelines/exported.ts'
import { zipOf } from '../../src/app/pipelines/zip.ts'
import { linkFor, textInLink } from '../../src/app/state/link.ts'
import { formats, readDefinition } from '../../src/core/formats/index.ts'
import { maskSecrets } from '../../src/core/formats/mask.ts'

const text = `{
  // Of the shop.
  "objects": [
    { "id": "Db", "type": "RdsDatabase", "username": "me", "*password": "hunter2" },
    { "id": "Other", "*password": "#{*myPassword}", "*keys": ["hunter5", "hunter6"] }
  ],
  "parameters": [{ "id": "*myPassword", "type": "String", "default": "hunter3" }],
  "values": { "*myPassword": "hunter4" }
}
`

describe('an export', () => {
  it.each([asWritten, ...formats.map(one => one.name)])('holds no secret unless it is asked for one: %s', format => {
    const { files, losses, secrets } = exportedFiles(text, format, 'Shop', false)
    expect(files.map(file => file.text).join()).not.toMatch(/hunter/)
    expect(secrets).toBe(5)
    expect(losses.length).toBeGreaterThanOrEqual(5)
  })

  it.each([asWritten, 'cli', 'api'])('holds them when it is: %s', format => {
    const { files } = exportedFiles(text, format, 'Shop', true)
    for (const n of [2, 3, 4, 5, 6]) expect(files[0]?.text).toContain(`hunter${n}`)
  })

  it('masks to the character: comments, spacing and expressions stay', () => {
    expect(maskSecrets(text).text).toBe(text.replace(/hunter\d/g, '********'))
    expect(readDefinition(maskSecrets(text).text).document.problems.map(one => one.code)).toEqual(['text/comment'])
  })

  it('masks the shape of the API as well', () => {
    const api = exportedFiles(text, 'api', 'Shop', true).files[0]?.text ?? ''
    expect(maskSecrets(api).text).toBe(api.replace(/hunter\d/g, '********'))
  })

  it.each(['cloudformation', 'terraform'])('names the pipeline in the template, quotes and all: %s', format => {
    const { files } = exportedFiles(text, format, 'The "Shop"', false)
    expect(files[0]?.text).toMatch(/default\W+"The \\"Shop\\""/i)
  })

  it('tells in one sentence what stayed behind in the template that a definition came from', () => {
    const named = '{ "objects": [{ "id": "A", "a": "{\\"Ref\\":\\"Logs\\"}", "b": "{\\"Ref\\":\\"Temp\\"}" }] }'
    expect(exportedFiles(named, 'cloudformation', 'Shop', false).losses).toEqual([
      'Values name Logs, Temp, which stayed behind in another template; this one asks for them as parameters.',
      'CloudFormation activates the pipeline as it makes the stack, since Activate is true.',
    ])
  })

  it('is called after its pipeline', () => {
    const names = ['cli', 'api', 'cloudformation', 'terraform'].map(
      format => exportedFiles(text, format, 'Müllers  Bücher / täglich', false).files[0]?.name,
    )
    expect(names).toEqual([
      'Mullers-Bucher-taglich.json',
      'Mullers-Bucher-taglich.api.json',
      'Mullers-Bucher-taglich.cloudformation.yaml',
      'Mullers-Bucher-taglich.tf',
    ])
    expect(stemOf('../../etc')).toBe('etc')
    expect(stemOf('…')).toBe('pipeline')
  })

  it('of several pipelines is an archive that other programs read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pipewright-zip-'))
    try {
      const path = join(folder, 'all.zip')
      writeFileSync(
        path,
        zipOf([
          { name: 'a.json', text },
          { name: 'größe.tf', text: '' },
        ]),
      )
      const script =
        'import zipfile,sys;z=zipfile.ZipFile(sys.argv[1]);assert z.testzip() is None;print(z.namelist());print(z.read("a.json").decode(),end="")'
      expect(
        execFileSync('python3', ['-c', script, path], { encoding: 'utf8', env: { ...process.env, PYTHONUTF8: '1' } }),
      ).toBe(`['a.json', 'größe.tf']\n${text}`)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('a link', () => {
  const importOf = (link: string) => /[#&]import=(.*)$/.exec(link)?.[1] ?? ''

  it('gives any text back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }).filter(one => one.isWellFormed()),
        async any => {
          expect(await textInLink(importOf(await linkFor(any, 'x', 'http://127.0.0.1:1')))).toBe(any)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('puts a long text where no server sees it', async () => {
    const long = Array.from({ length: 40_000 }, (_, n) => (n * 2654435761).toString(36)).join()
    const link = await linkFor(long, 'long & wide', 'http://127.0.0.1:1')
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:1\/create\?from=import&name=long%20%26%20wide#import=gz\./)
    expect(await textInLink(importOf(link))).toBe(long)
  })

  it('that would be too long is refused with a sentence', async () => {
    const random = Array.from({ length: 400_000 }, (_, n) => Math.imul(n, 2654435761).toString(36)).join()
    await expect(linkFor(random + random, '', 'http://x')).rejects.toThrow(/2,000,000 that browsers open/)
  })

  it('may be written by hand: plain text, base64, packed base64', async () => {
    const plain = '{"objects": [{"id": "A"}]}'
    expect(await textInLink(plain)).toBe(plain)
    expect(await textInLink(btoa(plain))).toBe(plain)
    const packed = importOf(await linkFor(plain, '', 'http://x')).replace(/^gz\./, '')
    expect(await textInLink(packed)).toBe(plain)
  })

  it('that was cut off says so', async () => {
    const whole = importOf(await linkFor(text.repeat(3), '', 'http://x'))
    await expect(textInLink(whole.slice(0, -20))).rejects.toThrow(/cut off/)
    await expect(textInLink('gz.!!')).rejects.toThrow(/damaged/)
  })
})
