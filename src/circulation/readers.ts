// One reader at a time: joins, leaves, comes back, gets other data. Each call is one transaction, and calling it
// twice is the same as calling it once. The way in which it came, and the proof, are kept with each change.

import type { CompiledQuery } from 'kysely'
import { addressHash } from '../audience/address.ts'
import { type MergeRule, mergeProfile } from '../audience/merge.ts'
import type { Subscriber } from '../audience/subscriber.ts'
import type { Engine } from '../store/engine.ts'
import type { MembershipState } from '../store/list-tables.ts'
import { changeMembership, type Source, sourceId } from '../store/memberships.ts'
import { type ListedRow, subscribersAmong } from '../store/subscribers.ts'
import { suppress, suppressionsAmong, unsuppress } from '../store/suppressions.ts'
import type { SuppressionReason } from '../store/tables.ts'
import { storedProfile, subscriberOfRow } from './stored.ts'

/** How a change came about, for the record. */
export interface Occasion {
  readonly source: Source
  /** Milliseconds since 1970. */
  readonly at: number
  readonly proof?: Readonly<Record<string, unknown>>
}

export interface FoundReader {
  readonly row?: ListedRow
  readonly suppression?: SuppressionReason
}

/** @throws PressrunError `store` */
export async function findReader(store: Engine, list: string, email: string): Promise<FoundReader> {
  const hash = addressHash(email)
  const row = (await subscribersAmong(store, list, [hash])).get(hash)
  const suppression = (await suppressionsAmong(store, [hash])).get(hash)
  return { ...(row ? { row } : {}), ...(suppression ? { suppression } : {}) }
}

export interface Joining {
  readonly list: string
  readonly subscriber: Subscriber
  /** `pending` until they confirm. */
  readonly state: 'pending' | 'active'
  readonly rule: MergeRule
  /** They asked for it themselves: whoever left comes back. Who was erased may, too; who complained may not. */
  readonly again: boolean
}

export type Joined =
  | { readonly kind: 'added' | 'changed' | 'unchanged' | 'back' }
  /** They left, or their mailbox is gone, and nobody said that they want to come back. */
  | { readonly kind: 'refused'; readonly because: MembershipState | SuppressionReason }

const MAY_NOT: readonly (MembershipState | SuppressionReason)[] = ['complained']
const AWAY: readonly (MembershipState | null)[] = ['unsubscribed', 'bounced', 'complained']

/** @throws PressrunError `store` */
export async function join(store: Engine, joining: Joining, occasion: Occasion): Promise<Joined> {
  const { list, subscriber, state, rule, again } = joining
  const { row, suppression } = await findReader(store, list, subscriber.email)
  const because = AWAY.includes(row?.state ?? null) ? row?.state : suppression
  if (because && (!again || MAY_NOT.includes(because))) return { kind: 'refused', because }
  const hash = addressHash(subscriber.email)
  const standing = await standingOf(store, state, occasion)
  // Until they confirm, a suppression stays.
  const also =
    suppression && state === 'active' ? [unsuppress(store, [hash], COMES_BACK)] : ([] as const)
  if (!row) {
    const { tags, fields, ...profile } = storedProfile(subscriber)
    const added = await store.roll.enter({
      list,
      sourceId: standing.sourceId,
      at: occasion.at,
      rows: [
        {
          addressHash: hash,
          email: subscriber.email,
          name: profile.name,
          firstName: profile.first_name,
          lang: profile.lang,
          tags,
          fields,
          state,
          since: occasion.at,
          proof: standing.proof,
        },
      ],
      also,
    })
    return added[0] ? { kind: suppression ? 'back' : 'added' } : { kind: 'unchanged' }
  }
  const queries: CompiledQuery[] = [...also]
  // Whoever only asks may be anybody: nothing of a reader's data is theirs to change.
  const merged =
    state === 'pending' ? undefined : mergeProfile(subscriberOfRow(row), subscriber, rule)
  if (merged) queries.push(profileQuery(store, row.id, merged, occasion.at))
  const moves = row.state !== state && !(row.state === 'active' && state === 'pending')
  if (moves) {
    const stays: MembershipState[] = state === 'pending' ? ['active'] : []
    queries.push(...changeMembership(store, row.id, list, standing, stays))
  }
  if (queries.length > 0) await store.write(queries)
  if (because) return { kind: 'back' }
  if (row.state === null) return { kind: 'added' }
  return { kind: merged || moves ? 'changed' : 'unchanged' }
}

