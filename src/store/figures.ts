// What a report counts, straight from the ledger: over time, by receiving domain, by reason.

import { sql } from 'kysely'
import type { Engine } from './engine.ts'
import type { DeliveryState } from './tables.ts'

export interface Stretch {
  /** Milliseconds since 1970: its beginning. */
  readonly at: number
  readonly accepted: number
}

export interface DomainFigures {
  readonly domain: string
  readonly counts: Readonly<Partial<Record<DeliveryState, number>>>
  readonly total: number
}

export interface ReasonFigures {
  readonly state: DeliveryState
  readonly reason: string | null
  /** One of the replies. */
  readonly reply: string | null
  readonly count: number
}

/** When the first and the last message was accepted. @throws PressrunError `store` */
export async function acceptedBetween(
  { db }: Engine,
  sendId: number,
): Promise<{ readonly first: number; readonly last: number } | undefined> {
  const { first, last } = await db
    .selectFrom('deliveries')
    .select(({ fn }) => [fn.min('changed_at').as('first'), fn.max('changed_at').as('last')])
    .where('send_id', '=', sendId)
    .where('state', '=', 'accepted')
    .executeTakeFirstOrThrow()
  return first === null || last === null ? undefined : { first, last }
}

/** Accepted messages in stretches of time; those without any are left out. @throws PressrunError `store` */
export async function acceptedOver(
  { db }: Engine,
  sendId: number,
  from: number,
  lengthMs: number,
): Promise<readonly Stretch[]> {
  // Not parameters: what is grouped by must be the same text as what is selected.
  const [start, length] = [sql.lit(from), sql.lit(lengthMs)]
  const slot = sql<number>`cast((changed_at - ${start}) / ${length} as integer)`
  const rows = await db
    .selectFrom('deliveries')
    .select(({ fn }) => [slot.as('slot'), fn.countAll<number>().as('accepted')])
    .where('send_id', '=', sendId)
    .where('state', '=', 'accepted')
    .groupBy(slot)
    .orderBy(slot)
    .execute()
  return rows.map(({ slot: index, accepted }) => ({
    at: from + index * lengthMs,
    accepted,
  }))
}

/** The domains with the most readers. @throws PressrunError `store` */
export async function figuresByDomain(
  { db }: Engine,
  sendId: number,
  most: number,
): Promise<{ readonly domains: readonly DomainFigures[]; readonly others: number }> {
  const rows = await db
    .selectFrom('deliveries')
    .select(({ fn }) => ['domain', 'state', fn.countAll<number>().as('count')])
    .where('send_id', '=', sendId)
    .groupBy(['domain', 'state'])
    .execute()
  const byDomain = new Map<string, Partial<Record<DeliveryState, number>>>()
  for (const { domain, state, count } of rows) {
    byDomain.set(domain, { ...byDomain.get(domain), [state]: count })
  }
  const all = [...byDomain].map(([domain, counts]) => ({
    domain,
    counts,
    total: Object.values(counts).reduce((sum, count) => sum + count, 0),
  }))
  all.sort((a, b) => b.total - a.total || (a.domain < b.domain ? -1 : 1))
  return { domains: all.slice(0, most), others: Math.max(0, all.length - most) }
}

/** Why readers are not served, by the code of the reply, the most frequent first. @throws PressrunError `store` */
export async function figuresByReason(
  { db }: Engine,
  sendId: number,
  most: number,
): Promise<readonly ReasonFigures[]> {
  // `550 5.1.1`: the text behind it differs for each reader.
  const code = sql<string>`case when not (${startsWithCode()}) then reply
    when substr(reply, 4, 1) = ' ' and substr(reply, 6, 1) = '.' and ${sign(5, '245')}
    then substr(reply, 1, 9) else substr(reply, 1, 3) end`
  return await db
    .selectFrom('deliveries')
    .select(({ fn }) => [
      'state',
      'reason',
      fn.min('reply').as('reply'),
      fn.countAll<number>().as('count'),
    ])
    .where('send_id', '=', sendId)
    .where('state', 'in', ['failed', 'deferred', 'in_doubt'])
    .groupBy(['state', 'reason', code])
    .orderBy('count', 'desc')
    .limit(most)
    .execute()
}

const sign = (place: number, signs: string) =>
  sql<boolean>`substr(reply, ${sql.lit(place)}, 1) in (${sql.join([...signs].map(sql.lit))})`

const startsWithCode = () =>
  sql.join([sign(1, '245'), sign(2, '0123456789'), sign(3, '0123456789')], sql` and `)
