// Rejected rows as CSV, in the list's own columns after the line and the reason, so that they can be mended and
// sent in again. Opened in a spreadsheet, nothing in it runs. The file is whole or not there: it is written beside
// its place and moved there at the end, and it may be read by nobody else, since it names readers.

import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { PressrunError } from '../problem.ts'
import { REJECTED_COLUMNS } from './columns.ts'
import { csvLine } from './csv-cells.ts'
import type { ListRow, RejectedRow } from './list.ts'

/** Characters held before they are written. */
const HELD = 1 << 16

export interface RejectsFile {
  /** Path as the user knows it. */
  readonly shown: string
  /** @throws PressrunError `file` */
  add(row: RejectedRow): void
  /**
   * Puts the file in its place; with no row there is none, and one of an earlier reading goes.
   * @returns how many rows there are in it.
   * @throws PressrunError `file`
   */
  close(): number
  /** The reading came to nothing: what stood there before stays. */
  discard(): void
}

/**
 * Where the rows that a list's reading rejected go: in the project's folder that is out of version control, since
 * they name readers. Always longer than the list's own name: a rejects file that is read as a list stays.
 */
const rejectsName = (list: string): string =>
  `.pressrun/rejects/${basename(list).replace(/\.csv$/i, '')}.rejects.csv`

/** @param list its file's name. @throws PressrunError `file`, from its methods */
export const openRejects = (root: string, list: string): RejectsFile =>
  rejectsFile(join(root, rejectsName(list)), rejectsName(list))

export function rejectsFile(path: string, shown: string = path): RejectsFile {
  const fresh = `${path}.${process.pid}.new`
  let file: number | undefined
  let isBegun = false
  let held = ''
  let count = 0
  const flush = (to: number) => {
    const bytes = Buffer.from(held)
    held = ''
    for (let at = 0; at < bytes.length; ) at += writeSync(to, bytes, at)
  }
  const discard = () => {
    if (file !== undefined) closeSync(file)
    file = undefined
    if (isBegun) rmSync(fresh, { force: true })
  }
  const guard = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      discard()
      throw unwritable(error, shown)
    }
  }
  return {
    shown,
    add(row) {
      guard(() => {
        if (file === undefined) {
          mkdirSync(dirname(path), { recursive: true })
          file = openSync(fresh, 'w', 0o600)
          isBegun = true
          // The mark tells a spreadsheet that this is UTF-8.
          held = `\ufeff${rejectsHeader(row.columns)}`
        }
        count++
        held += rejectLine(row)
        if (held.length >= HELD) flush(file)
      })
    },
    close() {
      guard(() => {
        if (file === undefined) return rmSync(path, { force: true })
        flush(file)
        fsyncSync(file)
        closeSync(file)
        file = undefined
        renameSync(fresh, path)
      })
      return count
    },
    discard,
  }
}

/**
 * The rows as they are, those rejected written down on the way: in their place when the last one has passed, and
 * not at all where the reading ends before.
 * @throws PressrunError `file`, and what reading the rows throws
 */
export async function* withRejects(
  rows: Iterable<ListRow> | AsyncIterable<ListRow>,
  file: RejectsFile,
): AsyncGenerator<ListRow> {
  let whole = false
  try {
    for await (const row of rows) {
      if (row.kind === 'rejected') file.add(row)
      yield row
    }
    whole = true
  } finally {
    if (whole) file.close()
    else file.discard()
  }
}

/** @param columns of the list; where it has none, a row is one text. */
export const rejectsHeader = (columns: readonly string[] = ['row']): string =>
  csvLine([...REJECTED_COLUMNS, ...columns])

export const rejectLine = ({ line, reason, raw }: RejectedRow): string =>
  csvLine([String(line), reason, ...raw])

function unwritable(error: unknown, file: string): PressrunError {
  const { code, message } = error as NodeJS.ErrnoException
  const why = code === 'ENOSPC' ? 'the disk is full' : message.split(',')[0]
  return new PressrunError(
    {
      code: 'file',
      message: `the rejected rows cannot be written: ${why}`,
      mend: 'Check that the folder can be written to.',
      file,
    },
    { exitCode: 1, cause: error },
  )
}
