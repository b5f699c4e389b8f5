// A list's file as text: bounded pieces of UTF-8 (from UTF-16 where the file says so), then lines. Whatever is no
// text is refused with what it is and on which line. No piece of the file is kept by a line cut from it.

import { isUtf8 } from 'node:buffer'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { TextDecoder } from 'node:util'
import { PressrunError, type Problem } from '../problem.ts'

/** Bytes read at once. */
const PIECE = 1 << 15
/** More is no row of a list. */
export const MOST_BYTES_A_ROW = 1_000_000
/** Lines handed on at once: what is made of them is gone before the garbage collector has to keep it. */
const BATCH = 100
const BOM = Buffer.from('\ufeff')

/** What files begin with that people take for lists. */
const NO_TEXT: readonly (readonly [start: string, what: string])[] = [
  ['PK\x03\x04', 'a spreadsheet (Excel, Numbers, OpenDocument) or a ZIP archive'],
  ['\xd0\xcf\x11\xe0', 'a spreadsheet of an old Excel'],
  ['\x1f\x8b', 'compressed (gzip)'],
  ['%PDF-', 'a PDF'],
  ['SQLite format 3', 'a database'],
]

export function listProblem(problem: Omit<Problem, 'code'>): PressrunError {
  return new PressrunError({ code: 'list', ...problem })
}

/**
 * The file as UTF-8 of whole characters, without a byte order mark. A piece may be read until the next is asked for.
 * @param shown the path as the user knows it, for messages.
 * @throws PressrunError `list`
 */
export async function* listPieces(path: string, shown: string): AsyncGenerator<Buffer> {
  const file = await openList(path, shown)
  try {
    const buffer = Buffer.allocUnsafe(PIECE)
    let decoder: Decoder | undefined
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE)
      const bytes = buffer.subarray(0, bytesRead)
      decoder ??= decoderFor(bytes, path, shown)
      const text = decoder(bytes, bytesRead === 0)
      if (text.length > 0) yield text
      if (bytesRead === 0) return
    }
  } catch (error) {
    throw error instanceof PressrunError ? error : unreadable(error, shown)
  } finally {
    await file.close()
  }
}

/** Pieces in order to pieces in UTF-8; `last` where nothing follows. */
type Decoder = (bytes: Buffer, last: boolean) => Buffer

function decoderFor(start: Buffer, path: string, file: string): Decoder {
  const begins = start.toString('latin1', 0, 16)
  const what = NO_TEXT.find(([magic]) => begins.startsWith(magic))?.[1]
  if (what) {
    throw listProblem({
      message: `this is ${what}, not a list as text`,
      mend: 'Export the list as "CSV UTF-8".',
      file,
      line: 1,
    })
  }
  if (begins.startsWith('\xff\xfe')) return utf16Decoder('utf-16le', file)
  if (begins.startsWith('\xfe\xff')) return utf16Decoder('utf-16be', file)
  if (/^([^\0]\0){2}|^(\0[^\0]){2}/s.test(begins)) {
    throw listProblem({
      message: 'this is UTF-16 without a byte order mark',
      mend: 'Save the list as "CSV UTF-8".',
      file,
      line: 1,
    })
  }
  return utf8Decoder(path, file)
}

function utf8Decoder(path: string, file: string): Decoder {
  let held: Buffer = Buffer.alloc(0)
  let offset = 0
  return (bytes, last) => {
    const start = held.length > 0 ? Buffer.concat([held, bytes]) : bytes
    const whole = start.subarray(0, last ? start.length : wholeCharacters(start))
    held = Buffer.from(start.subarray(whole.length))
    const nul = whole.indexOf(0)
    if (nul >= 0) {
      throw listProblem({
        message: 'there is a NUL byte here, so this is not a text file',
        mend: 'Export the list as "CSV UTF-8".',
        file,
        line: lineAt(path, offset + nul),
      })
    }
    if (!isUtf8(whole)) {
      throw listProblem({
        message: 'this is not UTF-8 text',
        mend: 'Save the list as "CSV UTF-8" (it looks like Latin-1 or another older encoding).',
        file,
        line: lineAt(path, offset + firstBad(whole)),
      })
    }
    const isFirst = offset === 0 && whole.subarray(0, 3).equals(BOM)
    offset += whole.length
    return isFirst ? whole.subarray(3) : whole
  }
}

