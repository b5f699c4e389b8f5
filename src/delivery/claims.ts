// Which readers are next: those to be sent at once first, and in between those whose time has come. Taken in small
// batches; readers of a domain that can take no more are passed over and come up again when it can.

import type { Claim, ClaimedDelivery, Ledger, Position } from '../store/ledger.ts'

export interface Claims {
  /**
   * @param full domains that nobody is to be claimed for.
   * @throws PressrunError `store`
   */
  take(limit: number, full: readonly string[], now: number): Promise<Taken>
}

export interface Taken {
  readonly rows: readonly ClaimedDelivery[]
  /** Somebody else ended the send. */
  readonly ended: boolean
  /** Somebody paused it: there may be more when it goes on. */
  readonly paused?: true
  /** Readers who left, or were suppressed, since the plan was made. */
  readonly excluded: number
}

/** A claim ends after so long, where its process does not live any more. */
const LEASE_MS = 600_000
/** How often those whose time has come are looked for while there are others. */
const TIMED_EVERY_MS = 500

/** Nothing is claimed at all, so that nothing is learnt of what is left. */
export const isHalted = ({ ended, paused }: Pick<Taken, 'ended' | 'paused'>): boolean =>
  ended || paused === true

type Band = 'fresh' | 'timed'

/** @param fresh where those to be sent at once come from. */
export function claims(
  ledger: Pick<Ledger, 'claim'>,
  sendId: number,
  fresh: Pick<Sweep, 'take' | 'isOver'> = sweepOf(ledger, sendId, 'fresh'),
): Claims {
  let timed = sweepOf(ledger, sendId, 'timed')
  let timedAt = Number.NEGATIVE_INFINITY
  return {
    async take(limit, full, now) {
      if (now - timedAt >= TIMED_EVERY_MS || fresh.isOver()) {
        const taken = await timed.take(limit, full, now)
        if (taken.rows.length > 0 || isHalted(taken)) return taken
        timedAt = now
        // Rows come due all the time: the next look begins at the front again.
        timed = sweepOf(ledger, sendId, 'timed', { before: timed.passedOver() })
        if (fresh.isOver()) return taken
      }
      return fresh.take(limit, full, now)
    },
  }
}

export interface Sweep {
  take(limit: number, full: readonly string[], now: number): Promise<Taken>
  /** Nothing is left in it. */
  isOver(): boolean
  /** Domains that rows may be left for. */
  passedOver(): ReadonlySet<string>
}

/**
 * Through a band once, from front to back, then to the domains that were passed over. A row never comes into a band
 * behind the place where its sweep is: what is put back is put back with a time.
 */
export function sweepOf(
  ledger: Pick<Ledger, 'claim'>,
  sendId: number,
  band: Band,
  {
    before = [],
    within,
  }: {
    readonly before?: Iterable<string>
    readonly within?: { readonly from: number; readonly to: number }
  } = {},
): Sweep {
  const passedOver = new Set(before)
  let after: Position | undefined
  let atEnd = false
  const claim = async (limit: number, now: number, more: object): Promise<Claim> =>
    ledger.claim({
      ...{ sendId, band, now, leaseUntil: now + LEASE_MS, limit },
      ...(within ? { within } : {}),
      ...more,
    })
  const looked = ({ rows, excluded }: Claim) => rows.length + excluded
  return {
    isOver: () => atEnd && passedOver.size === 0,
    passedOver: () => passedOver,
    async take(limit, full, now) {
      if (!atEnd) {
        const found = await claim(limit, now, { except: full, ...(after ? { after } : {}) })
        for (const domain of full) passedOver.add(domain)
        after = found.last ?? after
        if (isHalted(found)) return found
        atEnd = looked(found) < limit
        if (looked(found) > 0) return found
      }
      const only = [...passedOver].filter((domain) => !full.includes(domain))
      if (only.length === 0) return { rows: [], ended: false, excluded: 0 }
      const found = await claim(limit, now, { only })
      if (!isHalted(found) && looked(found) < limit)
        for (const domain of only) passedOver.delete(domain)
      return found
    },
  }
}
