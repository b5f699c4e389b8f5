// A source's bytes to a Reading, by what they are: plain text, Markdown, a web page, a Word document. A name's ending
// and a server's word are hints, never proof.

import { PressrunError } from '../problem.ts'
import type { Reading } from './block.ts'
import { MAX_LINES, MAX_SOURCE_BYTES } from './limits.ts'
import { decodeText } from './text/decode.ts'
import { looksLikeMarkdown } from './text/markdown-forms.ts'
import { readText } from './text/read-text.ts'

export interface SourceBytes {
  /** As the report calls it: a file's name, an address. */
  readonly name: string
  readonly bytes: Uint8Array
  /** Where it is on the web. */
  readonly url?: string
  /** As a server said. */
  readonly type?: string
  readonly charset?: string
}

export interface OpenedSource {
  readonly reading: Reading
  /** What relative links are relative to. */
  readonly base?: string
  /** Pictures within it, by the `src` that the reading has. */
  readonly pictures?: ReadonlyMap<string, Buffer>
}

/** @throws PressrunError `file` where it is too large, empty, or nothing that can be imported */
export async function readSource(source: SourceBytes): Promise<OpenedSource> {
  const { name, bytes, url } = source
  checkSize(name, bytes.length)
  const kind = foreignKind(bytes)
  if (kind === ZIP) return openWord(name, bytes)
  if (kind !== undefined) throw refused(name, `is ${kind}, which cannot be imported`)
  if (/\.docx$/i.test(name))
    throw refused(name, 'is no Word document: it is damaged, or something else')
  const isPage =
    /^(?:text\/html|application\/xhtml\+xml)$/.test(source.type ?? '') || startsAsPage(bytes)
  const charsets = [source.charset, isPage ? charsetSaid(bytes) : undefined]
  const { text, encoding, guessed } = decodeText(bytes, charsets)
  if (text.trim() === '')
    throw new PressrunError({
      code: 'file',
      message: `there is nothing in ${name}`,
      mend: 'Name a file with the text of an article or an interview.',
    })
  const reading = isPage ? await openPage(text, url) : openText(text, source)
  const base = reading.metadata.base ?? url ?? (isPage ? reading.metadata.url : undefined)
  const remark = `${name} is not UTF-8; it was read as ${encoding}, which is a guess.`
  return {
    reading: guessed ? { ...reading, remarks: [remark, ...reading.remarks] } : reading,
    ...(base === undefined ? {} : { base }),
  }
}

function openText(text: string, { name, type }: SourceBytes): Reading {
  const lines = text.split(/\r\n|[\n\r]/, MAX_LINES + 1).length
  if (lines > MAX_LINES)
    throw new PressrunError({
      code: 'file',
      message: `${name} has more than ${MAX_LINES.toLocaleString('en-US')} lines`,
      mend: 'Cut out the article or the interview and import that.',
    })
  const markdown = /\.(?:md|markdown|mdown|mkd)$/i.test(name) || type === 'text/markdown'
  return readText(text, { markdown: markdown || looksLikeMarkdown(text) })
}

async function openPage(text: string, url: string | undefined): Promise<Reading> {
  const { readHtml } = await import('./page/read-html.ts')
  return readHtml(text, url === undefined ? {} : { url })
}

async function openWord(name: string, bytes: Uint8Array): Promise<OpenedSource> {
  const { readWord } = await import('./word/read-word.ts')
  const document = await readWord(Buffer.from(bytes))
  if ('problem' in document) throw refused(name, document.problem)
  return document
}

/** @throws PressrunError `file` */
export function checkSize(name: string, bytes: number): void {
  if (bytes <= MAX_SOURCE_BYTES) return
  throw new PressrunError({
    code: 'file',
    message: `${name} is ${(Math.ceil(bytes / 100_000) / 10).toFixed(1)} MB, more than the ${MAX_SOURCE_BYTES / 1e6} MB that an import takes`,
    mend: 'Cut out the article or the interview and import that.',
  })
}

const ZIP = 'a ZIP archive'
const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
  [ZIP, [0x50, 0x4b, 0x03, 0x04]],
  ['an old Word document', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a GIF image', [0x47, 0x49, 0x46, 0x38]],
  ['rich text (RTF)', [0x7b, 0x5c, 0x72, 0x74, 0x66]],
]

/** What the bytes are where they are no text; undefined where they may be. */
function foreignKind(bytes: Uint8Array): string | undefined {
  const known = SIGNATURES.find(([, start]) => start.every((byte, at) => bytes[at] === byte))
  if (known) return known[0]
  const marked =
    (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const head = bytes.subarray(0, 4000)
  const zeros = head.reduce((sum, byte) => sum + (byte === 0 ? 1 : 0), 0)
  // UTF-16 has a NUL beside most letters of ASCII; less than that is no text at all, nor is more.
  const share = zeros / head.length
  return !marked && ((share > 0 && share < 0.2) || share > 0.6) ? 'a binary file' : undefined
}

const refused = (name: string, message: string) =>
  new PressrunError({
    code: 'file',
    message: `${name} ${message}`,
    mend: 'Save its text as .txt, .md, .html or .docx and import that.',
  })

const HEAD_BYTES = 4_096

/** Its ASCII, whatever else is in it. */
const headOf = (bytes: Uint8Array) =>
  Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1').replaceAll('\0', '')

const startsAsPage = (bytes: Uint8Array) =>
  /^(?:ï»¿|ÿþ|þÿ)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|main|section|p|h1|meta|title)\b/i.test(
    headOf(bytes),
  )

function charsetSaid(bytes: Uint8Array): string | undefined {
  const head = headOf(bytes)
  return (
    /<meta[^>]{1,300}charset\s*=\s*["']?\s*([\w.:-]{2,40})/i.exec(head)?.[1] ??
    /^\s*<\?xml[^>]{1,200}encoding\s*=\s*["']([\w.:-]{2,40})/i.exec(head)?.[1]
  )
}
