// What a letter was made from, and what was made: enough to know, without making it again, that nothing changed.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { listFiles, type ReadEvent } from '../project/files.ts'
import { version } from '../version.ts'
import type { IssueSummary } from './letter-files.ts'

export interface Manifest {
  /** Of everything that is no file: Pressrun's version, secrets (hashed). */
  readonly made: string
  readonly reads: readonly Read[]
  readonly outputs: readonly Stamp[]
  readonly summary: IssueSummary
}

/** Name, size and time of a file: when they stand as they did, so does what is in it. */
type Stamp = readonly [name: string, bytes: number, modifiedMs: number]
type Read =
  | readonly ['file', ...Stamp, hash: string]
  | readonly ['list', name: string, hash: string]

/** A file that was changed this shortly before it was read may have changed again under the same time stamp. */
const RACY_MS = 2000

/** Looks at each file once, however many letters were made from it. */
export class Snapshot {
  readonly #root: string
  readonly #stamps = new Map<string, Stamp | undefined>()
  readonly #hashes = new Map<string, string | undefined>()

  constructor(root: string) {
    this.#root = root
  }

  stamp(name: string): Stamp | undefined {
    if (!this.#stamps.has(name)) this.#stamps.set(name, this.#stampOf(name))
    return this.#stamps.get(name)
  }

  #stampOf(name: string): Stamp | undefined {
    const stat = statSync(join(this.#root, name), { throwIfNoEntry: false })
    return stat?.isFile() ? [name, stat.size, stat.mtimeMs] : undefined
  }

  fileHash(name: string): string | undefined {
    return this.#once(`file ${name}`, () =>
      this.stamp(name) ? hashOf(readFileSync(join(this.#root, name))) : undefined,
    )
  }

  listHash(folder: string): string | undefined {
    return this.#once(`list ${folder}`, () =>
      hashOf(Buffer.from(listFiles(join(this.#root, folder)).join('\n'))),
    )
  }

  #once(key: string, make: () => string | undefined): string | undefined {
    if (!this.#hashes.has(key)) this.#hashes.set(key, make())
    return this.#hashes.get(key)
  }
}

/** @param now ms since the epoch. */
export function readsOf(events: readonly ReadEvent[], snapshot: Snapshot, now: number): Read[] {
  const distinct = new Map(events.map((event) => [`${event.kind} ${event.name}`, event]))
  return [...distinct.values()].flatMap(({ kind, name }): Read[] => {
    if (kind === 'list') return [['list', name, snapshot.listHash(name) ?? '']]
    const stamp = snapshot.stamp(name)
    if (!stamp) return []
    const [, bytes, modifiedMs] = stamp
    // A time that never matches makes the next run look at the content.
    const trusted = now - modifiedMs > RACY_MS ? modifiedMs : 0
    return [['file', name, bytes, trusted, snapshot.fileHash(name) ?? '']]
  })
}

/** Secrets go into links and signatures; of them only a hash is kept. */
export function fingerprint(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const dotEnv = join(root, '.env')
  const hash = createHash('sha256').update(version)
  hash.update(existsSync(dotEnv) ? readFileSync(dotEnv) : '')
  for (const key of Object.keys(env).sort()) {
    if (key.startsWith('PRESSRUN_')) hash.update(`\0${key}=${env[key]}`)
  }
  return hash.digest('base64url')
}

export function isCurrent(manifest: Manifest, made: string, inputs: Snapshot, outputs: Snapshot) {
  return (
    manifest.made === made &&
    readsStand(manifest.reads, inputs) &&
    manifest.outputs.every(([name, bytes, modifiedMs]) => {
      const stamp = outputs.stamp(name)
      return stamp?.[1] === bytes && stamp[2] === modifiedMs
    })
  )
}

/** Everything that was read is as it was. */
export const readsStand = (reads: readonly Read[], inputs: Snapshot): boolean =>
  reads.every((read) => stands(read, inputs))

function stands(read: Read, inputs: Snapshot): boolean {
  if (read[0] === 'list') return inputs.listHash(read[1]) === read[2]
  const [, name, bytes, modifiedMs, hash] = read
  const stamp = inputs.stamp(name)
  if (!stamp || stamp[1] !== bytes) return false
  return stamp[2] === modifiedMs || inputs.fileHash(name) === hash
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64url')
