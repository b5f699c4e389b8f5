// A project's files as the last commit has them, read from git's own store: nothing is checked out, and nothing
// that is not in the commit can be read, but for `.env`, which is never there.

import { execFile, spawnSync } from 'node:child_process'
import { posix } from 'node:path'
import { PressrunError } from '../../problem.ts'
import { decode, type Files, projectFiles, type ReadEvent } from '../../project/files.ts'

export interface GitFiles {
  /**
   * @param onRead told of every file read and every folder listed, by name.
   * @throws PressrunError `file` where there is no commit.
   */
  open(onRead: (event: ReadEvent) => void): Files
  /** Id of the last commit, as `open` found it. */
  readonly commit: string
}

interface Tree {
  readonly commit: string
  /** Object id by path relative to the project. */
  readonly blobs: ReadonlyMap<string, string>
}

const MAX_OUTPUT_BYTES = 512_000_000
/** Blobs by object id, which never change. */
const MAX_KEPT_BYTES = 64_000_000

export function gitFiles(root: string): GitFiles {
  let tree: Tree | undefined
  const kept = new Map<string, Buffer>()
  let keptBytes = 0

  function treeNow(): Tree {
    const commit = git(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])
    if (commit === undefined) {
      throw new PressrunError({
        code: 'file',
        message: 'there is no commit to compare with',
        mend: 'Commit the project with git once, and compare again.',
      })
    }
    const id = commit.toString().trim()
    if (tree?.commit === id) return tree
    const blobs = new Map<string, string>()
    for (const entry of (git(root, ['ls-tree', '-r', '-z', id]) ?? '').toString().split('\0')) {
      const [, mode, oid, path] = /^(\d+) blob ([0-9a-f]+)\t([\s\S]+)$/.exec(entry) ?? []
      // A link in a commit is a text that names its target; what it leads to is no business of a letter.
      if (mode !== '120000' && oid && path) blobs.set(path, oid)
    }
    tree = { commit: id, blobs }
    return tree
  }

  function blob(oid: string): Buffer {
    const before = kept.get(oid)
    if (before) return before
    const bytes = git(root, ['cat-file', 'blob', oid])
    if (!bytes) throw new Error(`git has lost the object ${oid}`)
    if (keptBytes + bytes.length > MAX_KEPT_BYTES) {
      kept.clear()
      keptBytes = 0
    }
    kept.set(oid, bytes)
    keptBytes += bytes.length
    return bytes
  }

  return {
    get commit() {
      return tree?.commit ?? ''
    },
    open(onRead) {
      const { blobs } = treeNow()
      const disk = projectFiles(root)
      const fail = (message: string, mend: string, where: object = {}) =>
        new PressrunError({ code: 'file', message, mend, ...where })
      const below = (folder: string) =>
        [...blobs.keys()]
          .filter((name) => name.startsWith(`${folder}/`) && !/(^|\/)\.[^/]*$/.test(name))
          .map((name) => name.slice(folder.length + 1))
          .sort()
      const files: Files = {
        root: disk.root,
        path: disk.path,
        resolve(pointer, from, where = {}) {
          const name = posix.normalize(posix.join(posix.dirname(from), pointer))
          if (pointer.startsWith('/') || name.startsWith('../')) {
            throw fail(`"${pointer}" leads outside the project`, 'Point to a file inside.', where)
          }
          if (blobs.has(name)) return name
          throw fail(`"${pointer}" is not in the last commit`, `Looked for ${name}.`, where)
        },
        bytes(name, maxBytes, where = {}) {
          onRead({ kind: 'file', name })
          if (name === '.env') return disk.bytes(name, maxBytes, where)
          const oid = blobs.get(name)
          if (oid === undefined) {
            throw fail(`"${name}" is not in the last commit`, 'Commit it, and try again.', where)
          }
          const bytes = blob(oid)
          if (bytes.length > maxBytes) {
            throw fail(`"${name}" is too large in the last commit`, 'Make it smaller.', where)
          }
          return bytes
        },
        text: (name, maxBytes, where) => decode(files.bytes(name, maxBytes, where), name),
        list(folder) {
          onRead({ kind: 'list', name: folder })
          return below(folder)
        },
        names: (folder) => below(folder).filter((name) => !name.includes('/')),
        has: (name) => blobs.has(name),
      }
      return files
    },
  }
}

/** @returns what git printed; nothing where it failed or is not there. */
function git(cwd: string, args: readonly string[]): Buffer | undefined {
  const { status, stdout } = spawnSync('git', ['--no-optional-locks', ...args], {
    cwd,
    maxBuffer: MAX_OUTPUT_BYTES,
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  })
  return status === 0 ? stdout : undefined
}

/** The project is in a repository that has a commit. */
export function hasCommit(root: string): Promise<boolean> {
  return new Promise((resolve) => {
    const args = ['--no-optional-locks', 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}']
    execFile('git', args, { cwd: root, windowsHide: true }, (error) => resolve(!error))
  })
}
