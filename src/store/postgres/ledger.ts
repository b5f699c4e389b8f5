// The hot path on Postgres. Each call is one statement, and so one way there and back: what changes together, the
// counts with it, hangs on one `with`. A batch comes as one parameter in JSON.

import type { Change, Ledger, NewDelivery, NewExclusion, Settle } from '../ledger.ts'
import { claim } from './claim.ts'
import { type Connection, rowsParameter, type Session } from './connection.ts'
import { relayIds } from './relay-ids.ts'
import { reserve } from './reserve.ts'
import { tally } from './tally.ts'

export function postgresLedger(connection: Connection): Ledger {
  const relayIdOf = relayIds(connection)
  return {
    insert: (sendId, rows) => insert(connection, sendId, rows),
    exclude: (sendId, rows) => exclude(connection, sendId, rows),
    claim: (request) => claim(connection, request),
    reserve: (wants, now) => reserve(connection, wants, now),
    async record(changes) {
      const relays = new Map<string, number>()
      for (const change of changes)
        if (change.kind === 'settle' && change.relay !== null && !relays.has(change.relay))
          relays.set(change.relay, await relayIdOf(change.relay))
      const waves = wavesOf(changes)
      const [only = []] = waves
      if (waves.length === 1 && !changes.some(bringsMore)) return apply(connection, only, relays)
      return connection.atomically('read committed', async (session) => {
        const hits: boolean[] = []
        for (const wave of waves) {
          const found = await apply(session, wave, relays)
          for (const [i, change] of wave.entries())
            if (found[i] && change.kind === 'settle') await bringMore(session, change)
          hits.push(...found)
        }
        return hits
      })
    },
  }
}

async function insert(
  { query }: Session,
  sendId: number,
  rows: readonly NewDelivery[],
): Promise<readonly boolean[]> {
  if (rows.length === 0) return []
  const { rows: added } = await query<{ hash: string }>({
    name: 'insert deliveries',
    sql: `with added as (
        insert into deliveries (send_id, address_hash, email, domain, subscriber, state, attempt,
                                claimed, tries, doubts, next_attempt_at)
        select $1::bigint, "addressHash", email, domain, subscriber, 'pending', 0, 0, 0, 0, "notBefore"
        from json_to_recordset($2) as new ("addressHash" text, email text, domain text,
                                           subscriber text, "notBefore" bigint)
        on conflict do nothing returning address_hash
      ), counted as (${tally(`select $1::bigint, 'pending', '', count(*) from added having count(*) > 0`)})
      select address_hash as hash from added`,
    parameters: [sendId, rowsParameter(rows)],
  })
  const fresh = new Set(added.map(({ hash }) => hash))
  return rows.map(({ addressHash }) => fresh.delete(addressHash))
}

async function exclude(
  { query }: Session,
  sendId: number,
  rows: readonly NewExclusion[],
): Promise<void> {
  if (rows.length === 0) return
  await query({
    name: 'exclude',
    sql: `with left_out as materialized (
        select * from json_to_recordset($2) as new (line bigint, email text, reason text, detail text)
      ), noted as (
        insert into exclusions (send_id, line, email, reason, detail)
        select $1::bigint, line, email, reason, detail from left_out where reason <> 'already'
      ) ${tally(`select $1::bigint, 'excluded', reason, count(*) from left_out group by reason order by reason`)}`,
    parameters: [sendId, rowsParameter(rows)],
  })
}

const APPLY = `with change as materialized (
    select * from json_to_recordset($1) as change (
      n integer, kind text, id bigint, attempt integer, "from" text, state text, at bigint,
      tries integer, doubts integer, "firstTryAt" bigint, "nextAttemptAt" bigint, reason text,
      reply text, "relayId" integer)
  ), marked as (
    update deliveries as d
    set state = 'sending', claimed = 0, next_attempt_at = null, changed_at = c.at
    from change as c
    where c.kind = 'mark' and d.id = c.id and d.attempt = c.attempt and d.state = c."from"
      and d.claimed = 1
    returning c.n, d.send_id, c."from", d.state
  ), settled as (
    update deliveries as d
    set state = c.state, claimed = 0, changed_at = c.at, tries = c.tries, doubts = c.doubts,
        first_try_at = c."firstTryAt", next_attempt_at = c."nextAttemptAt", reason = c.reason,
        reply = c.reply, relay_id = c."relayId"
    from change as c
    where c.kind = 'settle' and d.id = c.id and d.attempt = c.attempt and d.state = c."from"
    returning c.n, d.send_id, c."from", d.state
  ), released as (
    update deliveries as d set claimed = 0, next_attempt_at = c."nextAttemptAt"
    from change as c
    where c.kind = 'release' and d.id = c.id and d.attempt = c.attempt and d.claimed = 1
    returning c.n
  ), moved as (
    select send_id, "from", state from marked union all select send_id, "from", state from settled
  ), step as (
    select send_id, "from" as state, -1 as count from moved
    union all select send_id, state, 1 from moved
  ), counted as (${tally(
    `select send_id, state, '', sum(count) from step
     group by send_id, state having sum(count) <> 0 order by send_id, state`,
  )})
  select n from marked union all select n from settled union all select n from released`

async function apply(
  { query }: Session,
  changes: readonly Change[],
  relays: ReadonlyMap<string, number>,
): Promise<readonly boolean[]> {
  const rows = changes.map((change, n) => ({ n, ...wordsOf(change, relays) }))
  const found = await query<{ n: number }>({
    name: 'record',
    sql: APPLY,
    parameters: [rowsParameter(rows)],
  })
  const hits = new Set(found.rows.map(({ n }) => n))
  return changes.map((_, n) => hits.has(n))
}

/** What is null is left out: a quarter of the statement's time goes into reading it. */
function wordsOf(change: Change, relays: ReadonlyMap<string, number>): object {
  const { kind, id, attempt } = change
  if (kind === 'release') return { kind, id, attempt, nextAttemptAt: change.nextAttemptAt }
  const { from, at } = change
  if (kind === 'mark') return { kind, id, attempt, from, at }
  const { state, tries, doubts, firstTryAt, nextAttemptAt, reason, reply, relay } = change
  return {
    ...{ kind, id, attempt, from, at, state, tries, doubts },
    firstTryAt: firstTryAt ?? undefined,
    nextAttemptAt: nextAttemptAt ?? undefined,
    reason: reason ?? undefined,
    reply: reply ?? undefined,
    relayId: relay === null ? undefined : relays.get(relay),
  }
}

const bringsMore = (change: Change) =>
  change.kind === 'settle' && (change.suppress !== undefined || (change.also?.length ?? 0) > 0)

async function bringMore(session: Session, { suppress, also = [], at }: Settle): Promise<void> {
  if (suppress) {
    const { addressHash, email, reason, source } = suppress
    await session.query({
      sql: `insert into suppressions (address_hash, email, reason, suppressed_at, source)
            values ($1, $2, $3, $4, $5) on conflict do nothing`,
      parameters: [addressHash, email, reason, at, source],
    })
  }
  for (const query of also) await session.query(query)
}

/** A statement changes a row once: what comes to the same row a second time waits for the next one. */
function wavesOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const waves: Change[][] = []
  let ids = new Set<number>()
  for (const change of changes) {
    let wave = waves.at(-1)
    if (!wave || ids.has(change.id)) {
      wave = []
      waves.push(wave)
      ids = new Set()
    }
    ids.add(change.id)
    wave.push(change)
  }
  return waves
}