/** Excel's "Unicode text". A half character comes out of the decoder as U+FFFD. */
function utf16Decoder(encoding: string, file: string): Decoder {
  const decoder = new TextDecoder(encoding)
  let lines = 1
  return (bytes, last) => {
    const text = decoder.decode(bytes, { stream: !last })
    const bad = /[\ufffd\0]/.exec(text)
    if (bad) {
      throw listProblem({
        message: 'this is not UTF-16 text all through',
        mend: 'Save the list as "CSV UTF-8".',
        file,
        line: lines + text.slice(0, bad.index).split('\n').length - 1,
      })
    }
    lines += text.split('\n').length - 1
    return Buffer.from(text)
  }
}

/** How many bytes are left when a character that is cut at the end is taken off. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) break
    if (byte < 0xc0) continue
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return needs > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

/** Index of the first line's beginning that is not UTF-8: exact enough to say the line. */
function firstBad(bytes: Buffer): number {
  let from = 0
  for (;;) {
    const end = bytes.subarray(from).findIndex((byte) => byte === 10 || byte === 13)
    if (end < 0 || !isUtf8(bytes.subarray(from, from + end))) return from
    from += end + 1
  }
}

/** The line of a byte: the file's beginning is read again, since this is asked once at most. */
function lineAt(path: string, offset: number): number {
  const fd = openSync(path, 'r')
  try {
    const block = Buffer.allocUnsafe(PIECE)
    let feeds = 0
    let returns = 0
    for (let at = 0; at < offset; ) {
      const read = readSync(fd, block, 0, Math.min(PIECE, offset - at), at)
      if (read === 0) break
      for (const byte of block.subarray(0, read)) {
        if (byte === 10) feeds++
        else if (byte === 13) returns++
      }
      at += read
    }
    return 1 + (feeds || returns)
  } finally {
    closeSync(fd)
  }
}

export const TOO_LONG = 'it is longer than a million characters'
/** What stands for the rest of a line that is longer than `MOST_BYTES_A_ROW`: no text holds it. */
const CUT = '\0'
export const isCut = (line: string): boolean => line.endsWith(CUT)

/** Batches of lines without their breaks: CRLF, LF, or CR where the first is one. */
export async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  const held: Buffer[] = []
  let heldBytes = 0
  let lineBreak = 0
  const lineTo = (piece: Buffer, from: number, to: number): string => {
    const ends = piece.subarray(from, to)
    const bytes = heldBytes > 0 ? Buffer.concat([...held.splice(0), ends]) : ends
    heldBytes = 0
    if (bytes.length > MOST_BYTES_A_ROW) return bytes.toString('utf8', 0, 1000) + CUT
    const cr = bytes.at(-1) === 13 && lineBreak === 10 ? 1 : 0
    return bytes.toString('utf8', 0, bytes.length - cr)
  }
  for await (const piece of pieces) {
    lineBreak ||= piece.includes(10) ? 10 : piece.subarray(0, -1).includes(13) ? 13 : 0
    let lines: string[] = []
    let from = 0
    for (let at = breakIn(piece, 0); at >= 0; at = breakIn(piece, from)) {
      lines.push(lineTo(piece, from, at))
      from = at + 1
      if (lines.length < BATCH) continue
      yield lines
      lines = []
    }
    if (from < piece.length && heldBytes <= MOST_BYTES_A_ROW) {
      held.push(Buffer.from(piece.subarray(from)))
      heldBytes += piece.length - from
    }
    if (lines.length > 0) yield lines
  }
  if (heldBytes > 0) yield [lineTo(BOM, 0, 0)]

  function breakIn(piece: Buffer, from: number): number {
    return lineBreak === 0 ? -1 : piece.indexOf(lineBreak, from)
  }
}

async function openList(path: string, shown: string): Promise<FileHandle> {
  try {
    if (statSync(path).isFile()) return await open(path, 'r')
  } catch (error) {
    throw unreadable(error, shown)
  }
  throw listProblem({
    message: 'this is not a file',
    mend: 'Name the list itself: a CSV, TSV, JSON, JSON Lines or YAML file.',
    file: shown,
  })
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'this file may not be read',
  EPERM: 'this file may not be read',
  ELOOP: 'this link leads nowhere',
  ENAMETOOLONG: 'this name is too long for a file',
  ERR_INVALID_ARG_VALUE: 'this is no name of a file',
}

function unreadable(error: unknown, shown: string): PressrunError {
  const { code = '', message } = error as NodeJS.ErrnoException
  return listProblem({
    message: REASONS[code] ?? `this file cannot be read: ${message}`,
    mend: 'Check the path, and who may read it.',
    file: shown,
  })
}
