// New files of a project on disk: all of them or none. Written beside their place first and moved there when whole,
// in the order given, so that what points comes after what it points to. Nothing that exists is overwritten unless
// that was asked for.

import {
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { PressrunError } from '../problem.ts'

export interface PlacedFile {
  /** Relative to the project, with `/`. */
  readonly name: string
  readonly content: string | Uint8Array
}

/**
 * @param root the project's folder.
 * @param files in the order in which they are put in place.
 * @returns names of files that were there before and were overwritten.
 * @throws PressrunError `file` where something exists and `force` is not given, or cannot be written
 */
export function placeFiles(
  root: string,
  files: readonly PlacedFile[],
  { force = false }: { readonly force?: boolean } = {},
): readonly string[] {
  const existing = files.map(({ name }) => name).filter((name) => entryAt(join(root, name)))
  checkFolders(root, files)
  if (existing.length > 0 && !force) throw exists(existing)
  mkdirSync(join(root, 'issues'), { recursive: true })
  const staging = mkdtempSync(join(root, 'issues', '.new-'))
  const placed: string[] = []
  try {
    for (const { name, content } of files) {
      mkdirSync(dirname(join(staging, name)), { recursive: true })
      writeFileSync(join(staging, name), content, { flag: 'wx' })
    }
    for (const { name } of files) {
      mkdirSync(dirname(join(root, name)), { recursive: true })
      if (force) renameSync(join(staging, name), join(root, name))
      else moveNew(join(staging, name), join(root, name), name)
      placed.push(name)
    }
  } catch (error) {
    // What was overwritten cannot come back; what was new goes.
    for (const name of placed)
      if (!existing.includes(name)) rmSync(join(root, name), { force: true })
    throw error instanceof PressrunError ? error : notWritten(error as NodeJS.ErrnoException)
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
  return existing
}

/** A link is made only where nothing is: what came there meanwhile is not overwritten. */
function moveNew(from: string, to: string, name: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw exists([name])
    // File systems without links.
    if (entryAt(to)) throw exists([name])
    renameSync(from, to)
    return
  }
  unlinkSync(from)
}

function entryAt(path: string) {
  return lstatSync(path, { throwIfNoEntry: false })
}

/** A folder that is a link could lead anywhere. */
function checkFolders(root: string, files: readonly PlacedFile[]): void {
  const folders = new Set(['issues', ...files.map(({ name }) => dirname(name))])
  for (const folder of folders) {
    const entry = entryAt(join(root, folder))
    if (!entry || (entry.isDirectory() && !entry.isSymbolicLink())) continue
    throw new PressrunError({
      code: 'file',
      message: entry.isSymbolicLink() ? 'this folder is a link' : 'this is a file, not a folder',
      mend: 'Move it away, or choose another name with --slug.',
      file: folder,
    })
  }
}

function exists(names: readonly string[]): PressrunError {
  const [first = '', ...more] = names
  return new PressrunError({
    code: 'file',
    message: `${first} exists already${more.length > 0 ? `, and ${more.length} more` : ''}; nothing was written`,
    mend: 'Choose another name with --slug, or overwrite it with --force.',
  })
}

function notWritten({ code, message }: NodeJS.ErrnoException): PressrunError {
  const reasons: Record<string, string> = {
    EACCES: 'permission denied',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a part of its path is a file',
  }
  return new PressrunError({
    code: 'file',
    message: `the issue cannot be written: ${reasons[code ?? ''] ?? message}`,
    mend: 'Check the folder "issues" of the project.',
  })
}
