// The letters that were looked at last, in the project's cache folder: a studio that opens again shows the first one
// before anything is loaded that makes letters. What a letter was made from decides whether it still stands, as it
// does for a build. Losing the folder costs time, nothing else.

import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { fingerprint, type Manifest, readsOf, readsStand, Snapshot } from '../build/manifest.ts'
import type { Dependencies, Pressed } from './press/versions.ts'

/** Without the project: that is read anew, and holds passwords. */
type Made = Omit<NonNullable<Pressed['made']>, 'project'>

export interface KeptLetter extends Made {
  readonly depends: Dependencies
}

export interface KeptLetters {
  /** Nothing where none was kept, or something that it was made from is another now. */
  find(slug: string): KeptLetter | undefined
  /** @param since ms since the epoch: a file that changed later may not be what the letter was made from. */
  keep(slug: string, letter: KeptLetter, since: number): void
}

interface OnDisk extends KeptLetter, Pick<Manifest, 'made' | 'reads'> {}

const FOLDER = '.pressrun/cache/letters'
/** A letter with its pictures is half a megabyte or so. */
const MOST_KEPT = 12

export function keptLetters(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
): KeptLetters {
  const folder = join(root, FOLDER)
  const pathOf = (slug: string) => join(folder, `${encodeURIComponent(slug)}.letter`)
  // An issue knows where its pictures are: moved elsewhere, it is another.
  const made = () => `${fingerprint(root, env)} ${root}`

  function dropOldest(): void {
    const byAge = readdirSync(folder)
      .map((name) => join(folder, name))
      .map((path) => ({ path, ms: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
      .sort((a, b) => b.ms - a.ms)
    for (const { path } of byAge.slice(MOST_KEPT)) rmSync(path, { force: true })
  }

  return {
    find(slug) {
      try {
        const { issue, rendered, depends, ...manifest } = deserialize(
          readFileSync(pathOf(slug)),
        ) as OnDisk
        const stands = manifest.made === made() && readsStand(manifest.reads, new Snapshot(root))
        return stands ? { issue, rendered, depends } : undefined
      } catch {
        // Not there, or written by another version of Node or of this.
        return undefined
      }
    },
    keep(slug, letter, since) {
      try {
        const { files, lists } = letter.depends
        const snapshot = new Snapshot(root)
        if (files.some((name) => (snapshot.stamp(name)?.[2] ?? 0) >= since)) return
        const events = [
          ...files.map((name) => ({ kind: 'file' as const, name })),
          ...lists.map((name) => ({ kind: 'list' as const, name })),
        ]
        const onDisk: OnDisk = {
          ...letter,
          made: made(),
          reads: readsOf(events, snapshot, since),
        }
        mkdirSync(folder, { recursive: true })
        const fresh = `${pathOf(slug)}.${process.pid}.new`
        writeFileSync(fresh, serialize(onDisk), { mode: 0o600 })
        renameSync(fresh, pathOf(slug))
        dropOldest()
      } catch {
        // A folder that cannot be written keeps nothing.
      }
    },
  }
}
