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
  const placed: string[] = []
  let staging: string | undefined
  try {
    mkdirSync(join(root, 'issues'), { recursive: true })
    staging = mkdtempSync(join(root, 'issues', '.new-'))
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
    if (staging !== undefined) rmSync(staging, { recursive: true, force: true })
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
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch (error) {
    // A folder on the way to it is a file, which is said of that folder.
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined
    throw notWritten(error as NodeJS.ErrnoException)
  }
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

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a part of its path is a file',
  ENOENT: 'there can be no folder there',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
  EIO: 'the disk is broken',
}

/** Why a file or a folder could not be made, in words. */
export const reasonOf = ({ code, message }: NodeJS.ErrnoException): string =>
  REASONS[code ?? ''] ?? message

const notWritten = (error: NodeJS.ErrnoException) =>
  new PressrunError({
    code: 'file',
    message: `the issue cannot be written: ${reasonOf(error)}`,
    mend: 'Check the folder "issues" of the project.',
  })
