import { describe, expect, it } from 'vitest'
import { noteLines } from '../../src/app/design/note.tsx'
import { paintedLines } from '../../src/app/design/paint.ts'
import { createScene } from '../../src/app/design/scene.ts'
import { drawSvg, scaleFor } from '../../src/app/design/svg.ts'
import { families } from '../../src/app/ui/family.tsx'
import { read } from '../../src/core/definition/text.ts'
import { definitionInSvg } from '../../src/core/formats/svg-definition.ts'
import { showGraph } from '../../src/core/graph/arrange.ts'
import { placeShown } from '../../src/core/graph/placing.ts'
import { projectGraph } from '../../src/core/graph/project.ts'

const text = `{
  "objects": [
    { "id": "Load", "name": "Load & <check> a table with quite a long name", "type": "CopyActivity",
      "input": { "ref": "Raw" }, "runsOn": { "ref": "Box" }, "myComment": "Ask first.\\nThen change it." },
    { "id": "Raw", "name": "Raw", "type": "S3DataNode", "directoryPath": "s3://raw/" },
    { "id": "Box", "name": "Box", "type": "Ec2Resource" }
  ]
}
`
const inks = {
  family: Object.fromEntries(Object.keys(families).map(family => [family, '#123456'])) as Record<
    keyof typeof families,
    string
  >,
  panel: '#fff',
  ground: '#f4f5f8',
  line: '#ccc',
  text: '#000',
  quiet: '#555',
  accent: '#00f',
  error: '#d00',
  warning: '#850',
  font: '"Open Sans", sans-serif',
  mono: 'monospace',
}

function svgOf(grouping: 'none' | 'resource') {
  const shown = showGraph(projectGraph(read(text).definition), { grouping, collapsed: new Set() })
  const { places, frames } = placeShown(shown, {})
  const { lines } = createScene()({
    graph: shown.graph,
    places,
    moving: new Map(),
    selected: new Set(),
    cursor: undefined,
    selectedLine: undefined,
    hovered: undefined,
    hiddenObjects: new Set(),
    tallies: new Map(),
    layers: new Set(),
    focus: undefined,
    notes: true,
    only: new Set(),
  })
  return drawSvg({
    title: 'Orders',
    text,
    cards: shown.graph.cards,
    places,
    lines: paintedLines(lines, places),
    frames,
    grouping,
    notes: true,
    marked: new Map([['Raw', 'error']]),
    inks,
    background: '#fafafa',
    measure: words => words.length * 7,
  })
}

describe('the graph as an SVG file', () => {
  const svg = svgOf('none')

  it('names every card in text that can be read and found', () => {
    expect(svg.text).toContain('>Raw</text>')
    expect(svg.text).toContain('Load &amp; &lt;check&gt; a table with quite a long name\nCopyActivity')
    expect(svg.text).toMatch(/>Load &amp; &lt;check&gt;[^<]*…<\/text>/)
  })

  it('draws each line that the canvas draws, and the notes', () => {
    expect(svg.text.match(/marker-end/g)).toHaveLength(2)
    expect(svg.text).toContain('>Ask first.</text>')
    expect(svg.text).toContain('>Then change it.</text>')
  })

  it('carries the definition as it is written', () => {
    expect(definitionInSvg(svg.text)).toBe(text)
  })

  it('needs nothing from elsewhere', () => {
    const names = new Set([...svg.text.matchAll(/(?:https?:)\/\/[^"<\s]+/g)].map(([url]) => url))
    expect([...names]).toEqual(['http://www.w3.org/2000/svg', 'https://pipewright.dev/ns/definition'])
    expect(svg.text).not.toContain('var(--')
  })

  it('names the frames too', () => {
    expect(svgOf('resource').text).toContain('1 runs on it')
  })

  it('is large enough for all of it', () => {
    const [, left = 0, top = 0, width = 0, height = 0] = (
      svg.text.match(/viewBox="(\S+) (\S+) (\S+) (\S+)"/) ?? []
    ).map(Number)
    for (const [, x = 0, y = 0] of svg.text.matchAll(/<g transform="translate\((\S+) (\S+)\)"/g)) {
      expect(Number(x) >= left && Number(x) + 208 <= left + width).toBe(true)
      expect(Number(y) >= top && Number(y) + 64 <= top + height).toBe(true)
    }
  })
})

describe('the graph as a PNG file', () => {
  it('has two pixels a point, and as many as a browser can draw where that is too large', () => {
    expect(scaleFor({ width: 1000, height: 800 })).toBe(2)
    expect(scaleFor({ width: 16_384, height: 800 })).toBe(1)
    const { width, height } = { width: 12_000, height: 12_000 }
    const scale = scaleFor({ width, height })
    expect(width * scale).toBeLessThanOrEqual(16_384)
    expect(width * scale * (height * scale)).toBeLessThanOrEqual(268_435_456.1)
  })
})

describe('a note', () => {
  it('breaks between words and ends in dots where it is long', () => {
    expect(noteLines('One two.')).toEqual(['One two.'])
    const lines = noteLines('word '.repeat(60))
    expect(lines).toHaveLength(4)
    expect(lines.at(-1)).toMatch(/…$/)
    for (const line of lines) expect(line.length).toBeLessThan(36)
  })
})
