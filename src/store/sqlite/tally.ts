// Counts by state, kept beside the rows so that nobody has to count a million of them. Whatever changes a state
// says so here, and the sums are written before its transaction ends.

import type { Connection } from './database.ts'

export interface Tally {
  add(sendId: number, state: string, count: number, reason?: string): void
  /** Writes what was added. Called inside the transaction that changed the rows. */
  write(): void
}

export function tally({ prepare }: Connection): Tally {
  const sums = new Map<string, number>()
  return {
    add(sendId, state, count, reason = '') {
      const key = `${sendId}\0${state}\0${reason}`
      sums.set(key, (sums.get(key) ?? 0) + count)
    },
    write() {
      const upsert = prepare(
        `insert into tallies (send_id, state, reason, count) values (?, ?, ?, ?)
         on conflict (send_id, state, reason, part) do update set count = count + excluded.count`,
      )
      for (const [key, count] of sums) {
        const [sendId, state, reason] = key.split('\0')
        if (count !== 0) upsert.run(Number(sendId), state, reason, count)
      }
      sums.clear()
    },
  }
}
