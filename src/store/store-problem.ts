// What a database complains of, as one sentence and its mend.

import { PressrunError } from '../problem.ts'

/** By the first part of SQLite's code that fits: `SQLITE_IOERR_WRITE` is an `SQLITE_IOERR`. */
const SAYINGS: readonly (readonly [string, string, string])[] = [
  ['SQLITE_FULL', 'the disk is full', 'Make room, then run the same command again.'],
  ['SQLITE_IOERR', 'the disk could not be read or written', 'Check the disk, then run it again.'],
  [
    'SQLITE_READONLY',
    'the store may not be written',
    'Give yourself the right to write the file and its folder.',
  ],
  ['SQLITE_PERM', 'the store may not be opened', 'Give yourself the right to read and write it.'],
  [
    'SQLITE_CANTOPEN',
    'the store cannot be opened',
    'Check that its folder is there and may be written.',
  ],
  [
    'SQLITE_BUSY',
    'another program holds the store locked',
    'Close what has the file open (a database browser?), then run it again.',
  ],
  ['SQLITE_LOCKED', 'the store is locked', 'Run it again.'],
  [
    'SQLITE_CORRUPT',
    'the store is damaged',
    'Put it back from a backup, or move it aside to begin a new one; it says who was sent what, so keep it.',
  ],
  [
    'SQLITE_NOTADB',
    'this is not a store of Pressrun',
    'Move the file aside, or restore the store.',
  ],
]

/** Anything an engine threw, as the one error that users may meet; what is no complaint of the database passes. */
export function storeProblem(error: unknown, file: string): unknown {
  const code = (error as { code?: unknown } | null)?.code
  if (error instanceof PressrunError || typeof code !== 'string') return error
  const saying = SAYINGS.find(([start]) => code.startsWith(start)) ?? systemSaying(code)
  if (!saying) return error
  const [, message, mend] = saying
  return new PressrunError({ code: 'store', message, mend, file }, { exitCode: 1, cause: error })
}

export const halfCopied = (file: string) =>
  new PressrunError(
    {
      code: 'store',
      message: 'a copy into this store was cut off, and half a store is none',
      mend: 'Copy it again: pressrun store copy. It begins anew.',
      file,
    },
    { exitCode: 1 },
  )

function systemSaying(code: string): readonly [string, string, string] | undefined {
  const like: Record<string, string> = {
    ENOSPC: 'SQLITE_FULL',
    EDQUOT: 'SQLITE_FULL',
    EROFS: 'SQLITE_READONLY',
    EACCES: 'SQLITE_READONLY',
    EPERM: 'SQLITE_READONLY',
    EIO: 'SQLITE_IOERR',
    ENOTDIR: 'SQLITE_CANTOPEN',
    ENOENT: 'SQLITE_CANTOPEN',
  }
  return SAYINGS.find(([start]) => start === like[code])
}
