// The one door to a project's files: every read is confined to the project, bounded, decoded strictly
// and recorded, so that a build knows what it depended on. Pointers are resolved as a person reads them:
// relative to the file that holds them. What is hidden (`.env`, `.git`) no pointer reaches.

import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { PressrunError } from '../problem.ts'

/** Where a pointer stands, for the message when it leads nowhere. */
export interface Where {
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
}

export interface Files {
  /** Absolute path of the project, symlinks resolved. */
  readonly root: string
  /**
   * The project's name for what `pointer` means in the file `from` (both relative to the project).
   * Throws `file` where it leads outside (by `..`, an absolute path or a symlink), to something hidden or
   * to nothing.
   */
  resolve(pointer: string, from: string, where?: Where): string
  /** UTF-8 text, BOM removed, CRLF as LF. Throws `file` for NUL or bytes that are not UTF-8. */
  text(name: string, maxBytes: number, where?: Where): string
  /** @param where what to name in messages, instead of the file itself. */
  bytes(name: string, maxBytes: number, where?: Where): Buffer
  /** Names of the files below a folder, relative to it, sorted; empty where there is no such folder. */
  list(folder: string): readonly string[]
  /** Names of the files in a folder itself, sorted. No letter may depend on them: they are not recorded. */
  names(folder: string): readonly string[]
  /** Whether there is such a file. Not recorded. */
  has(name: string): boolean
  path(name: string): string
}

export type ReadEvent = { readonly kind: 'file' | 'list'; readonly name: string }

