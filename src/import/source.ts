// A source's bytes to a Reading, by what they are: plain text or Markdown. A name's ending is a hint, never proof.

import { extname } from 'node:path'
import { PressrunError } from '../problem.ts'
import type { Reading } from './block.ts'
import { MAX_SOURCE_BYTES } from './limits.ts'
import { decodeText } from './text/decode.ts'
import { looksLikeMarkdown } from './text/markdown-forms.ts'
import { readText } from './text/read-text.ts'

export interface SourceBytes {
  /** As the report calls it: a file's name, an address. */
  readonly name: string
  readonly bytes: Uint8Array
}

const MARKDOWN = new Set(['.md', '.markdown', '.mdown', '.mkd'])

/** @throws PressrunError `file` where it is too large, empty, or nothing that can be imported */
export function readSource({ name, bytes }: SourceBytes): Reading {
  checkSize(name, bytes.length)
  const ending = extname(name).toLowerCase()
  const kind = foreignKind(bytes)
  if (kind !== undefined) throw notImported(name, kind)
  const { text, encoding, guessed } = decodeText(bytes)
  if (text.trim() === '')
    throw new PressrunError({
      code: 'file',
      message: `there is nothing in ${name}`,
      mend: 'Name a file with the text of an article or an interview.',
    })
  if (isHtml(text)) throw notImported(name, 'a web page')
  const reading = readText(text, { markdown: MARKDOWN.has(ending) || looksLikeMarkdown(text) })
  if (!guessed) return reading
  const remark = `${name} is not UTF-8; it was read as ${encoding}, which is a guess.`
  return { ...reading, remarks: [remark, ...reading.remarks] }
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

const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
  ['a ZIP archive', [0x50, 0x4b, 0x03, 0x04]],
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
  // UTF-16 has a NUL beside most letters of ASCII; less than that is no text at all.
  return !marked && zeros > 0 && zeros < head.length * 0.2 ? 'a binary file' : undefined
}

function notImported(name: string, kind: string): PressrunError {
  return new PressrunError({
    code: 'file',
    message: `${name} is ${kind}, which cannot be imported`,
    mend: 'Save its text as .txt or .md and import that.',
  })
}

const isHtml = (text: string) =>
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype html|html|head|body)\b/i.test(
    text.slice(0, 4000),
  )
