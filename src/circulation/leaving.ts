// Leaving one list or all, and coming back at one's own word. Whoever leaves at the same time as others is written down
// with them, in one transaction; what readers decided takes effect for a send that is running, too.

import type { CompiledQuery } from 'kysely'
import { addressHash } from '../audience/address.ts'
import { depart, departuresAmong, endDepartures } from '../store/departures.ts'
import type { Engine } from '../store/engine.ts'
import {
  AWAY,
  changeMembership,
  isAway,
  leaveList,
  type Membership,
  membershipsAmong,
  membershipsOf,
  type Standing,
} from '../store/memberships.ts'
import { type ListedRow, subscribersAmong } from '../store/subscribers.ts'
import { suppress, suppressionsAmong, unsuppress } from '../store/suppressions.ts'
import type { SuppressionReason } from '../store/tables.ts'
import { EVENT_OF } from './announce.ts'
import { announcedBy, findReader, type Occasion, standingOf } from './readers.ts'

export interface Leaving {
  readonly email: string
  /** Those that are left. */
  readonly lists: readonly string[]
  /** No list is left then: no letter goes to the address, whatever list it stands on. */
  readonly all: boolean
  readonly as?: 'unsubscribed' | 'bounced' | 'complained'
  /** For `all`: `unsubscribed` where nothing is said. */
  readonly because?: SuppressionReason
}

/**
 * Whoever is known to nobody is kept away as well: they may have had a letter by a list in a file.
 * @returns whether anything changed: false where they had left already.
 * @throws PressrunError `store`
 */
export const leave = async (
  store: Engine,
  leaving: Leaving,
  occasion: Occasion,
): Promise<boolean> => (await leaveTogether(store, [{ leaving, occasion }]))[0] as boolean

export interface LeavingNow {
  readonly leaving: Leaving
  readonly occasion: Occasion
}

/**
 * As `leave` for each, all or nothing.
 * @returns for each whether anything changed.
 */
export async function leaveTogether(
  store: Engine,
  several: readonly LeavingNow[],
): Promise<readonly boolean[]> {
  const found = await lookUp(store, several)
  const work: Work = { moves: new Map(), queries: [] }
  const changed: boolean[] = []
  for (const { leaving, occasion } of several) {
    const state = leaving.as ?? 'unsubscribed'
    const standing = await standingOf(store, state, occasion)
    changed.push(leaveOne(store, leaving, occasion, { found, work, standing }))
  }
  for (const { list, standing, ids } of work.moves.values())
    work.queries.push(...leaveList(store, ids, list, standing))
  if (work.queries.length > 0) await store.write(work.queries)
  return changed
}

interface Found {
  readonly rows: ReadonlyMap<string, ListedRow>
  readonly suppressed: ReadonlyMap<string, SuppressionReason>
  readonly departed: ReadonlyMap<string, readonly string[]>
  readonly memberships: ReadonlyMap<number, readonly Membership[]>
}

async function lookUp(store: Engine, several: readonly LeavingNow[]): Promise<Found> {
  const hashes = [...new Set(several.map(({ leaving }) => addressHash(leaving.email)))]
  const rows = await subscribersAmong(store, '', hashes)
  return {
    rows,
    suppressed: await suppressionsAmong(store, hashes),
    departed: await departuresAmong(store, hashes),
    memberships: await membershipsAmong(
      store,
      [...rows.values()].map(({ id }) => id),
    ),
  }
}

interface Work {
  /** Readers who leave a list in the same way. */
  readonly moves: Map<string, { list: string; standing: Standing; ids: number[] }>
  readonly queries: CompiledQuery[]
}

function leaveOne(
  store: Engine,
  { email, lists, all, because = 'unsubscribed' }: Leaving,
  occasion: Occasion,
  { found, work, standing }: { found: Found; work: Work; standing: Standing },
): boolean {
  const {
    source: { way, place },
    at,
  } = occasion
  const hash = addressHash(email)
  const row = found.rows.get(hash)
  const here = ((row && found.memberships.get(row.id)) ?? []).filter(
    ({ list, state }) => (all || lists.includes(list)) && !isAway(state),
  )
  const source = `${way} ${place}`
  const departed = found.departed.get(hash) ?? []
  const leftNow = all ? [] : lists.filter((list) => !departed.includes(list))
  if (here.length === 0 && leftNow.length === 0 && (!all || found.suppressed.has(hash)))
    return false
  for (const { list } of here) {
    const key = JSON.stringify([list, standing])
    const move = work.moves.get(key) ?? { list, standing, ids: [] }
    move.ids.push((row as ListedRow).id)
    work.moves.set(key, move)
  }
  if (all)
    work.queries.push(suppress(store, [{ addressHash: hash, email, reason: because, at, source }]))
  if (leftNow.length > 0)
    work.queries.push(
      depart(
        store,
        leftNow.map((list) => ({ list, addressHash: hash, email, at, source })),
      ),
    )
  const left = here.map(({ list }) => list)
  work.queries.push(
    ...announcedBy(occasion, {
      ...{ type: EVENT_OF[standing.state], email, all, ...profileOf(row) },
      lists: left.length > 0 ? left : lists,
    }),
  )
  return true
}

