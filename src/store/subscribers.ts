// Readers of the list, as rows: found by their address, read in pages.

import { type Selectable, sql } from 'kysely'
import type { Engine } from './engine.ts'
import type { MembershipState, SubscriberTable } from './list-tables.ts'

export type SubscriberRow = Selectable<SubscriberTable>

/** A reader with their place on one list; null where they are not on it. */
export interface ListedRow extends SubscriberRow {
  readonly state: MembershipState | null
  readonly since: number | null
}

/** As many as go into one statement. */
const CHUNK = 500
/** Rows read at once. */
const PAGE = 1_000

const listed = ({ db }: Engine, list: string) =>
  db
    .selectFrom('subscribers')
    .leftJoin('memberships', (join) =>
      join
        .onRef('memberships.subscriber_id', '=', 'subscribers.id')
        .on('memberships.list', '=', list),
    )
    .selectAll('subscribers')
    .select(['memberships.state', 'memberships.since'])

/** @returns those of them that are known, by their hash. @throws PressrunError `store` */
export async function subscribersAmong(
  engine: Engine,
  list: string,
  addressHashes: readonly string[],
): Promise<ReadonlyMap<string, ListedRow>> {
  const found = new Map<string, ListedRow>()
  for (let i = 0; i < addressHashes.length; i += CHUNK) {
    const rows: readonly ListedRow[] = await listed(engine, list)
      .where('address_hash', 'in', addressHashes.slice(i, i + CHUNK))
      .execute()
    for (const row of rows) found.set(row.address_hash, row)
  }
  return found
}

/** Whether anybody was ever entered. @throws PressrunError `store` */
export async function hasSubscribers({ db }: Engine): Promise<boolean> {
  return (await db.selectFrom('subscribers').select('id').limit(1).execute()).length > 0
}

export interface Wanted {
  readonly states?: readonly MembershipState[]
  /** In the address or the name, in whatever case. */
  readonly text?: string
}

/**
 * Readers on a list in the order they came, a page at a time; who joins meanwhile may be among them.
 * @throws PressrunError `store`
 */
export async function* subscribersOn(
  engine: Engine,
  list: string,
  { states, text }: Wanted = {},
): AsyncGenerator<ListedRow & { readonly state: MembershipState; readonly since: number }> {
  for (let after = 0; ; ) {
    let query = engine.db
      .selectFrom('memberships')
      .innerJoin('subscribers', 'subscribers.id', 'memberships.subscriber_id')
      .selectAll('subscribers')
      .select(['memberships.state', 'memberships.since'])
      .where('memberships.list', '=', list)
      .where('memberships.subscriber_id', '>', after)
    if (states) query = query.where('memberships.state', 'in', states)
    if (text !== undefined) {
      const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
      query = query.where(
        sql<boolean>`(lower(email) like ${pattern} escape '\\' or lower(name) like ${pattern} escape '\\')`,
      )
    }
    const rows = await query.orderBy('memberships.subscriber_id').limit(PAGE).execute()
    yield* rows
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}
