// One reader at a time: joins, leaves, comes back, gets other data. Each call is one transaction, and calling it
// twice is the same as calling it once. The way in which it came, and the proof, are kept with each change.

import type { CompiledQuery } from 'kysely'
import { addressHash } from '../audience/address.ts'
import { type MergeRule, mergeProfile } from '../audience/merge.ts'
import type { Subscriber } from '../audience/subscriber.ts'
import { departuresAmong, endDepartures } from '../store/departures.ts'
import type { Engine } from '../store/engine.ts'
import type { MembershipState } from '../store/list-tables.ts'
import {
  changeMembership,
  isAway,
  joinByAddress,
  membershipsOf,
  type Standing,
} from '../store/memberships.ts'
import { type Source, sourceId } from '../store/sources.ts'
import { type ListedRow, subscribersAmong } from '../store/subscribers.ts'
import { suppressionsAmong, unsuppress } from '../store/suppressions.ts'
import type { SuppressionReason } from '../store/tables.ts'
import { type Announce, EVENT_OF, type ReaderEvent } from './announce.ts'
import { storedProfile, subscriberOfRow } from './stored.ts'

/** How a change came about, for the record. */
export interface Occasion {
  readonly source: Source
  /** Milliseconds since 1970. */
  readonly at: number
  readonly proof?: Readonly<Record<string, unknown>>
  /** Tells the publication's webhooks. */
  readonly announce?: Announce
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
  /** Joined with it, in the same moment. */
  readonly andLists?: readonly string[]
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

/** @throws PressrunError `store` */
export async function join(store: Engine, joining: Joining, occasion: Occasion): Promise<Joined> {
  const { list, andLists = [], subscriber, state, rule, again } = joining
  const lists = [list, ...andLists]
  const hash = addressHash(subscriber.email)
  const { row, suppression } = await findReader(store, list, subscriber.email)
  const here = row ? await membershipsOf(store, row.id) : []
  const stateOn = (one: string) => here.find((there) => there.list === one)?.state
  const away = lists.map(stateOn).find((one) => isAway(one))
  const because = away ?? suppression ?? (await departedFrom(store, hash, lists))
  if (because && (!again || MAY_NOT.includes(because))) return { kind: 'refused', because }
  const standing = await standingOf(store, state, occasion)
  // Until they confirm, a suppression stays.
  const queries: CompiledQuery[] =
    because && state === 'active'
      ? [unsuppress(store, [hash], COMES_BACK), endDepartures(store, hash, lists)]
      : []
  const told = (moved: readonly string[], { name, lang }: Pick<Subscriber, 'name' | 'lang'>) =>
    announcedBy(occasion, {
      type: EVENT_OF[state],
      email: subscriber.email,
      lists: moved,
      name,
      lang,
    })
  if (!row) {
    queries.push(...told(lists, subscriber))
    return enter(store, joining, { standing, queries, isBack: because !== undefined })
  }
  // Whoever only asks may be anybody: nothing of a reader's data is theirs to change.
  const merged =
    state === 'pending' ? undefined : mergeProfile(subscriberOfRow(row), subscriber, rule)
  if (merged) queries.push(profileQuery(store, row.id, merged, occasion.at))
  const moving = lists.filter((one) => {
    const now = stateOn(one)
    return now !== state && !(now === 'active' && state === 'pending')
  })
  const stays: MembershipState[] = state === 'pending' ? ['active'] : []
  for (const one of moving) queries.push(...changeMembership(store, row.id, one, standing, stays))
  if (moving.length > 0) queries.push(...told(moving, merged ?? subscriberOfRow(row)))
  if (queries.length > 0) await store.write(queries)
  if (because) return { kind: 'back' }
  if (stateOn(list) === undefined) return { kind: 'added' }
  return { kind: merged || moving.length > 0 ? 'changed' : 'unchanged' }
}

/** The calls that tell of a change, where anybody is told. */
export const announcedBy = (
  { announce, source: { way, place }, at }: Occasion,
  event: Omit<ReaderEvent, 'addressHash' | 'way' | 'place' | 'at'>,
): readonly CompiledQuery[] =>
  announce?.({ ...event, addressHash: addressHash(event.email), way, place, at }) ?? []

const departedFrom = async (store: Engine, hash: string, lists: readonly string[]) => {
  const left = (await departuresAmong(store, [hash])).get(hash)
  return lists.some((list) => left?.includes(list)) ? 'unsubscribed' : undefined
}

/** Whom nobody knew. */
async function enter(
  store: Engine,
  { list, andLists = [], subscriber, state }: Joining,
  work: {
    readonly standing: Standing
    readonly queries: readonly CompiledQuery[]
    readonly isBack: boolean
  },
): Promise<Joined> {
  const { standing, queries, isBack } = work
  const { sourceId: source, since, proof } = standing
  const { tags, fields, ...profile } = storedProfile(subscriber)
  const hash = addressHash(subscriber.email)
  const added = await store.roll.enter({
    list,
    sourceId: source,
    at: since,
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
        since,
        proof,
      },
    ],
    also: [...queries, ...andLists.map((one) => joinByAddress(store, hash, one, standing))],
  })
  return added[0] ? { kind: isBack ? 'back' : 'added' } : { kind: 'unchanged' }
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

export async function standingOf(store: Engine, state: MembershipState, occasion: Occasion) {
  return {
    state,
    since: occasion.at,
    sourceId: await sourceId(store, occasion.source, occasion.at),
    proof: occasion.proof ? JSON.stringify(occasion.proof) : null,
  }
}

/** Puts data right, without touching how they stand; undefined where nothing is new. To go into a `write`. */
export function profileChange(
  store: Engine,
  row: ListedRow,
  profile: Omit<Subscriber, 'email'>,
  at: number,
): CompiledQuery | undefined {
  const merged = mergeProfile(subscriberOfRow(row), profile, 'replace')
  return merged && profileQuery(store, row.id, merged, at)
}
