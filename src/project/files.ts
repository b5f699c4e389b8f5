// The one door to a project's files: every read is confined to the project, bounded, decoded strictly
// and recorded, so that a build knows what it depended on. Pointers are resolved as a person reads them:
// relative to the file that holds them.

import { closeSync, fstatSync, openSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { PressrunError, type Problem } from '../problem.ts'

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
   * Throws `file` where it leads outside (by `..`, an absolute path or a symlink) or to nothing.
   */
  resolve(pointer: string, from: string, where?: Where): string
  /** UTF-8 text, BOM removed, CRLF as LF. Throws `file` for NUL or bytes that are not UTF-8. */
  text(name: string, maxBytes: number, where?: Where): string
  bytes(name: string, maxBytes: number, where?: Where): Buffer
  /** Names of the files below a folder, relative to it, sorted; empty where there is no such folder. */
  list(folder: string): readonly string[]
  /** Names of the files in a folder itself, sorted. No letter may depend on them: they are not recorded. */
  names(folder: string): readonly string[]
  path(name: string): string
}

export type ReadEvent = { readonly kind: 'file' | 'list'; readonly name: string }

/** @param onRead told of every file read and every folder listed, by name. */
export function projectFiles(root: string, onRead: (event: ReadEvent) => void = () => {}): Files {
  const base = realpathSync(root)
  const path = (name: string) => join(base, name)

  function bytes(name: string, maxBytes: number, where: Where = {}): Buffer {
    onRead({ kind: 'file', name })
    const fail = (message: string, mend: string): never => {
      throw new PressrunError({ code: 'file', message, mend, ...where })
    }
    let fd: number
    try {
      fd = openSync(path(name), 'r')
    } catch (error) {
      return fail(
        `cannot read "${name}": ${reason(error)}`,
        'Check that the file exists and may be read.',
      )
    }
    try {
      const stat = fstatSync(fd)
      if (!stat.isFile()) fail(`"${name}" is not a file`, 'Point to a file.')
      if (stat.size > maxBytes) {
        fail(
          `"${name}" is ${megabytes(stat.size)}, more than the ${megabytes(maxBytes)} allowed`,
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
      const outside = (how: string) =>
        new PressrunError({
          code: 'file',
          message: `"${pointer}" ${how}`,
          mend: 'Point to a file inside the project, relative to this one.',
          ...where,
        })
      if (isAbsolute(pointer) || /^[a-z]:[\\/]/i.test(pointer)) throw outside('is an absolute path')
      const target = resolve(base, dirname(from), pointer)
      if (!inside(base, target)) throw outside('leads outside the project')
      let real: string
      try {
        real = realpathSync(target)
      } catch (error) {
        throw new PressrunError({
          code: 'file',
          message: `"${pointer}" ${code(error) === 'ENOENT' ? 'does not exist' : `cannot be read: ${reason(error)}`}`,
          mend: `Looked for ${slashes(relative(base, target))}.`,
          ...where,
        })
      }
      if (!inside(base, real)) throw outside('leads outside the project through a link')
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
  }
}

/** Sorted, with `/`, hidden files left out. */
export function listFiles(folder: string, deep = true): readonly string[] {
  try {
    return readdirSync(folder, { recursive: deep, withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => slashes(relative(folder, join(entry.parentPath, entry.name))))
      .sort()
  } catch (error) {
    if (code(error) === 'ENOENT') return []
    throw error
  }
}

/** Strict UTF-8. `name` is for the message. Throws `file` with the line of the first bad byte. */
export function decode(bytes: Uint8Array, name: string): string {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const line = firstBadLine(bytes)
    throw new PressrunError({
      code: 'file',
      message: 'this is not UTF-8 text',
      mend: 'Save the file as UTF-8 (it looks like Latin-1 or another older encoding).',
      file: name,
      line,
    })
  }
  const nul = text.indexOf('\0')
  if (nul >= 0) {
    const problem: Problem = {
      code: 'file',
      message: 'there is a NUL byte here, so this is not a text file',
      mend: 'Remove it, or point to the right file.',
      file: name,
      line: text.slice(0, nul).split('\n').length,
    }
    throw new PressrunError(problem)
  }
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

function firstBadLine(bytes: Uint8Array): number {
  const loose = new TextDecoder('utf-8').decode(bytes)
  const at = loose.indexOf('\uFFFD')
  return loose.slice(0, Math.max(at, 0)).split('\n').length
}

const inside = (base: string, path: string) => path === base || path.startsWith(base + sep)
const slashes = (path: string) => path.split(sep).join('/')
const code = (error: unknown) => (error as NodeJS.ErrnoException).code
const megabytes = (n: number) => `${(n / 1_000_000).toFixed(1)} MB`

function reason(error: unknown): string {
  const reasons: Record<string, string> = {
    ENOENT: 'it does not exist',
    EACCES: 'permission denied',
    EISDIR: 'it is a folder',
    ELOOP: 'too many links',
  }
  return reasons[code(error) ?? ''] ?? (error as Error).message
}
