import { S3Fault } from '../faults.ts'

/** An element with text or with elements in it. */
export interface Element {
  readonly name: string
  readonly text: string
  readonly children: readonly Element[]
}

type Content = string | number | boolean | undefined | readonly (Element | undefined)[]

/** An element, or nothing where there is nothing to say. */
export function element(name: string, content: Content): Element | undefined {
  if (content === undefined) return undefined
  if (typeof content !== 'object') return { name, text: String(content), children: [] }
  return { name, text: '', children: content.filter(child => child !== undefined) }
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** A document in the namespace that S3's answers have. */
export function document(name: string, content: Content): string {
  const root = render(element(name, content) ?? { name, text: '', children: [] })
  return `${declaration}${root.replace(name, `${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/"`)}`
}

/** S3's errors stand outside that namespace. */
export function errorDocument(members: Readonly<Record<string, string>>): string {
  const children = Object.entries(members).map(([name, text]) => element(name, text))
  return `${declaration}${render({ name: 'Error', text: '', children: children.filter(child => child !== undefined) })}`
}

function render({ name, text, children }: Element): string {
  return `<${name}>${escapeText(text)}${children.map(render).join('')}</${name}>`
}

/** Control characters go out as references, which is what S3 does, although XML 1.0 has no way to say them. */
function escapeText(text: string): string {
  return text.replace(/[<>&"\u0000-\u001f\u007f\ufffe\uffff]/g, mark => named[mark] ?? `&#${mark.charCodeAt(0)};`)
}

const named: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&apos;' }
const marks = Object.fromEntries(Object.entries(named).map(([mark, entity]) => [entity, mark]))

const token = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w.:-]+)(?:\s[^<>]*?)?(\/?)>|([^<]+)/y

/**
 * Reads the small documents that clients send. No document types, so no entities but the five and numbers: nothing in
 * it can grow or reach outside. Fails with MalformedXML.
 */
export function parseXml(text: string): Element {
  const top: Open = { name: '', text: '', children: [] }
  const open: Open[] = [top]
  token.lastIndex = 0
  const source = text.replace(/^\ufeff/, '')
  while (token.lastIndex < source.length) {
    const match = token.exec(source)
    const parent = open.at(-1)
    if (!match || !parent || open.length > 16) throw new S3Fault('MalformedXML')
    const [, data, closing, tag, empty, chars] = match
    if (data !== undefined) parent.text += data
    else if (chars !== undefined) parent.text += unescapeText(chars)
    else if (tag !== undefined) {
      const name = tag.slice(tag.indexOf(':') + 1)
      if (closing) {
        if (open.pop()?.name !== name || open.length === 0) throw new S3Fault('MalformedXML')
      } else {
        const child: Open = { name, text: '', children: [] }
        parent.children.push(child)
        if (!empty) open.push(child)
      }
    }
  }
  const [root, ...others] = top.children
  if (!root || others.length > 0 || open.length !== 1 || top.text.trim() !== '') throw new S3Fault('MalformedXML')
  return root
}

interface Open {
  readonly name: string
  text: string
  readonly children: Open[]
}

/** Text of the first child of that name. */
export function childText(parent: Element, name: string): string | undefined {
  return parent.children.find(child => child.name === name)?.text
}

function unescapeText(text: string): string {
  return text.replace(/&[^;&\s]{1,12};?/g, entity => {
    const code = /^&#(?:x([\da-f]+)|(\d+));$/i.exec(entity)
    if (!code) return marks[entity] ?? malformed()
    const point = code[1] ? Number.parseInt(code[1], 16) : Number(code[2])
    return point <= 0x10ffff ? String.fromCodePoint(point) : malformed()
  })
}

function malformed(): never {
  throw new S3Fault('MalformedXML')
}
