// Images that were made once, in the project's cache folder. Losing them costs time, nothing else.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ImageCache } from '../render/images.ts'

const FOLDER = '.pressrun/cache/images'
/** How many stay in memory: a digest's worth. */
const MOST_KEPT = 64

export function imageFolder(root: string): ImageCache {
  const folder = join(root, FOLDER)
  const kept = new Map<string, Buffer>()
  const keep = (key: string, made: Buffer) => {
    kept.delete(key)
    kept.set(key, made)
    const [oldest] = kept.keys()
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
    return made
  }
  return {
    get(key) {
      const known = kept.get(key)
      if (known) return keep(key, known)
      try {
        return keep(key, readFileSync(join(folder, key)))
      } catch {
        return undefined
      }
    },
    set(key, made) {
      keep(key, made)
      try {
        mkdirSync(folder, { recursive: true })
        writeFileSync(join(folder, `${key}.${process.pid}.new`), made)
        renameSync(join(folder, `${key}.${process.pid}.new`), join(folder, key))
      } catch {
        // A folder that cannot be written: the image is made again next time.
      }
    },
  }
}
