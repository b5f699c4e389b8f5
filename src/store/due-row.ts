// A row that an engine found due, and what a claim makes of it: the same for every engine.

import type { Claim, ClaimedDelivery } from './ledger.ts'
import type { SuppressionReason } from './tables.ts'

/** Its attempt is the one that it had. */
export interface DueRow extends Omit<ClaimedDelivery, 'firstTryAt'> {
  readonly first_try_at: number | null
  readonly next_attempt_at: number
  /** Why nothing may go to them; null: nothing stands against it. */
  readonly suppressed: SuppressionReason | null
}

export const NO_MORE: Claim = { ended: true, rows: [], excluded: 0 }
export const NOT_NOW: Claim = { ended: false, paused: true, rows: [], excluded: 0 }

/** @param due in the order of their band, with the attempt number that they had. */
export function claimOf(due: readonly DueRow[]): Claim {
  const taken = due.filter(({ suppressed }) => suppressed === null)
  const last = due.at(-1)
  return {
    ended: false,
    rows: taken.map(({ id, attempt, email, domain, subscriber, state, tries, doubts, ...row }) => ({
      ...{ id, email, domain, subscriber, state, tries, doubts },
      attempt: attempt + 1,
      firstTryAt: row.first_try_at,
    })),
    excluded: due.length - taken.length,
    ...(last ? { last: { at: last.next_attempt_at, id: last.id } } : {}),
  }
}
