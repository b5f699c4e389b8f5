// At most so many messages in any hour and any day, counted in the store. They are taken a few at a time, so that
// counting costs little, and what is left over at the end is given back.

import type { Ledger, Want } from '../store/ledger.ts'

export interface Quota {
  /** How many may go now; 0 until `fill` has run, or when there are no more. */
  readonly left: number
  /** When there may be more; only where there are none. */
  readonly moreAt: number
  take(): void
  /** @throws PressrunError `store` */
  fill(now: number): Promise<void>
  /** What was taken and not used. @throws PressrunError `store` */
  giveBack(now: number): Promise<void>
}

export interface QuotaLimit {
  readonly name: string
  readonly windowMs: number
  readonly limit: number
}

const AT_ONCE = 50

/** @param limits all of them hold; none: as many as one likes. */
export function quota(ledger: Pick<Ledger, 'reserve'>, limits: readonly QuotaLimit[]): Quota {
  let left = limits.length === 0 ? Number.POSITIVE_INFINITY : 0
  let moreAt = 0
  const wants = (count: (limit: QuotaLimit, index: number) => number): Want[] =>
    limits.map((limit, index) => ({ kind: 'quota', ...limit, count: count(limit, index) }))
  return {
    get left() {
      return left
    },
    get moreAt() {
      return moreAt
    },
    take() {
      left--
    },
    async fill(now) {
      if (left > 0 || now < moreAt) return
      const grants = await ledger.reserve(
        wants(({ limit }) => Math.min(AT_ONCE, limit)),
        now,
      )
      const counts = grants.map((grant) => (grant.kind === 'quota' ? grant.count : 0))
      left = Math.min(...counts)
      const over = counts.map((count) => count - left)
      if (over.some((count) => count > 0)) {
        await ledger.reserve(
          wants((_, index) => -(over[index] as number)),
          now,
        )
      }
      moreAt =
        left > 0
          ? 0
          : Math.max(
              ...grants.map((grant) =>
                grant.kind === 'quota' && grant.count === 0 ? grant.moreAt : 0,
              ),
            )
    },
    async giveBack(now) {
      if (!Number.isFinite(left) || left === 0) return
      const unused = left
      left = 0
      await ledger.reserve(
        wants(() => -unused),
        now,
      )
    },
  }
}
