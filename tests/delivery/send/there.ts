// A list in a store on Postgres, and what a plan made of it, wherever it was made.

import { expect, onTestFinished } from 'vitest'
import { addressHash } from '../../../src/audience/address.ts'
import { type Segment, segment } from '../../../src/audience/segments.ts'
import { storedList } from '../../../src/circulation/stored.ts'
import { takeAudience } from '../../../src/delivery/audience.ts'
import { subscriberOf } from '../../../src/delivery/frozen-reader.ts'
import type { Selection } from '../../../src/delivery/selection.ts'
import { deliveriesIn } from '../../../src/store/deliveries.ts'
import { depart } from '../../../src/store/departures.ts'
import type { Engine } from '../../../src/store/engine.ts'
import { exclusionsOf } from '../../../src/store/exclusions.ts'
import { openStore } from '../../../src/store/open.ts'
import { newSource } from '../../../src/store/sources.ts'
import { addSuppressions } from '../../../src/store/suppressions.ts'
import { countsOf, recount } from '../../../src/store/tallies.ts'
import { madeDatabase, sendOf } from '../../store/engines.ts'

export const AT = Date.UTC(2024, 10, 18, 23, 59)
export const LIST = 'main'

const TAGS = [
  [],
  ['member'],
  ['a"member'],
  ['a,"member', 'x'],
  ['member', 'vip'],
  ['한글', 'member'],
]
const FIELDS = [{}, { city: 'Cádiz "the old"', n: 3 }, { joined: 'long ago' }, { joined: null }]
const LANGS = ['', 'ko']

export interface Readers {
  readonly langs?: readonly string[]
  readonly tags?: readonly (readonly string[])[]
  readonly fields?: readonly object[]
  /** Of the reader with that number. */
  readonly since?: (i: number) => number
}

/** Readers who have these in turn; some left, some are suppressed. */
export async function listOf(
  count: number,
  { langs = LANGS, tags = TAGS, fields = FIELDS, since = (i) => AT + i }: Readers = {},
): Promise<Engine> {
  const store = await openStore(await madeDatabase(), 'write')
  onTestFinished(() => store.close())
  const sourceId = await newSource(store, { way: 'import', place: 'x' }, AT)
  const email = (i: number) => `reader${i}@${i % 3 === 0 ? 'a.example' : '한국.example'}`
  const rows = Array.from({ length: count }, (_, i) => ({
    ...{ addressHash: addressHash(email(i)), email: email(i), since: since(i), proof: null },
    ...{
      name: i % 4 === 0 ? '' : `Ré "${i}" \\ 한`,
      firstName: i % 5 === 0 ? 'R' : '',
      lang: langs[i % langs.length] as string,
    },
    tags: JSON.stringify(tags[i % tags.length]),
    fields: JSON.stringify(fields[i % fields.length]),
    state: i % 10 === 9 ? ('unsubscribed' as const) : ('active' as const),
  }))
  await store.roll.enter({ list: LIST, sourceId, at: AT, rows, also: [] })
  const hash = (i: number) => addressHash(email(i))
  await addSuppressions(store, [
    { addressHash: hash(1), email: null, reason: 'unsubscribed', at: AT, source: 'web' },
    { addressHash: hash(2), email: null, reason: 'mailbox', at: AT, source: 'web' },
  ])
  const left = { list: LIST, email: '', at: AT, source: 'web' }
  await store.write([
    depart(
      store,
      [2, 3].map((i) => ({ ...left, addressHash: hash(i) })),
    ),
    depart(store, [{ ...left, list: 'other', addressHash: hash(4) }]),
  ])
  return store
}

/** What is in the store of a send, whose counts are right. */
export async function frozen(store: Engine, send: number) {
  const rows = await Array.fromAsync(deliveriesIn(store, send, ['pending']))
  const excluded = await Array.fromAsync(exclusionsOf(store, send))
  const counts = await countsOf(store, send)
  const { already: _, ...counted } = counts.excluded
  expect({ ...counts, excluded: counted }).toEqual({
    states: (await recount(store, send)).states,
    excluded: (({ already: __, ...rest }) => rest)((await recount(store, send)).excluded),
  })
  return {
    counts,
    excluded: excluded.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    rows: rows.map(({ email, subscriber, next_attempt_at: at, domain, address_hash: key }) => ({
      ...{ at, domain, key, reader: subscriberOf(email, subscriber) },
    })),
  }
}

export interface Asked {
  readonly selection: Selection
  readonly segment?: Segment
}

const input = (store: Engine, asked: Asked) => ({
  ...{ store, forList: LIST, clock: { now: () => AT } },
  ...asked,
})

/** Frozen by the database: no reader is to be had in any other way. */
export const takenThere = (store: Engine, send: number, asked: Asked, signal?: AbortSignal) =>
  takeAudience(send, {
    ...input(store, asked),
    ...{ isStored: true, list: (async function* () {})() },
    ...(signal ? { signal } : {}),
  })

/** Read and judged here. */
export const takenHere = (store: Engine, send: number, asked: Asked) =>
  takeAudience(send, { ...input(store, asked), list: storedList(store, LIST) })

let sends = 0

/** Frozen both ways, which has to be the same. */
export async function frozenAlike(store: Engine, asked: Asked) {
  const [one, other] = [
    await sendOf(store, 0, `there-${++sends}`),
    await sendOf(store, 0, `here-${sends}`),
  ]
  await takenThere(store, one, asked)
  await takenHere(store, other, asked)
  const [there, here] = [await frozen(store, one), await frozen(store, other)]
  expect(there).toEqual(here)
  return there
}

/** A segment, and what was asked of it. */
export function counted(text: string): { readonly segment: Segment; readonly asked: () => number } {
  const { isIn, looksAt } = segment({}, text, AT)
  let count = 0
  return { segment: { isIn: (reader) => ++count > 0 && isIn(reader), looksAt }, asked: () => count }
}
