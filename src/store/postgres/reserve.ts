// Places in the pace and quotas of limits, taken in the store so that they outlive the process and are shared by
// several. A clock that was put back neither stalls nor frees anything.

import type { Grant, Want } from '../ledger.ts'
import { DAYS_KEPT, FURTHEST_AHEAD_MS, MOST_WORKERS, STRETCHES } from '../limit-counts.ts'
import type { Connection, Session } from './connection.ts'
import { lockKey } from './lock.ts'

export async function reserve(
  connection: Connection,
  wants: readonly Want[],
  now: number,
): Promise<readonly Grant[]> {
  const [want] = wants
  if (wants.length === 1 && want?.kind === 'pace')
    return [await pace(connection, want, now, 'quick')]
  return connection.atomically('read committed', async (session) => {
    const grants: Grant[] = []
    for (const one of wants) grants.push(await granted(session, one, now))
    return grants
  })
}

async function granted(session: Session, want: Want, now: number): Promise<Grant> {
  if (want.kind === 'pace') return pace(session, want, now, 'durable')
  // One at a time, whether it has rows or not.
  await session.query({
    sql: 'select pg_advisory_xact_lock($1::bigint)',
    parameters: [lockKey(`quota ${want.name}`)],
  })
  if (want.count < 0) return giveBack(session, want, now)
  return want.kind === 'day' ? day(session, want) : quota(session, want, now)
}

/** Out of the stretch that it was taken in: elsewhere it would count for longer than what was used. */
async function giveBack(
  { query }: Session,
  want: Exclude<Want, { kind: 'pace' }>,
  now: number,
): Promise<Grant> {
  const { kind, name, count } = want
  const slot =
    kind === 'day' ? want.day : Math.floor((want.takenAt ?? now) / (want.windowMs / STRETCHES))
  await query({
    sql: 'update quotas set count = greatest(0, count + $3) where name = $1 and slot = $2',
    parameters: [name, slot, count],
  })
  return kind === 'day' ? { kind, count } : { kind, count, moreAt: now }
}

async function day({ query }: Session, want: Want & { kind: 'day' }): Promise<Grant> {
  const { name, day: slot, limit } = want
  await query({
    sql: 'delete from quotas where name = $1 and slot < $2',
    parameters: [name, slot - DAYS_KEPT],
  })
  const { rows } = await query<{ count: number }>({
    sql: 'select count from quotas where name = $1 and slot = $2',
    parameters: [name, slot],
  })
  const count = Math.min(want.count, Math.max(0, limit - (rows[0]?.count ?? 0)))
  if (count > 0) await add(query, name, slot, count)
  return { kind: 'day', count }
}

const add = (query: Session['query'], name: string, slot: number, count: number) =>
  query({
    sql: `insert into quotas (name, slot, count) values ($1, $2, $3)
          on conflict (name, slot) do update set count = quotas.count + excluded.count`,
    parameters: [name, slot, count],
  })

/**
 * One statement: whoever comes second waits for the row, and takes the places behind. All workers come here several times
 * a second, and wait for the disk only where `durable`: places of a server that went down are over when it is back.
 */
async function pace(
  { query }: Session,
  want: Want & { kind: 'pace' },
  now: number,
  how: 'quick' | 'durable',
): Promise<Grant> {
  const { name, intervalMs, count } = want
  const { rows } = await query<{ next_at: number }>({
    name: `pace ${how}`,
    sql: `with how as (
            select ${how === 'quick' ? "set_config('synchronous_commit', 'off', true)" : ''}
          )
          insert into paces (name, next_at)
          select $1::text, $2::float8 + $3::float8 * $4::float8 from how
          on conflict (name) do update set next_at = $4 * $3 + case
            when paces.next_at <= $2 then $2
            when paces.next_at > $2 + $5 then $2 + $3
            else paces.next_at end
          returning next_at`,
    parameters: [name, now, intervalMs, count, intervalMs * MOST_WORKERS + FURTHEST_AHEAD_MS],
  })
  return { kind: 'pace', firstAt: (rows[0] as { next_at: number }).next_at - count * intervalMs }
}

async function quota(
  { query }: Session,
  want: Want & { kind: 'quota' },
  now: number,
): Promise<Grant> {
  const { name, windowMs, limit } = want
  const stretchMs = windowMs / STRETCHES
  const slot = Math.floor(now / stretchMs)
  await query({
    sql: 'delete from quotas where name = $1 and slot < $2',
    parameters: [name, slot - STRETCHES],
  })
  // What a clock that was ahead has counted counts from now.
  const { rows: ahead } = await query<{ count: number }>({
    sql: 'delete from quotas where name = $1 and slot > $2 returning count',
    parameters: [name, slot],
  })
  const future = ahead.reduce((sum, { count }) => sum + count, 0)
  if (future > 0) await add(query, name, slot, future)
  const { rows: held } = await query<{ slot: number; count: number }>({
    sql: 'select slot, count from quotas where name = $1 and count > 0 order by slot',
    parameters: [name],
  })
  const free = limit - held.reduce((sum, { count }) => sum + count, 0)
  const count = Math.min(want.count, Math.max(0, free))
  if (count > 0) await add(query, name, slot, count)
  const oldest = held[0]?.slot ?? slot
  // The stretch it began in is counted whole, so that no window of this length ever holds more.
  const moreAt = (oldest + STRETCHES + 1) * stretchMs
  return { kind: 'quota', count, moreAt }
}
