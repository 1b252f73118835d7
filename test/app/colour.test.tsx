import { readFile } from 'node:fs/promises'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { kinds } from '../../src/app/design/layers.tsx'
import { FamilyIcon, families } from '../../src/app/ui/family.tsx'
import { countWords, SeverityIcon } from '../../src/app/ui/severity.tsx'
import { StatusMark } from '../../src/app/ui/status.tsx'
import { statuses } from '../../src/core/runs/instance.ts'

/** A drawing without its colours: what is left for people who do not see them. */
const shapeOf = (markup: string): string =>
  /<svg.*<\/svg>/s.exec(markup)?.[0].replaceAll(/(var\([^)]*\)|currentColor|#[0-9a-f]{3,8}|style="[^"]*")/g, '') ?? ''

const allDiffer = (texts: readonly string[]) => {
  for (const text of texts) expect(text).not.toBe('')
  expect(new Set(texts).size).toBe(texts.length)
}

describe('colour is never the only sign', () => {
  it('of a status: each has a shape of its own beside its word', () => {
    const marks = statuses.map(status => renderToStaticMarkup(<StatusMark status={status} />))
    for (const [n, mark] of marks.entries()) expect(mark.replaceAll(/<[^>]*>/g, '')).toContain(statuses[n])
    allDiffer(marks.map(shapeOf))
  })

  it('of a finding: each severity has a shape and a word', () => {
    const severities = ['error', 'warning', 'info'] as const
    allDiffer(severities.map(severity => shapeOf(renderToStaticMarkup(<SeverityIcon severity={severity} />))))
    expect(severities.map(severity => countWords(2, severity))).toEqual(['2 errors', '2 warnings', '2 hints'])
  })

  it('of a family of types: each has an icon and a word', () => {
    const names = Object.keys(families) as (keyof typeof families)[]
    allDiffer(names.map(family => shapeOf(renderToStaticMarkup(<FamilyIcon family={family} />))))
    allDiffer(names.map(family => families[family].word))
  })

  it('of a line: each kind has a pattern and a sentence in the legend', async () => {
    const styles = ['design.css', 'sights.css'].map(name => new URL(`../../src/app/design/${name}`, import.meta.url))
    const css = (await Promise.all(styles.map(style => readFile(style, 'utf8')))).join('\n')
    const patternOf = (selector: string) =>
      new RegExp(`\\.pw-edge\\[${selector}\\] \\{[^}]*stroke-dasharray: ([^;]+);`).exec(css)?.[1]
    const patterns = kinds.map(kind => patternOf(`data-layer="${kind.layer}"`) ?? 'solid')
    allDiffer([...patterns, patternOf('data-flow="after"') ?? 'solid'])
    allDiffer(kinds.map(kind => kind.label))
  })
})
