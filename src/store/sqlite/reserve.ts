// Places in the pace and quotas of limits, taken in the store so that they outlive the process and are shared by
// several. A clock that was put back neither stalls nor frees anything.

import type { Grant, Want } from '../ledger.ts'
import { DAYS_KEPT, FURTHEST_AHEAD_MS, MOST_WORKERS, STRETCHES } from '../limit-counts.ts'
import type { Connection } from './database.ts'

export function reserve(
  connection: Connection,
  wants: readonly Want[],
  now: number,
): readonly Grant[] {
  return connection.atomically(() => wants.map((want) => granted(connection, want, now)))
}

function granted(connection: Connection, want: Want, now: number): Grant {
  if (want.kind === 'pace') return pace(connection, want, now)
  if (want.count < 0) return giveBack(connection, want, now)
  return want.kind === 'day' ? day(connection, want) : quota(connection, want, now)
}

/** Out of the stretch that it was taken in: elsewhere it would count for longer than what was used. */
function giveBack(
  { prepare }: Connection,
  want: Exclude<Want, { kind: 'pace' }>,
  now: number,
): Grant {
  const { kind, name, count } = want
  const slot =
    kind === 'day' ? want.day : Math.floor((want.takenAt ?? now) / (want.windowMs / STRETCHES))
  prepare('update quotas set count = max(0, count + ?) where name = ? and slot = ?').run(
    count,
    name,
    slot,
  )
  return kind === 'day' ? { kind, count } : { kind, count, moreAt: now }
}

function day({ prepare }: Connection, want: Want & { kind: 'day' }): Grant {
  const { name, day: slot, limit } = want
  prepare('delete from quotas where name = ? and slot < ?').run(name, slot - DAYS_KEPT)
  const row = prepare('select count from quotas where name = ? and slot = ?').get(name, slot)
  const taken = (row as { count: number } | undefined)?.count ?? 0
  const count = Math.min(want.count, Math.max(0, limit - taken))
  if (count > 0)
    prepare(
      `insert into quotas (name, slot, count) values (?, ?, ?)
       on conflict (name, slot) do update set count = count + excluded.count`,
    ).run(name, slot, count)
  return { kind: 'day', count }
}

function pace({ prepare }: Connection, want: Want & { kind: 'pace' }, now: number): Grant {
  const { name, intervalMs, count } = want
  const row = prepare('select next_at from paces where name = ?').get(name)
  const next = (row as { next_at: number } | undefined)?.next_at ?? 0
  const ahead = next - now
  const firstAt =
    ahead <= 0
      ? now
      : ahead > intervalMs * MOST_WORKERS + FURTHEST_AHEAD_MS
        ? now + intervalMs
        : next
  prepare(
    `insert into paces (name, next_at) values (?, ?)
     on conflict (name) do update set next_at = excluded.next_at`,
  ).run(name, firstAt + count * intervalMs)
  return { kind: 'pace', firstAt }
}

function quota({ prepare }: Connection, want: Want & { kind: 'quota' }, now: number): Grant {
  const { name, windowMs, limit } = want
  const stretchMs = windowMs / STRETCHES
  const slot = Math.floor(now / stretchMs)
  const add = (count: number) =>
    prepare(
      `insert into quotas (name, slot, count) values (?, ?, ?)
       on conflict (name, slot) do update set count = count + excluded.count`,
    ).run(name, slot, count)

  prepare('delete from quotas where name = ? and slot < ?').run(name, slot - STRETCHES)
  const sum = (condition: string) =>
    (
      prepare(
        `select coalesce(sum(count), 0) as sum from quotas where name = ? and ${condition}`,
      ).get(name, slot) as { sum: number }
    ).sum
  // What a clock that was ahead has counted counts from now.
  const future = sum('slot > ?')
  if (future > 0) {
    prepare('delete from quotas where name = ? and slot > ?').run(name, slot)
    add(future)
  }
  const free = limit - sum('slot <= ?')
  const count = Math.min(want.count, Math.max(0, free))
  if (count > 0) add(count)
  const oldest = prepare('select min(slot) as slot from quotas where name = ? and count > 0').get(
    name,
  ) as { slot: number | null }
  // The stretch it began in is counted whole, so that no window of this length ever holds more.
  const moreAt = ((oldest.slot ?? slot) + STRETCHES + 1) * stretchMs
  return { kind: 'quota', count, moreAt }
}
