// Taking due rows, in one transaction: who is suppressed by now, or left the send's list, is excluded on the way, the
// rest get a raised attempt and a lease.

import { claimOf, type DueRow, NO_MORE, NOT_NOW } from '../due-row.ts'
import type { Claim, ClaimRequest } from '../ledger.ts'
import type { Connection } from './database.ts'
import { tally } from './tally.ts'

export function claim(connection: Connection, request: ClaimRequest): Claim {
  const { prepare } = connection
  return connection.atomically(() => {
    const send = prepare('select state, list, paused_at from sends where id = ?').get(
      request.sendId,
    ) as { state: string; list: string | null; paused_at: number | null } | undefined
    if (send?.state !== 'sending') return NO_MORE
    if (send.paused_at !== null) return NOT_NOW
    const due = dueRows(connection, request, send.list)
    const raise = prepare(
      'update deliveries set attempt = attempt + 1, claimed = 1, next_attempt_at = ? where id = ?',
    )
    for (const row of due)
      if (row.suppressed === null) raise.run(request.leaseUntil, row.id)
      else exclude(connection, request, row)
    return claimOf(due)
  })
}

/** In the order of the index `deliveries_due`, which holds only what is still to be done. */
function dueRows(
  { prepare }: Connection,
  request: ClaimRequest,
  list: string | null,
): readonly DueRow[] {
  const { sendId, band, after, within, now, except, only, limit } = request
  const conditions: string[] = []
  const parameters: unknown[] = [list, sendId]
  const add = (condition: string, ...values: unknown[]) => {
    conditions.push(condition)
    parameters.push(...values)
  }
  if (band === 'fresh') {
    add('next_attempt_at = 0')
    if (after) add('id > ?', after.id)
  } else {
    add('next_attempt_at > 0 and next_attempt_at <= ?', now)
    if (after) add('(next_attempt_at, id) > (?, ?)', after.at, after.id)
  }
  if (within) add('id between ? and ?', within.from, within.to)
  if (except?.length) add(`domain not in (select value from json_each(?))`, JSON.stringify(except))
  if (only) add(`domain in (select value from json_each(?))`, JSON.stringify(only))
  return prepare(
    `select id, attempt, d.email, domain, subscriber, state, tries, doubts, first_try_at,
            next_attempt_at,
            coalesce(s.reason, case when l.list is not null then 'unsubscribed' end) as suppressed
     from deliveries as d indexed by deliveries_due
     left join suppressions as s on s.address_hash = d.address_hash
     left join departures as l on l.list = ? and l.address_hash = d.address_hash
     where send_id = ? and ${conditions.join(' and ')}
     order by next_attempt_at, id limit ?`,
  ).all(...parameters, limit) as DueRow[]
}

/** Out of the ledger: nothing was ever sent. One who may have it already stays, in doubt. */
function exclude(connection: Connection, { sendId, now }: ClaimRequest, row: DueRow): void {
  const { prepare } = connection
  const tallies = tally(connection)
  tallies.add(sendId, row.state, -1)
  if (row.doubts > 0) {
    prepare(
      `update deliveries set state = 'in_doubt', attempt = attempt + 1, next_attempt_at = null,
              changed_at = ?, reason = 'suppressed' where id = ?`,
    ).run(now, row.id)
    tallies.add(sendId, 'in_doubt', 1)
  } else {
    const reason = row.suppressed === 'unsubscribed' ? 'unsubscribed' : 'suppressed'
    prepare('delete from deliveries where id = ?').run(row.id)
    prepare(
      'insert into exclusions (send_id, line, email, reason, detail) values (?, null, ?, ?, ?)',
    ).run(sendId, row.email, reason, 'after the plan was made')
    tallies.add(sendId, 'excluded', 1, reason)
  }
  tallies.write()
}
