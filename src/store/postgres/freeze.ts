// A list to the rows of a send, inside the database: read once, judged once, entered in the order of the index.

import type { FreezeRequest } from '../freeze.ts'
import type { Connection, Session } from './connection.ts'
import { tally } from './tally.ts'

export async function freeze(connection: Connection, request: FreezeRequest): Promise<number> {
  const { signal } = request
  let release = () => {}
  try {
    const read = await connection.atomically('repeatable read', async (session) => {
      const { rows } = await session.query<{ pid: number }>({
        sql: 'select pg_backend_pid() as pid',
      })
      const cancel = () =>
        connection
          .query({ sql: 'select pg_cancel_backend($1)', parameters: [rows[0]?.pid] })
          .catch(() => {})
      signal?.addEventListener('abort', cancel)
      release = () => signal?.removeEventListener('abort', cancel)
      signal?.throwIfAborted()
      await judge(session, request)
      const count = await enter(session, request)
      // A word that came between two statements stopped neither of them.
      signal?.throwIfAborted()
      return count
    })
    // A table that was just filled looks empty to whoever plans the first claims.
    await connection.query({ sql: 'analyze deliveries' })
    return read
  } finally {
    release()
  }
}

/** Everybody on the list, with the reason where they are left out. */
async function judge({ query }: Session, request: FreezeRequest): Promise<void> {
  const { sendId, list, tags } = request
  const parameters: unknown[] = [sendId, list]
  const value = (parameter: unknown) => `$${parameters.push(parameter)}`
  const lacking = tags.map((tag) => {
    const text = JSON.stringify(tag)
    return `when strpos(s.tags, ${value(`[${text}`)}::text) <> 1 and strpos(s.tags, ${value(`,${text}`)}::text) = 0
      then ${value(`without the tag ${tag}`)}::text`
  })
  const filtered = lacking.length === 0 ? 'null::text' : `case ${lacking.join(' ')} end`
  await query({
    sql: `create temporary table audience on commit drop as
      with listed as (
        select s.id, s.address_hash, s.email, m.since, row_number() over (order by s.id) as line,
               ${filtered} as filtered
        from memberships as m join subscribers as s on s.id = m.subscriber_id
        where m.list = $2 and m.state = 'active'
      )
      select l.id, l.address_hash, l.email, l.since, l.line,
        case when l.filtered is not null then 'filter'
             when exists (select from deliveries as d
                          where d.send_id = $1 and d.address_hash = l.address_hash) then 'already'
             when x.reason = 'unsubscribed' or (x.reason is null and g.list is not null)
             then 'unsubscribed'
             when x.reason is not null then 'suppressed' end as reason,
        coalesce(l.filtered, nullif(x.reason, 'unsubscribed')) as detail
      from listed as l
      left join suppressions as x on x.address_hash = l.address_hash
      left join departures as g on g.list = $2 and g.address_hash = l.address_hash`,
    parameters,
  })
  await leaveOutBeyond(query, request)
}

async function leaveOutBeyond(
  query: Session['query'],
  { most, seed }: FreezeRequest,
): Promise<void> {
  if (most === undefined) return
  const rank =
    seed === undefined
      ? 'line'
      : `substr(encode(sha256(convert_to($2, 'UTF8') || '\\x00'::bytea || convert_to(address_hash, 'UTF8')), 'hex'), 1, 13) collate "C"`
  await query({
    sql: `with chosen as (
        select id, row_number() over (order by ${rank}, id) as place
        from audience where reason is null
      )
      update audience as a set reason = 'limit', detail = null
      from chosen where chosen.id = a.id and chosen.place > $1`,
    parameters: seed === undefined ? [most] : [most, seed],
  })
}

async function enter({ query }: Session, request: FreezeRequest): Promise<number> {
  const { sendId, notBefore } = request
  await query({
    sql: `insert into deliveries (send_id, address_hash, email, domain, subscriber, state, attempt,
                                  claimed, tries, doubts, next_attempt_at)
          select $1::bigint, s.address_hash, s.email,
                 substr(s.email, length(s.email) - strpos(reverse(s.email), '@') + 2),
                 ${FROZEN}, 'pending', 0, 0, 0, 0, $2::bigint
          from audience as a join subscribers as s on s.id = a.id
          where a.reason is null order by s.address_hash`,
    parameters: [sendId, notBefore],
  })
  await query({
    sql: `insert into exclusions (send_id, line, email, reason, detail)
          select $1::bigint, line, email, reason, detail from audience
          where reason <> 'already' order by line`,
    parameters: [sendId],
  })
  await query({
    sql: tally(`select $1::bigint, case when reason is null then 'pending' else 'excluded' end as state,
                       coalesce(reason, '') as reason, count(*)
                from audience group by state, reason order by state, reason`),
    parameters: [sendId],
  })
  const { rows } = await query<{ read: number }>({ sql: 'select count(*) as read from audience' })
  return rows[0]?.read ?? 0
}

/**
 * JSON of what a reader has, as a plan from a file writes it: what is empty takes no room. The day they joined is one of
 * their fields; a field of that name goes first.
 */
const JOINED = `to_char(to_timestamp(a.since / 1000.0) at time zone 'UTC', 'YYYY-MM-DD')`
const FROZEN = `'{' || concat_ws(',',
    case when s.name <> '' then '"name":' || to_json(s.name)::text end,
    case when s.first_name <> '' then '"firstName":' || to_json(s.first_name)::text end,
    case when s.lang <> '' then '"lang":' || to_json(s.lang)::text end,
    case when s.tags <> '[]' then '"tags":' || s.tags end,
    '"fields":{"joined":"' || ${JOINED} || '"' ||
      case when s.fields = '{}' then '}' else ',' || substr(s.fields, 2) end) || '}'`
