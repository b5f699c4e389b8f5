// A long list put aside on disk and read back in parts, so that a million readers can be put in order and held
// against each other in little memory. It lies in a temporary database of its own that the system removes with
// the process, however that ends.
//
// Why: readers are entered in the order of their address hashes. In the order of the list each one lands in another
// place of the unique index; for 1,000,000 rows that was 36 s instead of 11 s, and a log of gigabytes.

import SqliteDatabase from 'better-sqlite3'
import { storeProblem } from './store-problem.ts'

export interface Spill {
  /** @param key base64url: decides which part; @param text without line breaks. */
  add(key: string, text: string): void
  /** The texts, part after part in the order of keys; within a part as they came. Can be gone through again. */
  parts(): Generator<string[]>
  close(): void
}

const PARTS = 1024
/** Bytes of a part that are held before they are written; a longer text is written by itself. */
const HELD = 4_096
/** base64url in the order of its bytes. */
const ALPHABET = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
const WHERE = 'temporary files'

/** @throws PressrunError `store` where the disk under temporary files is full */
export function openSpill(): Spill {
  const database = guard(() => {
    const opened = new SqliteDatabase('')
    opened.pragma('journal_mode = off')
    opened.pragma('synchronous = off')
    opened.pragma('cache_size = -4000')
    opened.exec('create table spilled (part integer not null, texts blob not null)')
    return opened
  })
  const insert = database.prepare('insert into spilled (part, texts) values (?, ?)')
  // Bytes at once: strings that wait here would outlive the young generation and pile up.
  const held = Buffer.allocUnsafe(PARTS * HELD)
  const used = new Uint32Array(PARTS)
  const values = Array.from({ length: 128 }, (_, code) =>
    ALPHABET.indexOf(String.fromCharCode(code)),
  )
  const partOf = (key: string) =>
    (values[key.charCodeAt(0)] as number) * 16 + ((values[key.charCodeAt(1)] as number) >> 2)
  const write = (part: number, bytes: Buffer) => guard(() => insert.run(part, bytes))
  const flush = (part: number) => {
    const length = used[part] as number
    if (length > 0) write(part, held.subarray(part * HELD, part * HELD + length))
    used[part] = 0
  }
  let indexed = false
  return {
    add(key, text) {
      const part = partOf(key)
      const line = `${text}\n`
      // UTF-8 takes at most three bytes for a UTF-16 unit.
      if ((used[part] as number) + line.length * 3 > HELD) flush(part)
      if (line.length * 3 > HELD) write(part, Buffer.from(line))
      else
        used[part] = (used[part] as number) + held.write(line, part * HELD + (used[part] as number))
    },
    *parts() {
      for (let part = 0; part < PARTS; part++) flush(part)
      if (!indexed) guard(() => database.exec('create index spilled_part on spilled (part)'))
      indexed = true
      const read = database
        .prepare<[number], Buffer>('select texts from spilled where part = ? order by rowid')
        .pluck()
      for (let part = 0; part < PARTS; part++) {
        const texts = Buffer.concat(guard(() => read.all(part))).toString()
        if (texts !== '') yield texts.slice(0, -1).split('\n')
      }
    },
    close: () => void database.close(),
  }
}

function guard<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw storeProblem(error, WHERE)
  }
}
