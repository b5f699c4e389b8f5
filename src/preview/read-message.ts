// A message read back from its bytes, as a mail program does (RFC 5322, 2045 to 2047, 2231): so that the studio
// shows what was made, and not what was meant. Whatever bytes come in, something readable comes out; nothing
// throws, and depth and count are bounded.

import type { HeaderLine } from './wire.ts'

export interface Entity {
  readonly headers: readonly HeaderLine[]
  /** `text/html`, in lower case. */
  readonly type: string
  readonly charset: string
  /** File name; empty where there is none. */
  readonly name: string
  /** Without its angle brackets; empty where there is none. */
  readonly contentId: string
  readonly attachment: boolean
  /** As the message carries it. */
  readonly body: Buffer
  /** With its headers, in bytes. */
  readonly carried: number
  readonly children: readonly Entity[]
}

const MAX_DEPTH = 12
const MAX_PARTS = 300
const MAX_HEADERS = 500

export function readMessage(bytes: Buffer): Entity {
  return readEntity(bytes, 0, { parts: 0 })
}

export function headerOf(entity: Entity, name: string): string {
  const wanted = name.toLowerCase()
  return entity.headers.find((header) => header.name.toLowerCase() === wanted)?.value ?? ''
}

/** Every entity with its depth, in the order in which they stand. */
export function* entitiesOf(
  entity: Entity,
  depth = 0,
): Generator<{ readonly entity: Entity; readonly depth: number }> {
  yield { entity, depth }
  for (const child of entity.children) yield* entitiesOf(child, depth + 1)
}

/** The body without its transfer encoding. */
export function contentOf(entity: Entity): Buffer {
  switch (headerOf(entity, 'content-transfer-encoding').trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(entity.body.toString('latin1'), 'base64')
    case 'quoted-printable':
      return fromQuotedPrintable(entity.body.toString('latin1'))
    default:
      return entity.body
  }
}

/** A text part's text, with LF at line ends. */
export function textOf(entity: Entity): string {
  return decodeText(contentOf(entity), entity.charset).replace(/\r\n?/g, '\n')
}

function readEntity(bytes: Buffer, depth: number, count: { parts: number }): Entity {
  count.parts++
  const { headers, body } = splitHeaders(bytes)
  const named = (name: string) => headers.find((header) => header.name.toLowerCase() === name)
  const { value, parameters } = readParameters(named('content-type')?.value ?? 'text/plain')
  const disposition = readParameters(named('content-disposition')?.value ?? '')
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(value) ? value.toLowerCase() : 'text/plain'
  const children: Entity[] = []
  const { boundary } = parameters
  if (type.startsWith('multipart/') && boundary && depth < MAX_DEPTH) {
    for (const part of splitParts(body, boundary)) {
      if (count.parts >= MAX_PARTS) break
      children.push(readEntity(part, depth + 1, count))
    }
  }
  return {
    headers,
    type,
    charset: parameters.charset ?? 'utf-8',
    name: decodeWords(disposition.parameters.filename ?? parameters.name ?? ''),
    contentId: (named('content-id')?.value ?? '').trim().replace(/^<|>$/g, ''),
    attachment: disposition.value.toLowerCase() === 'attachment',
    body,
    carried: bytes.length,
    children,
  }
}

function splitHeaders(bytes: Buffer): { headers: HeaderLine[]; body: Buffer } {
  const empty = /^\r?\n/.exec(bytes.subarray(0, 2).toString('latin1'))
  if (empty) return { headers: [], body: bytes.subarray(empty[0].length) }
  const end = emptyLine(bytes)
  const stop = end ? end.at : bytes.length
  const head = decodeText(bytes.subarray(0, stop), 'utf-8')
  const headers = head
    .split(/\r?\n(?![ \t])/)
    .slice(0, MAX_HEADERS)
    .flatMap((raw): HeaderLine[] => {
      const colon = raw.indexOf(':')
      if (colon <= 0 || /\s/.test(raw.slice(0, colon).trimEnd())) return []
      const folded = raw.slice(colon + 1)
      const value = decodeWords(folded.replace(/\r?\n(?=[ \t])/g, '').trim())
      return [{ name: raw.slice(0, colon).trimEnd(), value, raw: folded }]
    })
  return { headers, body: end ? bytes.subarray(end.at + end.length) : Buffer.alloc(0) }
}