/** @param onRead told of every file read and every folder listed, by name. */
export function projectFiles(root: string, onRead: (event: ReadEvent) => void = () => {}): Files {
  const base = realpathSync(root)
  const path = (name: string) => join(base, name)

  function bytes(name: string, maxBytes: number, where?: Where): Buffer {
    onRead({ kind: 'file', name })
    const subject = where ? `"${name}"` : 'this file'
    const fail = (message: string, mend: string): never => {
      throw new PressrunError({ code: 'file', message, mend, ...(where ?? { file: name }) })
    }
    let fd: number
    try {
      if (!inside(base, realpathSync.native(path(name))))
        return fail(
          `${subject} leads outside the project through a link`,
          'Put the file itself there.',
        )
      // Not waiting for whoever would write to a pipe.
      fd = openSync(path(name), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    } catch (error) {
      if (error instanceof PressrunError) throw error
      return fail(
        `${subject} cannot be read: ${reason(error)}`,
        'Check that the file exists and may be read.',
      )
    }
    try {
      const stat = fstatSync(fd)
      if (!stat.isFile()) {
        const what = stat.isDirectory() ? 'a folder' : 'something else'
        fail(`${subject} is ${what}, not a file`, 'Point to a file.')
      }
      if (stat.size > maxBytes) {
        fail(
          `${subject} is ${megabytes(stat.size)}, more than the ${megabytes(maxBytes)} allowed`,
          'Make it smaller.',
        )
      }
      return readFileSync(fd)
    } finally {
      closeSync(fd)
    }
  }

  return {
    root: base,
    path,
    bytes,
    resolve(pointer, from, where = {}) {
      const refuse = (how: string, mend: string) =>
        new PressrunError({ code: 'file', message: `"${pointer}" ${how}`, mend, ...where })
      const outside = (how: string) =>
        refuse(how, 'Point to a file inside the project, relative to this one.')
      if (/^(?:[a-z][a-z0-9+.-]+:)?\/\//i.test(pointer) || /^data:/i.test(pointer))
        throw refuse('is not a file in the project', 'Save it there and point to the file.')
      if (isAbsolute(pointer) || /^[a-z]:[\\/]/i.test(pointer)) throw outside('is an absolute path')
      const target = resolve(base, dirname(from), pointer)
      if (!inside(base, target)) throw outside('leads outside the project')
      const hidden = (path: string) => /(^|[\\/])\./.test(relative(base, path))
      let real: string
      try {
        real = realpathSync(target)
      } catch (error) {
        throw refuse(
          code(error) === 'ENOENT' ? 'does not exist' : `cannot be read: ${reason(error)}`,
          `Looked for ${slashes(relative(base, target))}.`,
        )
      }
      if (!inside(base, real)) throw outside('leads outside the project through a link')
      if (hidden(target) || hidden(real))
        throw refuse(
          'is hidden, and may hold secrets',
          'Keep what a letter shows in files that are not.',
        )
      return slashes(relative(base, real))
    },
    text(name, maxBytes, where) {
      return decode(bytes(name, maxBytes, where), name)
    },
    list(folder) {
      onRead({ kind: 'list', name: folder })
      return listFiles(path(folder))
    },
    names: (folder) => listFiles(path(folder), false),
    has: (name) =>
      !name.includes('\0') && (statSync(path(name), { throwIfNoEntry: false })?.isFile() ?? false),
  }
}

/** Sorted, with `/`, hidden files and folders left out. */
export function listFiles(folder: string, deep = true): readonly string[] {
  try {
    return readdirSync(folder, { recursive: deep, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => slashes(relative(folder, join(entry.parentPath, entry.name))))
      .filter((name) => !/(^|\/)\./.test(name))
      .sort()
  } catch (error) {
    if (code(error) === 'ENOENT' || code(error) === 'ENOTDIR') return []
    throw new PressrunError({
      code: 'file',
      message: `the folder cannot be listed: ${reason(error)}`,
      mend: 'Check that it may be read.',
      file: folder,
    })
  }
}

/** Strict UTF-8. `name` is for the message. Throws `file` with the line of the first bad byte. */
export function decode(bytes: Uint8Array, name: string): string {
  const refuse = (message: string, mend: string, line: number) =>
    new PressrunError({ code: 'file', message, mend, file: name, line })
  if (isUtf16(bytes)) throw refuse('this is UTF-16 text', 'Save the file as UTF-8.', 1)
  let text: string
  try {
    text = strict.decode(bytes)
  } catch {
    throw refuse(
      'this is not UTF-8 text',
      'Save the file as UTF-8 (it looks like Latin-1 or another older encoding).',
      firstBadLine(bytes),
    )
  }
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n')
  const nul = text.indexOf('\0')
  if (nul >= 0) {
    throw refuse(
      'there is a NUL byte here, so this is not a text file',
      'Remove it, or point to the right file.',
      text.slice(0, nul).split('\n').length,
    )
  }
  return text
}

const strict = new TextDecoder('utf-8', { fatal: true })

/** By its byte order mark, or by a NUL beside its first letter. */
function isUtf16([first, second]: Uint8Array): boolean {
  if (first === undefined || second === undefined) return false
  return (
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    (first === 0) !== (second === 0)
  )
}

/** Line breaks are bytes of their own in UTF-8, so that each line can be tried alone. */
function firstBadLine(bytes: Uint8Array): number {
  for (let line = 1, from = 0; ; line++) {
    const end = bytes.indexOf(0x0a, from)
    try {
      strict.decode(bytes.subarray(from, end < 0 ? undefined : end))
    } catch {
      return line
    }
    if (end < 0) return line
    from = end + 1
  }
}

const inside = (base: string, path: string) => path === base || path.startsWith(base + sep)
const slashes = (path: string) => path.split(sep).join('/')
const code = (error: unknown) => (error as NodeJS.ErrnoException).code
/** Rounded up, so that what is too large never reads as if it were not. */
const megabytes = (n: number) => `${(Math.ceil(n / 100_000) / 10).toFixed(1)} MB`

function reason(error: unknown): string {
  const reasons: Record<string, string> = {
    ENOENT: 'it does not exist',
    EACCES: 'permission denied',
    EISDIR: 'it is a folder',
    ELOOP: 'too many links',
    ENAMETOOLONG: 'its name is too long',
    ENOTDIR: 'a part of its path is a file, not a folder',
  }
  return reasons[code(error) ?? ''] ?? (error as Error).message
}
