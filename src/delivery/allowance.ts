// What one holder of limits may send: the sender as a whole, or one relay. An even pace for a second and a minute, counts
// for an hour, a day and a warm-up; all of it kept in the store under the holder's name.

import type { Rates } from '../project/project.ts'
import type { Ledger } from '../store/ledger.ts'
import { type Need, pace } from './pace.ts'
import { type QuotaLimit, quota } from './quota.ts'

export interface Allowance {
  /** How many may be claimed for it now; of what is counted, 0 also until `look` or `fill` has run. */
  room(now: number): number
  /** When a message may go; `now` or before: at once. */
  nextAt(now: number): number
  /** When more may be claimed for it, where `room` is 0. */
  resumeAt(now: number): number
  /** How many may go in the next moment, of those that `fill` took; without a pace, any number. */
  near(now: number): number
  /** A message goes. */
  take(): void
  /** Looks what there will be, before anybody is claimed. @throws PressrunError `store` */
  look(now: number): Promise<void>
  /** Takes what is needed ahead from the store. @throws PressrunError `store` */
  fill(now: number, need: Need): Promise<void>
  /** What was taken and not used. @throws PressrunError `store` */
  giveBack(now: number): Promise<void>
}

/** Nobody is claimed much longer before their turn than this. */
export const HORIZON_MS = 2_000
const HOUR_MS = 3_600_000

/** Under which names a holder's limits are kept. @param relay none: the sender as a whole */
export const limitNames = (relay?: string) => {
  const of = relay === undefined ? '' : `relay ${relay} `
  return {
    pace: relay === undefined ? 'sender' : `relay ${relay}`,
    hour: `${of}hour`,
    day: `${of}day`,
    warmUp: `${of}warm-up`,
  }
}

/** Messages a second, by the narrower of the two paces; without one, any number. */
export const perSecondOf = ({ perSecond, perMinute }: Rates): number =>
  Math.min(perSecond ?? Number.POSITIVE_INFINITY, (perMinute ?? Number.POSITIVE_INFINITY) / 60)

/**
 * @param relay none: the sender as a whole.
 * @param within the sender's, for a relay: a pace that is no narrower holds by itself.
 */
export function allowance(
  ledger: Pick<Ledger, 'reserve'>,
  rates: Rates,
  relay?: string,
  within: Rates = {},
): Allowance {
  const none = Number.POSITIVE_INFINITY
  const names = limitNames(relay)
  const perSecond = perSecondOf(rates)
  const paced = perSecond < perSecondOf(within) ? pace(ledger, names.pace, perSecond) : undefined
  const counted = quota(ledger, quotasOf(rates, names))
  /** Before `fill` nothing is known: not yet. */
  const placeAt = (now: number) => (paced ? (paced.nextAt(now) ?? now + 1) : 0)
  return {
    room(now) {
      if ((paced?.freeAt(now) ?? 0) > now + HORIZON_MS) return 0
      return Math.min(paced?.within(HORIZON_MS) ?? none, counted.left(now))
    },
    nextAt: (now) => (counted.left(now) > 0 ? placeAt(now) : Math.max(counted.moreAt, now + 1)),
    resumeAt(now) {
      if (counted.left(now) <= 0) return Math.max(counted.moreAt, now + 1)
      return Math.max(now + 1, (paced?.freeAt(now) ?? 0) - HORIZON_MS)
    },
    near: (now) => paced?.near(now) ?? none,
    take() {
      paced?.take()
      counted.take()
    },
    async look(now) {
      await counted.fill(now)
      if (counted.left(now) > 0) await paced?.look(now)
    },
    async fill(now, need) {
      await counted.fill(now)
      // A place that nothing can be sent in would be lost to others.
      if (counted.left(now) > 0) await paced?.fill(now, need)
    },
    giveBack: (now) => counted.giveBack(now),
  }
}

function quotasOf(
  { perHour, perDay, warmUp }: Rates,
  names: ReturnType<typeof limitNames>,
): readonly QuotaLimit[] {
  const window = (name: string, windowMs: number, limit: number | undefined) =>
    limit === undefined ? [] : [{ kind: 'window' as const, name, windowMs, limit }]
  return [
    ...window(names.hour, HOUR_MS, perHour),
    ...window(names.day, 24 * HOUR_MS, perDay),
    ...(warmUp ? [{ kind: 'warm-up' as const, name: names.warmUp, plan: warmUp }] : []),
  ]
}
