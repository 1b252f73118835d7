import type { TextNode } from '../definition/tree.ts'

/** A block of Terraform's language, such as `resource "type" "name" { … }`. */
export interface Block {
  readonly type: string
  readonly labels: readonly string[]
  readonly offset: number
  readonly length: number
  readonly body: Body
}

export interface Body {
  readonly attributes: readonly Attribute[]
  readonly blocks: readonly Block[]
}

interface Attribute {
  readonly key: TextNode
  readonly value: TextNode
}

/**
 * Reads Terraform's language as far as literals go. What would have to be computed becomes the text `${…}`, as inside
 * of templates. Never throws; what is no language is passed over.
 */
export function parseHcl(text: string): Body {
  const end = text.length
  let at = 0
  let depth = 0
  return readBody(false)

  function readBody(nested: boolean): Body {
    const attributes: Attribute[] = []
    const blocks: Block[] = []
    for (;;) {
      skip(true)
      if (at >= end) break
      if (text[at] === '}') {
        at++
        if (nested) break
        continue
      }
      const key = readName()
      if (!key) {
        at++
        continue
      }
      skip(false)
      if (text[at] === '=') {
        at++
        skip(false)
        attributes.push({ key, value: readValue() })
        continue
      }
      const labels: string[] = []
      while (at < end && text[at] !== '{' && text[at] !== '\n') {
        const label = text[at] === '"' ? readQuoted() : readName()
        if (label) labels.push(String(label.value))
        else at++
        skip(false)
      }
      if (text[at] !== '{' || depth >= deepest) continue
      at++
      depth++
      const body = readBody(true)
      depth--
      blocks.push({ type: String(key.value), labels, offset: key.offset, length: at - key.offset, body })
    }
    return { attributes, blocks }
  }

  function readValue(): TextNode {
    const start = at
    const literal = readLiteral()
    if (literal) {
      const stop = at
      skip(false)
      if (at >= end || '\r\n,]})'.includes(text[at] ?? '')) {
        at = stop
        return literal
      }
    }
    at = start
    return readComputed()
  }

  function readLiteral(): TextNode | undefined {
    const offset = at
    if (text[at] === '"') return readQuoted()
    if (text.startsWith('<<', at)) return readHeredoc()
    if (text[at] === '[' && depth < deepest) return readList()
    if (text[at] === '{' && depth < deepest) return readObject()
    word.lastIndex = at
    const found = word.exec(text)?.[0]
    if (found === undefined) return undefined
    at += found.length
    const length = found.length
    if (found === 'null') return { type: 'null', offset, length, value: null }
    if (found === 'true' || found === 'false') return { type: 'boolean', offset, length, value: found === 'true' }
    if (/^-?\d/.test(found) && !Number.isNaN(Number(found)))
      return { type: 'number', offset, length, value: Number(found) }
    return undefined
  }

  /** Anything else, to the end of its line or element. */
  function readComputed(): TextNode {
    const offset = at
    let open = 0
    while (at < end) {
      const char = text[at] ?? ''
      if (char === '"') {
        readQuoted()
        continue
      }
      if ('([{'.includes(char)) open++
      else if (')]}'.includes(char)) {
        if (open === 0) break
        open--
      } else if (open === 0 && (char === '\n' || char === ',' || char === '#')) break
      at++
    }
    const raw = text.slice(offset, at).trimEnd()
    at = offset + raw.length
    return { type: 'string', offset, length: raw.length, value: `\${${raw}}` }
  }

  function readQuoted(): TextNode {
    const offset = at++
    let value = ''
    while (at < end && text[at] !== '"' && text[at] !== '\n') {
      if (text[at] === '\\') value += readEscape()
      else value += readTemplatePart()
    }
    if (text[at] === '"') at++
    return { type: 'string', offset, length: at - offset, value }
  }

  function readEscape(): string {
    const char = text[at + 1] ?? ''
    const size = char === 'u' ? 4 : char === 'U' ? 8 : 0
    const digits = text.slice(at + 2, at + 2 + size)
    if (size > 0 && /^[0-9a-fA-F]+$/.test(digits) && digits.length === size) {
      at += 2 + size
      const code = Number.parseInt(digits, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
    }
    at += 2
    return { n: '\n', r: '\r', t: '\t' }[char] ?? char
  }

  /** One character, a doubled mark that stands for itself, or a whole `${…}` that Terraform would compute. */
  function readTemplatePart(): string {
    if (text.startsWith('$${', at) || text.startsWith('%%{', at)) {
      at += 3
      return text.slice(at - 2, at)
    }
    if (!text.startsWith('${', at) && !text.startsWith('%{', at)) return text[at++] ?? ''
    const offset = at
    let open = 0
    while (at < end) {
      const char = text[at]
      if (char === '"' && at > offset && depth < deepest) {
        depth++
        readQuoted()
        depth--
        continue
      }
      if (char === '{') open++
      at++
      if (char === '}' && --open === 0) break
    }
    return text.slice(offset, at)
  }

  function readHeredoc(): TextNode | undefined {
    const offset = at
    heredoc.lastIndex = at
    const head = heredoc.exec(text)
    if (!head) return undefined
    const [all, dash, mark] = head
    const lines: string[] = []
    at += all.length
    for (;;) {
      if (at >= end) break
      const stop = text.indexOf('\n', at)
      const line = text.slice(at, stop < 0 ? end : stop).replace(/\r$/, '')
      at += line.length
      if (line.trim() === mark) break
      lines.push(line)
      at = stop < 0 ? end : stop + 1
    }
    const margin = dash
      ? Math.min(...lines.filter(line => line.trim() !== '').map(line => /^[ \t]*/.exec(line)?.[0].length ?? 0))
      : 0
    const body = lines.map(line => `${line.slice(Number.isFinite(margin) ? margin : 0)}\n`).join('')
    return { type: 'string', offset, length: at - offset, value: body.replaceAll('$${', '${').replaceAll('%%{', '%{') }
  }

  function readList(): TextNode {
    const offset = at++
    const children: TextNode[] = []
    depth++
    for (;;) {
      skip(true)
      if (at >= end) break
      if (text[at] === ']') {
        at++
        break
      }
      const start = at
      if (text[at] === ',') at++
      else children.push(readValue())
      if (at === start) at++
    }
    depth--
    return { type: 'array', offset, length: at - offset, children }
  }

  function readObject(): TextNode {
    const offset = at++
    const children: TextNode[] = []
    depth++
    for (;;) {
      skip(true)
      if (at >= end) break
      if (text[at] === '}') {
        at++
        break
      }
      const key = text[at] === '"' ? readQuoted() : readName()
      skip(false)
      if (key && (text[at] === '=' || text[at] === ':')) {
        at++
        skip(false)
        children.push(member(key, readValue()))
      } else if (!key || text[at] === ',') at++
    }
    depth--
    return { type: 'object', offset, length: at - offset, children }
  }

  function readName(): TextNode | undefined {
    name.lastIndex = at
    const found = name.exec(text)?.[0]
    if (found === undefined) return undefined
    const offset = at
    at += found.length
    return { type: 'string', offset, length: found.length, value: found }
  }

  /** Blanks and comments; line breaks only where they mean nothing. */
  function skip(lines: boolean): void {
    while (at < end) {
      const char = text[at]
      if (char === ' ' || char === '\t' || char === '\r' || (lines && char === '\n') || char === '\ufeff') at++
      else if (char === '#' || text.startsWith('//', at)) {
        const stop = text.indexOf('\n', at)
        at = stop < 0 ? end : stop
      } else if (text.startsWith('/*', at)) {
        const stop = text.indexOf('*/', at + 2)
        at = stop < 0 ? end : stop + 2
      } else return
    }
  }
}

/** A key and its value as a member of an object. */
export const member = (key: TextNode, value: TextNode): TextNode => ({
  type: 'property',
  offset: key.offset,
  length: value.offset + value.length - key.offset,
  children: [key, value],
})

const name = /[A-Za-z_][\w-]*/y
const word = /-?[\w.]+/y
const heredoc = /<<(-?)([A-Za-z_]\w*)[ \t]*\r?\n/y
const deepest = 64