/** What a reader's own word takes away. */
const COMES_BACK: readonly SuppressionReason[] = ['unsubscribed', 'removed', 'erased', 'mailbox']

const profileQuery = (
  store: Engine,
  id: number,
  profile: Omit<Subscriber, 'email'>,
  at: number,
): CompiledQuery =>
  store.db
    .updateTable('subscribers')
    .set({ ...storedProfile(profile), changed_at: at })
    .where('id', '=', id)
    .compile()

async function standingOf(store: Engine, state: MembershipState, occasion: Occasion) {
  return {
    state,
    since: occasion.at,
    sourceId: await sourceId(store, occasion.source, occasion.at),
    proof: occasion.proof ? JSON.stringify(occasion.proof) : null,
  }
}

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
 * Takes effect for a send that is running, too. Whoever is known to nobody is kept away as well: they may have had a
 * letter by a list in a file.
 * @returns whether anything changed: false where they had left already.
 * @throws PressrunError `store`
 */
export async function leave(store: Engine, leaving: Leaving, occasion: Occasion): Promise<boolean> {
  const { email, lists, all, as: state = 'unsubscribed', because = 'unsubscribed' } = leaving
  const hash = addressHash(email)
  const { row, suppression } = await findReader(store, lists[0] ?? '', email)
  const memberships = row ? await membershipsOf(store, row.id) : []
  const here = memberships.filter(
    ({ list, state: now }) => (all || lists.includes(list)) && !AWAY.includes(now),
  )
  if (here.length === 0 && (!all || suppression)) return false
  const standing = await standingOf(store, state, occasion)
  const { source } = occasion
  const { at } = occasion
  await store.write([
    ...here.flatMap(({ list }) =>
      changeMembership(store, (row as ListedRow).id, list, standing, [
        'unsubscribed',
        'bounced',
        'complained',
      ]),
    ),
    ...(all
      ? [
          suppress(store, [
            {
              addressHash: hash,
              email,
              reason: because,
              at,
              source: `${source.way} ${source.place}`,
            },
          ]),
        ]
      : []),
  ])
  return true
}

/**
 * Undoes that somebody left, at their own word: what they left stands as before.
 * @returns false where there is nothing that they may undo: they complained, were erased, or had not left.
 * @throws PressrunError `store`
 */
export async function comeBack(
  store: Engine,
  email: string,
  list: string,
  occasion: Occasion,
): Promise<boolean> {
  const { row, suppression } = await findReader(store, list, email)
  if (suppression !== undefined && suppression !== 'unsubscribed') return false
  const left = row?.state === 'unsubscribed'
  if (!left && !suppression) return false
  const standing = await standingOf(store, 'active', occasion)
  await store.write([
    unsuppress(store, [addressHash(email)], ['unsubscribed']),
    ...(row && left
      ? changeMembership(store, row.id, list, standing, ['bounced', 'complained'])
      : []),
  ])
  return true
}

/** @throws PressrunError `store` */
export const membershipsOf = ({ db }: Engine, subscriberId: number) =>
  db
    .selectFrom('memberships')
    .select(['list', 'state', 'since'])
    .where('subscriber_id', '=', subscriberId)
    .orderBy('list')
    .execute()

/** Puts data right, without touching how they stand. @throws PressrunError `store` */
export async function changeProfile(
  store: Engine,
  row: ListedRow,
  profile: Omit<Subscriber, 'email'>,
  at: number,
): Promise<boolean> {
  const merged = mergeProfile(subscriberOfRow(row), profile, 'replace')
  if (merged) await store.write([profileQuery(store, row.id, merged, at)])
  return merged !== undefined
}
