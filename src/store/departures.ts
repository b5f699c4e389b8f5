// Who left one list and not all: by a hash of the address, since whoever is on a list in a file can leave, too.

import type { CompiledQuery } from 'kysely'
import type { Engine } from './engine.ts'

export interface Departure {
  readonly list: string
  readonly addressHash: string
  readonly email: string
  readonly at: number
  readonly source: string
}

/** As many as go into one statement. */
const CHUNK = 500

/** A few, to go into a `write`. Whoever left already stays so, with the first moment. */
export const depart = ({ db }: Engine, departures: readonly Departure[]): CompiledQuery =>
  db
    .insertInto('departures')
    .values(
      departures.map(({ list, addressHash, email, at, source }) => ({
        list,
        address_hash: addressHash,
        email,
        left_at: at,
        source,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .compile()

/** They may have letters of these lists again. To go into a `write`. */
export const endDepartures = (
  { db }: Engine,
  addressHash: string,
  lists: readonly string[],
): CompiledQuery =>
  db
    .deleteFrom('departures')
    .where('address_hash', '=', addressHash)
    .where('list', 'in', lists)
    .compile()

/** @returns the lists that each of these readers left alone. @throws PressrunError `store` */
export async function departuresAmong(
  { db }: Engine,
  addressHashes: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>()
  const any = await db.selectFrom('departures').select('list').limit(1).execute()
  if (any.length === 0) return found
  for (let i = 0; i < addressHashes.length; i += CHUNK) {
    const rows = await db
      .selectFrom('departures')
      .select(['address_hash', 'list'])
      .where('address_hash', 'in', addressHashes.slice(i, i + CHUNK))
      .execute()
    for (const { address_hash: hash, list } of rows)
      found.set(hash, [...(found.get(hash) ?? []), list])
  }
  return found
}

/** All, in order, a page at a time. @throws PressrunError `store` */
export async function* allDepartures({ db }: Engine): AsyncGenerator<Departure> {
  let after: Departure | undefined
  for (;;) {
    let query = db.selectFrom('departures').selectAll()
    if (after) {
      const { list, addressHash } = after
      query = query.where(({ eb, or, and }) =>
        or([
          eb('list', '>', list),
          and([eb('list', '=', list), eb('address_hash', '>', addressHash)]),
        ]),
      )
    }
    const rows = await query.orderBy('list').orderBy('address_hash').limit(CHUNK).execute()
    for (const { list, address_hash: addressHash, email, left_at: at, source } of rows) {
      after = { list, addressHash, email, at, source }
      yield after
    }
    if (rows.length < CHUNK) return
  }
}