/** The first empty line with the line break before it. */
function emptyLine(bytes: Buffer): { readonly at: number; readonly length: number } | undefined {
  const found = ['\r\n\r\n', '\n\n', '\n\r\n']
    .map((text) => ({ at: bytes.indexOf(text), length: text.length }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at || b.length - a.length)
  return found[0]
}

/** RFC 2046 §5.1.1: the line break before a delimiter belongs to it. */
function splitParts(body: Buffer, boundary: string): Buffer[] {
  const parts: Buffer[] = []
  const delimiter = Buffer.from(`--${boundary}`, 'latin1')
  let from = -1
  for (let at = body.indexOf(delimiter); at >= 0; at = body.indexOf(delimiter, at + 1)) {
    if (at > 0 && body[at - 1] !== 10) continue
    const after = at + delimiter.length
    const lineEnd = body.indexOf(10, after)
    const rest = body.subarray(after, lineEnd < 0 ? body.length : lineEnd).toString('latin1')
    if (!/^(--)?[ \t]*\r?$/.test(rest)) continue
    if (from >= 0) parts.push(body.subarray(from, beforeBreak(body, at, from)))
    if (rest.startsWith('--')) return parts
    from = lineEnd < 0 ? body.length : lineEnd + 1
  }
  if (from >= 0 && from < body.length) parts.push(body.subarray(from))
  return parts
}

function beforeBreak(body: Buffer, at: number, least: number): number {
  const end = body[at - 1] === 10 ? at - 1 : at
  return Math.max(least, body[end - 1] === 13 ? end - 1 : end)
}

interface Parameters {
  readonly value: string
  readonly parameters: Readonly<Record<string, string>>
}

/** RFC 2045 §5.1, with RFC 2231's continued and encoded values. */
function readParameters(text: string): Parameters {
  const [, value = '', rest = ''] = /^\s*([^;\s]*)\s*([\s\S]*)$/.exec(text) ?? []
  const parameters: Record<string, string> = Object.create(null)
  const encoded = new Set<string>()
  const sections: { name: string; section: number; value: string; encoded: boolean }[] = []
  for (const match of rest.matchAll(
    /;\s*([\w!#$&+.^`|~-]+)(?:\*(\d+))?(\*)?\s*=\s*(?:"((?:[^"\\]|\\[\s\S])*)"|([^;\s]*))/g,
  )) {
    const [, name, section, star, quoted, plain] = match
    sections.push({
      name: (name as string).toLowerCase(),
      section: Number(section ?? 0),
      value: quoted?.replace(/\\([\s\S])/g, '$1') ?? plain ?? '',
      encoded: star !== undefined,
    })
  }
  for (const each of sections.sort((a, b) => a.section - b.section)) {
    parameters[each.name] = (parameters[each.name] ?? '') + each.value
    if (each.encoded) encoded.add(each.name)
  }
  for (const name of encoded) parameters[name] = decodeExtended(parameters[name] as string)
  return { value, parameters }
}

/** `utf-8'en'%C3%A9t%C3%A9` */
function decodeExtended(text: string): string {
  const [, charset = 'utf-8', rest = text] = /^([\w-]*)'[^']*'(.*)$/.exec(text) ?? []
  const bytes = Buffer.from(
    rest.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  )
  return decodeText(bytes, charset)
}

/** RFC 2047; words that follow each other are joined before they are decoded, since some programs cut a character in two. */
function decodeWords(text: string): string {
  if (!text.includes('=?')) return text
  const word = /=\?([\w-]+)(?:\*[\w-]*)?\?([bq])\?([^?]*)\?=/i
  const run =
    /(?:=\?[\w-]+(?:\*[\w-]*)?\?[bq]\?[^?]*\?=)(?:\s+=\?[\w-]+(?:\*[\w-]*)?\?[bq]\?[^?]*\?=)*/gi
  return text.replace(run, (words) => {
    let charset = ''
    let bytes: Buffer[] = []
    let out = ''
    const flush = () => {
      out += decodeText(Buffer.concat(bytes), charset)
      bytes = []
    }
    for (const each of words.split(/\s+/)) {
      const [, of = 'utf-8', kind = 'q', body = ''] = word.exec(each) ?? []
      if (of.toLowerCase() !== charset) {
        flush()
        charset = of.toLowerCase()
      }
      bytes.push(
        kind.toLowerCase() === 'b'
          ? Buffer.from(body, 'base64')
          : fromQuotedPrintable(body.replace(/_/g, ' ')),
      )
    }
    flush()
    return out
  })
}

function fromQuotedPrintable(text: string): Buffer {
  return Buffer.from(
    text
      .replace(/[ \t]+(?=\r?\n|$)/g, '')
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9a-f]{2})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    'latin1',
  )
}

function decodeText(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset.trim().toLowerCase() || 'utf-8').decode(bytes)
  } catch {
    return new TextDecoder('utf-8').decode(bytes)
  }
}
