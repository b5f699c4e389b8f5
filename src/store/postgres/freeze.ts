// A list to the rows of a send, inside the database: read once, judged once, entered in the order of the index.

import type { FreezeRequest, ProfileRequest } from '../freeze.ts'
import type { Connection, Session } from './connection.ts'
import { judgeProfiles } from './profiles.ts'
import { DOMAIN, FROZEN, profileOf } from './reader-json.ts'
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
async function judge(session: Session, request: FreezeRequest): Promise<void> {
  const { sendId, list, notBefore, profiles } = request
  const { parameters, value } = placed()
  const judged = profiles
    ? await judgedBy(session, request, profiles, value)
    : `select *, ${value(notBefore)}::bigint as not_before from (${listedOf(request, value)}) as l`
  const [send, ofList] = [value(sendId), `${value(list)}::text`]
  await session.query({
    sql: `create temporary table audience on commit drop as
      with judged as (${judged})
      select l.id, l.address_hash, l.email, l.since, l.line, l.not_before,
        case when l.filtered is not null then 'filter'
             when exists (select from deliveries as d
                          where d.send_id = ${send} and d.address_hash = l.address_hash) then 'already'
             when x.reason = 'unsubscribed' or (x.reason is null and g.list is not null)
             then 'unsubscribed'
             when x.reason is not null then 'suppressed' end as reason,
        coalesce(l.filtered, nullif(x.reason, 'unsubscribed')) as detail
      from judged as l
      left join suppressions as x on x.address_hash = l.address_hash
      left join departures as g on g.list = ${ofList} and g.address_hash = l.address_hash`,
    parameters,
  })
  await leaveOutBeyond(session.query, request)
}

type Place = (parameter: unknown) => string

/** Parameters of one statement, in the order in which they are written into it. */
function placed(): { readonly parameters: readonly unknown[]; readonly value: Place } {
  const parameters: unknown[] = []
  return { parameters, value: (parameter) => `$${parameters.push(parameter)}` }
}

/** @returns SQL of everybody on the list with the verdict on their profile, once each is judged. */
async function judgedBy(
  session: Session,
  request: FreezeRequest,
  profiles: ProfileRequest,
  value: Place,
): Promise<string> {
  const listed = placed()
  const text = listedOf(request, listed.value)
  await session.query({
    sql: `create temporary table listed on commit drop as ${text}`,
    parameters: listed.parameters,
  })
  await judgeProfiles(session, profiles, request.signal)
  return `select l.id, l.address_hash, l.email, l.since, l.line, v.not_before,
                 coalesce(l.filtered, case when v.is_meant is not true
                                           then ${value(profiles.detail)}::text end) as filtered
          from listed as l left join verdicts as v on v.profile = l.profile`
}

/** SQL of everybody on the list: which tag they lack, and their profile where somebody asks for it. */
function listedOf({ list, tags, profiles }: FreezeRequest, value: Place): string {
  const lacking = tags.map((tag) => {
    const text = JSON.stringify(tag)
    return `when strpos(s.tags, ${value(`[${text}`)}::text) <> 1 and strpos(s.tags, ${value(`,${text}`)}::text) = 0
      then ${value(`without the tag ${tag}`)}::text`
  })
  const filtered = lacking.length === 0 ? 'null::text' : `case ${lacking.join(' ')} end`
  const profile = profiles ? `, ${profileOf(profiles, value)} as profile` : ''
  return `select s.id, s.address_hash, s.email, m.since, row_number() over (order by s.id) as line,
                 ${filtered} as filtered${profile}
          from memberships as m join subscribers as s on s.id = m.subscriber_id
          where m.list = ${value(list)} and m.state = 'active'`
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
  const { sendId } = request
  await query({
    sql: `insert into deliveries (send_id, address_hash, email, domain, subscriber, state, attempt,
                                  claimed, tries, doubts, next_attempt_at)
          select $1::bigint, s.address_hash, s.email, ${DOMAIN}, ${FROZEN},
                 'pending', 0, 0, 0, 0, a.not_before
          from audience as a join subscribers as s on s.id = a.id
          where a.reason is null order by s.address_hash`,
    parameters: [sendId],
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
