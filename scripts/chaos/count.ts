// What the ledger says held to what the mail server counted, for one send.

import { existsSync, readFileSync, rmSync } from 'node:fs'
import { deliveriesIn } from '../../src/store/deliveries.ts'
import { openStore, type StorePlace } from '../../src/store/open.ts'
import { findSend } from '../../src/store/sends.ts'
import { DELIVERY_STATES } from '../../src/store/tables.ts'
import { countsOf, recount } from '../../src/store/tallies.ts'

export interface SendFigures {
  readonly accepted: number
  readonly inDoubt: number
  readonly receipts: number
  /** Readers who are neither accepted nor in doubt, or accepted without a receipt. */
  readonly missing: number
  /** Receipts beyond the first of a reader. */
  readonly duplicates: number
  /** Receipts of readers that the ledger calls neither accepted nor in doubt. */
  readonly unknownReceipts: number
  /** Sends whose tallies do not agree with their rows. */
  readonly wrongTallies: number
}

/** Of all of them. */
export function sumOf(found: readonly SendFigures[]): SendFigures {
  const sum = (of: keyof SendFigures) => found.reduce((total, figures) => total + figures[of], 0)
  return {
    ...{ accepted: sum('accepted'), inDoubt: sum('inDoubt'), receipts: sum('receipts') },
    ...{ missing: sum('missing'), duplicates: sum('duplicates') },
    ...{ unknownReceipts: sum('unknownReceipts'), wrongTallies: sum('wrongTallies') },
  }
}

interface Place {
  readonly store: StorePlace
  readonly receipts: string
}

/** @param where the store, and what the server counted. */
export async function check(where: Place, issue: string, readers: number): Promise<SendFigures> {
  const store = await openStore(where.store, 'read')
  try {
    const send = await findSend(store, issue)
    const id = send?.id as number
    const states = new Map<string, string>()
    for await (const row of deliveriesIn(store, id, DELIVERY_STATES))
      states.set(row.email, row.state)
    const received = receiptsOf(where)
    const known = [...states].filter(([, state]) => state === 'accepted' || state === 'in_doubt')
    const accepted = known.filter(([, state]) => state === 'accepted')
    const lacking = accepted.filter(([email]) => !received.has(email))
    const total = [...received.values()].reduce((sum, count) => sum + count, 0)
    const [tallies, counted] = [await countsOf(store, id), await recount(store, id)]
    return {
      accepted: accepted.length,
      inDoubt: known.length - accepted.length,
      receipts: total,
      missing: readers - known.length + lacking.length,
      duplicates: total - received.size,
      unknownReceipts: [...received.keys()].filter(
        (email) => !['accepted', 'in_doubt'].includes(states.get(email) ?? ''),
      ).length,
      wrongTallies: JSON.stringify(tallies.states) === JSON.stringify(counted.states) ? 0 : 1,
    }
  } finally {
    await store.close()
  }
}

/** How often each address was served since the last time; the next send begins with none. */
function receiptsOf({ receipts }: Place): ReadonlyMap<string, number> {
  const received = new Map<string, number>()
  if (!existsSync(receipts)) return received
  for (const email of readFileSync(receipts, 'utf8').split('\n').filter(Boolean)) {
    received.set(email, (received.get(email) ?? 0) + 1)
  }
  rmSync(receipts)
  return received
}

/** Mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
