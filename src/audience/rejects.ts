// Rejected rows as CSV, in the list's own columns after the line and the reason, so that they can be mended and
// sent in again. Opened in a spreadsheet, nothing in it runs.

import { once } from 'node:events'
import { createWriteStream, rmSync, type WriteStream } from 'node:fs'
import { PressrunError } from '../problem.ts'
import type { ListRow, RejectedRow } from './list.ts'

export interface RejectsFile {
  /** @throws PressrunError `file` */
  add(row: RejectedRow): Promise<void>
  /** @returns how many rows there are in it; with none there is no file. */
  close(): Promise<number>
}

/**
 * Holds the rejects of this one reading: what stood there before goes. It names readers, so that nobody else may
 * read it.
 * @param shown the path as the user knows it, for messages.
 */
export function openRejects(path: string, shown: string = path): RejectsFile {
  let stream: WriteStream | undefined
  let failure: unknown
  let count = 0
  const fail = (error: unknown) =>
    new PressrunError(
      {
        code: 'file',
        message: `the rejected rows cannot be written: ${(error as Error).message.split(',')[0]}`,
        mend: 'Check that the folder is there and can be written to.',
        file: shown,
      },
      { exitCode: 1, cause: error },
    )
  return {
    async add(row) {
      if (!stream) {
        rmSync(path, { force: true })
        stream = createWriteStream(path, { mode: 0o600 }).on('error', (error) => {
          failure = error
        })
        // The mark tells a spreadsheet that this is UTF-8.
        stream.write(`\ufeff${rejectsHeader(row.columns)}`)
      }
      count++
      if (!stream.write(rejectLine(row)) && !failure)
        await once(stream, 'drain').catch((error: unknown) => {
          failure = error
        })
      if (failure) throw fail(failure)
    },
    async close() {
      if (!stream) rmSync(path, { force: true })
      else {
        if (!failure)
          await new Promise<void>((done) => {
            stream?.once('error', () => done()).end(() => done())
          })
        if (failure) throw fail(failure)
      }
      return count
    },
  }
}

/**
 * Writes those of the rows that are rejected.
 * @returns how many there were; with none there is no file.
 * @throws PressrunError `file`, and what reading the rows throws
 */
export async function writeRejects(
  path: string,
  rows: Iterable<ListRow> | AsyncIterable<ListRow>,
  shown: string = path,
): Promise<number> {
  const file = openRejects(path, shown)
  try {
    for await (const row of rows) if (row.kind === 'rejected') await file.add(row)
  } catch (error) {
    await file.close().catch(() => {})
    throw error
  }
  return file.close()
}

/** @param columns of the list; where it has none, a row is one text. */
export const rejectsHeader = (columns: readonly string[] = ['row']): string =>
  csvLine(['line', 'reason', ...columns])

export const rejectLine = ({ line, reason, raw }: RejectedRow): string =>
  csvLine([String(line), reason, ...raw])

const csvLine = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`

/**
 * A spreadsheet runs a cell that begins with one of these as a formula: an apostrophe makes it text. Reading a list
 * takes it off again.
 */
function cell(text: string): string {
  const safe = /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",;\t|\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replace(/"/g, '""')}"` : safe
}
