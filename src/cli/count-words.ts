// Counts of a send in words: who is left out and why, how many are in which state.

import type { DeliveryState, ExclusionReason } from '../store/tables.ts'
import type { Counts } from '../store/tallies.ts'
import { counted, grouped } from './format.ts'

/** For one, and for many. */
const EXCLUDED: Readonly<Record<ExclusionReason, readonly [string, string]>> = {
  unsubscribed: ['has unsubscribed', 'have unsubscribed'],
  suppressed: ['is not written to any more', 'are not written to any more'],
  address: ['has no usable address', 'have no usable address'],
  duplicate: ['is on the list twice', 'are on the list twice'],
  already: ['is in this send already', 'are in this send already'],
  filter: ['is not in the selection', 'are not in the selection'],
  limit: ['is beyond the number asked for', 'are beyond the number asked for'],
}

/** `2 have unsubscribed, 1 is on the list twice`; empty where nobody is left out. */
export const excludedWords = (excluded: Counts['excluded']): string =>
  (Object.entries(EXCLUDED) as [ExclusionReason, readonly [string, string]][])
    .filter(([reason]) => excluded[reason] > 0)
    .map(([reason, [one, many]]) => {
      const count = excluded[reason]
      return `${grouped(count)} ${count === 1 ? one : many}`
    })
    .join(', ')

export const excludedTotal = (excluded: Counts['excluded']): number =>
  Object.values(excluded).reduce((sum, count) => sum + count, 0)

export const STATE_WORDS: Readonly<Record<DeliveryState, string>> = {
  pending: 'not sent yet',
  sending: 'on their way',
  accepted: 'accepted',
  failed: 'failed',
  deferred: 'put off',
  in_doubt: 'in doubt',
}

/** `24 accepted, 1 failed`: states that nobody is in are left out, but for `accepted`. */
export function stateWords(states: Counts['states']): string {
  const order: readonly DeliveryState[] = [
    'accepted',
    'failed',
    'deferred',
    'in_doubt',
    'sending',
    'pending',
  ]
  return order
    .filter((state) => state === 'accepted' || states[state] > 0)
    .map((state) => `${grouped(states[state])} ${STATE_WORDS[state]}`)
    .join(', ')
}

export const readersWord = (count: number): string => counted(count, 'reader')
