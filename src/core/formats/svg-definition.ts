/** A definition carried by a picture of it, in the metadata of an SVG. */

const namespace = 'https://pipewright.dev/ns/definition'

/** The element for `<metadata>`: the text as XML, character by character. */
export const svgDefinition = (text: string): string =>
  plain.test(text)
    ? `<definition xmlns="${namespace}">${escapeXml(text)}</definition>`
    : `<definition xmlns="${namespace}" encoding="json">${escapeXml(written(text))}</definition>`

/** The definition's text that an SVG carries, as it was; undefined if it carries none. */
export function definitionInSvg(svg: string): string | undefined {
  for (const [, prefix = '', attributes = '', content = ''] of svg.matchAll(element)) {
    const name = prefix === '' ? 'xmlns' : `xmlns:${prefix.slice(0, -1)}`
    const mine = attributes.includes(`${name}="${namespace}"`) || svg.includes(`${name}="${namespace}"`)
    if (!mine) continue
    const text = unescapeXml(content)
    return /\bencoding="json"/.test(attributes) ? read(text) : text
  }
  return undefined
}

const element = /<((?:[\w.-]+:)?)definition\b([^>]*)>([^<]*)<\/\1definition\s*>/g

/** What XML can hold and its readers leave alone, besides what is escaped. */
const plain = /^(?:(?![\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}).)*$/su

/** A JSON text of the text, with escapes for what XML cannot hold. */
const written = (text: string): string =>
  JSON.stringify(text).replace(/[\ufffe\uffff]/g, character => (character === '\ufffe' ? '\\ufffe' : '\\uffff'))

function read(json: string): string | undefined {
  try {
    const text: unknown = JSON.parse(json)
    return typeof text === 'string' ? text : undefined
  } catch {
    return undefined
  }
}

/** Text for XML, in elements and attributes. A carriage return would come back as a line feed if it stood bare. */
export const escapeXml = (text: string): string => text.replace(/[&<>"\r]/g, one => escapes[one] ?? one)

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}

const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const unescapeXml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (all, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return names[name] ?? all
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : all
  })
