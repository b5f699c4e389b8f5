// Taking due rows, in one statement: who is suppressed by now, or left the send's list, is excluded on the way, the
// rest get a raised attempt and a lease. Rows that another process is just taking are passed over.

import { claimOf, type DueRow, NO_MORE, NOT_NOW } from '../due-row.ts'
import type { Claim, ClaimRequest } from '../ledger.ts'
import type { Session } from './connection.ts'
import { tally } from './tally.ts'

type Answer = { readonly live: boolean; readonly paused: boolean } & {
  readonly [Key in keyof DueRow]: DueRow[Key] | null
}

export async function claim({ query }: Session, request: ClaimRequest): Promise<Claim> {
  const { sendId, now, leaseUntil, limit, worker } = request
  const { conditions, parameters } = wanted(request)
  const { rows } = await query<Answer>({
    // One text for each kind of request.
    name: `claim ${request.band}${request.after ? ' after' : ''}${request.within ? ' within' : ''}${request.except?.length ? ' except' : ''}${request.only ? ' only' : ''}`,
    sql: `with send as (
        select list, paused_at from sends where id = $1 and state = 'sending'
      ), me as (
        -- Whoever takes this worker for gone waits for this claim, and finds it.
        select from workers where id = $5 and gone_at is null for share
      ), due as materialized (
        select d.id, d.attempt, d.email, d.domain, d.subscriber, d.state, d.tries, d.doubts,
               d.first_try_at, d.next_attempt_at,
               coalesce(s.reason, case when l.list is not null then 'unsubscribed' end) as suppressed
        from deliveries as d
        left join suppressions as s on s.address_hash = d.address_hash
        left join departures as l
          on l.list = (select list from send) and l.address_hash = d.address_hash
        where d.send_id = $1 and exists (select from send where paused_at is null)
          and ($5::integer is null or exists (select from me))
          and ${conditions.join(' and ')}
        order by d.next_attempt_at, d.id limit $4
        for update of d skip locked
      ), raised as (
        update deliveries as d set attempt = d.attempt + 1, claimed = 1, next_attempt_at = $3, worker_id = $5
        from due where d.id = due.id and due.suppressed is null
      ), ${EXCLUDE}
      select exists (select from send) as live,
        exists (select from send where paused_at is not null) as paused, due.*
      from (select) as always left join due on true order by due.next_attempt_at, due.id`,
    parameters: [sendId, now, leaseUntil, limit, worker ?? null, ...parameters],
  })
  if (!rows[0]?.live) return NO_MORE
  if (rows[0].paused) return NOT_NOW
  return claimOf(rows.filter(({ id }) => id !== null) as unknown as readonly DueRow[])
}

/** In the order of the index `deliveries_due`, which holds only what is still to be done. */
function wanted({ band, after, within, except, only }: ClaimRequest) {
  const parameters: unknown[] = []
  const value = (parameter: unknown) => `$${5 + parameters.push(parameter)}`
  const conditions =
    band === 'fresh'
      ? ['d.next_attempt_at = 0']
      : // The second parameter is there in either case: a statement says of each what it is.
        ['d.next_attempt_at > 0', 'd.next_attempt_at <= $2']
  if (after && band === 'fresh') conditions.push(`d.id > ${value(after.id)}`)
  if (after && band === 'timed')
    conditions.push(`(d.next_attempt_at, d.id) > (${value(after.at)}, ${value(after.id)})`)
  if (within) conditions.push(`d.id between ${value(within.from)} and ${value(within.to)}`)
  if (except?.length) conditions.push(`d.domain <> all (${value(except)}::text[])`)
  if (only) conditions.push(`d.domain = any (${value(only)}::text[])`)
  return { conditions, parameters }
}

/** Out of the ledger: nothing was ever sent. One who may have it already stays, in doubt. */
const EXCLUDE = `gone as (
    delete from deliveries as d using due
    where d.id = due.id and due.suppressed is not null and due.doubts = 0
    returning due.id, due.email, due.state,
      case due.suppressed when 'unsubscribed' then 'unsubscribed' else 'suppressed' end as reason
  ), noted as (
    insert into exclusions (send_id, line, email, reason, detail)
    select $1::bigint, null, email, reason, 'after the plan was made' from gone order by id
  ), doubtful as (
    update deliveries as d
    set state = 'in_doubt', attempt = d.attempt + 1, next_attempt_at = null, changed_at = $2,
        reason = 'suppressed'
    from due where d.id = due.id and due.suppressed is not null and due.doubts > 0
    returning due.state
  ), step as (
    select state, '' as reason, -1 as count from gone
    union all select 'excluded', reason, 1 from gone
    union all select state, '', -1 from doubtful
    union all select 'in_doubt', '', 1 from doubtful
  ), counted as (${tally(
    `select $1::bigint, state, reason, sum(count) from step
     group by state, reason having sum(count) <> 0 order by state, reason`,
  )})`
