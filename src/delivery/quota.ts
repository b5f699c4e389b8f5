// At most so many messages in any hour, any day and any day of a warm-up, counted in the store. They are taken a few at a
// time, so that counting costs little, and what is left over is given back: soon, for others may wait for it.

import type { WarmUp } from '../project/project.ts'
import type { Ledger, Want } from '../store/ledger.ts'
import { STRETCHES } from '../store/limit-counts.ts'
import { warmUpAt } from './warm-up.ts'

export interface Quota {
  /** How many may go now; 0 until `fill` has run, or when there are no more. */
  left(now: number): number
  /** When there may be more; only where there are none. */
  readonly moreAt: number
  take(): void
  /** Where none are left. @throws PressrunError `store` */
  fill(now: number): Promise<void>
  /** What was taken and not used. @throws PressrunError `store` */
  giveBack(now: number): Promise<void>
}

export type QuotaLimit =
  | {
      readonly kind: 'window'
      readonly name: string
      readonly windowMs: number
      readonly limit: number
    }
  | { readonly kind: 'warm-up'; readonly name: string; readonly plan: WarmUp }

/** Taken at once at most; and of a small limit so small a part, that nobody holds much of it while others wait. */
const AT_ONCE = 50
const PARTS = 50
/** Kept unused for so long at most. */
const KEPT_MS = 30_000
/** Where none are left, others may give some back: how often that is looked for. */
const ASK_EVERY_MS = 10_000

interface Taken {
  left: number
  /** From then on it would count for another stretch, or another day. */
  readonly until: number
  readonly wants: (count: number) => readonly Want[]
}

/** @param limits all of them hold; none: as many as one likes. */
export function quota(ledger: Pick<Ledger, 'reserve'>, limits: readonly QuotaLimit[]): Quota {
  let taken: Taken | undefined
  let moreAt = 0
  let askAt = 0
  let isOver = limits.length === 0

  const left = (now: number) => {
    if (isOver) return Number.POSITIVE_INFINITY
    return taken && now < taken.until ? taken.left : 0
  }
  const giveBack = async (now: number) => {
    const unused = taken
    taken = undefined
    if (unused && unused.left > 0) await ledger.reserve(unused.wants(-unused.left), now)
  }
  return {
    left,
    get moreAt() {
      return moreAt
    },
    take() {
      if (taken) taken.left--
    },
    giveBack,
    async fill(now) {
      if (left(now) > 0 || now < askAt) return
      await giveBack(now)
      const asked = askedAt(limits, now)
      if (asked.length === 0) {
        isOver = true
        return
      }
      const most = Math.min(...asked.map(({ slice }) => slice))
      const wants = (count: number) => asked.map(({ want }) => want(count))
      const grants = await ledger.reserve(wants(most), now)
      const counts = grants.map((grant) => (grant.kind === 'pace' ? 0 : grant.count))
      const least = Math.min(...counts)
      taken = { left: least, until: Math.min(...asked.map(({ until }) => until)), wants }
      const over = asked.flatMap(({ want }, i) => {
        const more = (counts[i] as number) - least
        return more > 0 ? [want(-more)] : []
      })
      if (over.length > 0) await ledger.reserve(over, now)
      moreAt = Math.max(
        0,
        ...grants.flatMap((grant, i) => {
          if (grant.kind === 'pace' || grant.count > 0) return []
          return [grant.kind === 'quota' ? grant.moreAt : (asked[i]?.until ?? 0)]
        }),
      )
      askAt = least > 0 ? 0 : Math.min(moreAt, now + ASK_EVERY_MS)
    },
  }
}

interface Asked {
  /** Taken at once. */
  readonly slice: number
  readonly until: number
  readonly want: (count: number) => Want
}

/** Of those limits that hold now. */
function askedAt(limits: readonly QuotaLimit[], now: number): readonly Asked[] {
  return limits.flatMap((one): readonly Asked[] => {
    if (one.kind === 'window') {
      const { name, windowMs, limit } = one
      // What is used in the stretch that it was taken in is counted exactly.
      const stretchMs = windowMs / STRETCHES
      const until = Math.min(now + KEPT_MS, (Math.floor(now / stretchMs) + 1) * stretchMs)
      const want = (count: number): Want => ({
        ...{ kind: 'quota', name, windowMs, limit, count },
        takenAt: now,
      })
      return [{ slice: sliceOf(limit), until, want }]
    }
    const today = warmUpAt(one.plan, now)
    if (!today) return []
    const { day, allowance: limit, until } = today
    const want = (count: number): Want => ({ kind: 'day', name: one.name, day, limit, count })
    return [{ slice: sliceOf(limit), until, want }]
  })
}

const sliceOf = (limit: number) => Math.min(AT_ONCE, Math.ceil(limit / PARTS))