const profileOf = (row: ListedRow | undefined) => (row ? { name: row.name, lang: row.lang } : {})

/**
 * Undoes that somebody left, at their own word: what they left in that moment stands as before, and what they had
 * left earlier stays left.
 * @param list the one that is to be undone; absent: that they left all.
 * @param lists all there are.
 * @returns false where there is nothing that they may undo: they complained, were erased, or had not left.
 * @throws PressrunError `store`
 */
export async function comeBack(
  store: Engine,
  { email, list, lists }: { email: string; list?: string | undefined; lists: readonly string[] },
  occasion: Occasion,
): Promise<boolean> {
  const hash = addressHash(email)
  const { row, suppression } = await findReader(store, '', email)
  if (suppression !== undefined && suppression !== 'unsubscribed') return false
  const departed = (await departuresAmong(store, [hash])).get(hash) ?? []
  const memberships = row ? await membershipsOf(store, row.id) : []
  const at = suppression ? await leftAt(store, hash) : undefined
  const returning = memberships.filter(
    ({ list: one, state, since }) =>
      state === 'unsubscribed' && (one === list || since === at || lists.length === 1),
  )
  const ended = list !== undefined && departed.includes(list) ? [list] : []
  if (returning.length === 0 && !suppression && ended.length === 0) return false
  const standing = await standingOf(store, 'active', occasion)
  await store.write([
    unsuppress(store, [hash], ['unsubscribed']),
    ...(ended.length > 0 ? [endDepartures(store, hash, ended)] : []),
    ...returning.flatMap(({ list: one }) =>
      changeMembership(store, (row as ListedRow).id, one, standing, ['bounced', 'complained']),
    ),
    ...announcedBy(occasion, {
      ...{ type: 'confirm', email, ...profileOf(row) },
      lists: returning.length > 0 ? returning.map((one) => one.list) : ended,
    }),
  ])
  return true
}

async function leftAt({ db }: Engine, hash: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('suppressions')
    .select('suppressed_at')
    .where('address_hash', '=', hash)
    .executeTakeFirst()
  return row?.suppressed_at
}

export interface Choice {
  readonly row: ListedRow
  /** What they are called from now on, where that is new. */
  readonly profile?: CompiledQuery
  /** All lists of the publication, and which of them they want. */
  readonly lists: readonly string[]
  readonly wanted: readonly string[]
}

/** What a reader wants, out of all lists, as one change. @throws PressrunError `store` */
export async function choose(
  store: Engine,
  { row, profile, lists, wanted }: Choice,
  occasion: Occasion,
): Promise<void> {
  const { source, at } = occasion
  const hash = row.address_hash
  const standing = await membershipsOf(store, row.id)
  const isOn = (list: string) => standing.some((one) => one.list === list && one.state === 'active')
  const left = lists.filter((list) => isOn(list) && !wanted.includes(list))
  const joined = lists.filter((list) => !isOn(list) && wanted.includes(list))
  const about = { email: row.email, ...profileOf(row) }
  const queries: CompiledQuery[] = profile ? [profile] : []
  if (left.length > 0) {
    const off = await standingOf(store, 'unsubscribed', occasion)
    const from = `${source.way} ${source.place}`
    for (const list of left) queries.push(...changeMembership(store, row.id, list, off, AWAY))
    queries.push(
      depart(
        store,
        left.map((list) => ({ list, addressHash: hash, email: row.email, at, source: from })),
      ),
      ...announcedBy(occasion, { ...about, type: 'unsubscribe', lists: left, all: false }),
    )
  }
  if (joined.length > 0) {
    const on = await standingOf(store, 'active', occasion)
    queries.push(endDepartures(store, hash, joined))
    for (const list of joined)
      queries.push(...changeMembership(store, row.id, list, on, ['complained']))
    queries.push(...announcedBy(occasion, { ...about, type: 'confirm', lists: joined }))
  }
  if (queries.length > 0) await store.write(queries)
}
