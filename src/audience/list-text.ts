// A list's file as text, in pieces: UTF-8, or UTF-16 where the file says so; anything else is refused by line.
// Line breaks come out as LF.

import { createReadStream, statSync } from 'node:fs'
import { TextDecoder } from 'node:util'
import { PressrunError, type Problem } from '../problem.ts'

export function listProblem(problem: Omit<Problem, 'code'>): PressrunError {
  return new PressrunError({ code: 'list', ...problem })
}

/** @throws PressrunError `list` */
export function checkListFile(path: string, shown: string): number {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) {
    throw listProblem({
      message: `there is no list "${shown}"`,
      mend: 'Name a CSV, TSV, JSON, JSON Lines or YAML file with a column "email".',
    })
  }
  if (!stat.isFile()) {
    throw listProblem({ message: `"${shown}" is not a file`, mend: 'Name the list itself.' })
  }
  return stat.size
}

/**
 * @param shown the path as the user knows it, for messages.
 * @throws PressrunError `list`
 */
export async function* listText(path: string, shown: string): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  let lines = 1
  /** Half a line break at a chunk's end. */
  let held = ''
  const stream = createReadStream(path, { highWaterMark: 1 << 18 })
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      decoder ??= decoderFor(chunk)
      if (decoder.encoding === 'utf-8' && chunk.includes(0)) throw notText(shown, lines, chunk)
      let text: string
      try {
        text = decoder.decode(chunk, { stream: true })
      } catch {
        throw notUtf8(shown, lines, chunk)
      }
      text = held + text
      held = text.endsWith('\r') ? '\r' : ''
      text = text.slice(0, text.length - held.length).replace(/\r\n?/g, '\n')
      lines += text.split('\n').length - 1
      yield text
    }
    const rest = (decoder?.decode() ?? '') + (held === '' ? '' : '\n')
    if (rest !== '') yield rest
  } catch (error) {
    if (error instanceof PressrunError) throw error
    if (error instanceof TypeError) throw notUtf8(shown, lines, Buffer.alloc(0))
    throw listProblem({
      message: `cannot read "${shown}": ${(error as Error).message}`,
      mend: 'Check that the file may be read.',
    })
  }
}

function decoderFor(start: Buffer): TextDecoder {
  const utf16 = start[0] === 0xff && start[1] === 0xfe
  const swapped = start[0] === 0xfe && start[1] === 0xff
  return new TextDecoder(utf16 ? 'utf-16le' : swapped ? 'utf-16be' : 'utf-8', { fatal: true })
}

function notUtf8(file: string, before: number, chunk: Buffer): PressrunError {
  const loose = new TextDecoder('utf-8').decode(chunk, { stream: true })
  const at = Math.max(loose.indexOf('\ufffd'), 0)
  return listProblem({
    message: 'this is not UTF-8 text',
    mend: 'Save the list as "CSV UTF-8" (it looks like Latin-1 or another older encoding).',
    file,
    line: before + loose.slice(0, at).split('\n').length - 1,
  })
}

function notText(file: string, before: number, chunk: Buffer): PressrunError {
  const line =
    before + chunk.subarray(0, chunk.indexOf(0)).toString('latin1').split('\n').length - 1
  return listProblem({
    message: 'there is a NUL byte here, so this is not a text file',
    mend: 'Export the list as CSV: a spreadsheet or a database cannot be read.',
    file,
    line,
  })
}
