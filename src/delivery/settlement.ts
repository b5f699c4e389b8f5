// What became of one message to what is written of it: who is done, who waits and how long, who is in doubt. A
// function from data to data. What is the sender's trouble costs no reader a try; what nobody knows is never guessed.

import { addressHash } from '../audience/address.ts'
import type { Change, ClaimedDelivery, Settle } from '../store/ledger.ts'
import { type Backoff, READER_BACKOFF, waitMs } from './retry-time.ts'
import type { Outcome, Reply } from './transport.ts'

export interface Rules {
  readonly onInDoubt: 'hold' | 'resend'
  readonly backoff: Backoff
  /** A reader who was put off so often has failed. */
  readonly mostTries: number
  /** Or whose first put-off is longer ago. */
  readonly mostAgeMs: number
  /** How often a message that may have arrived is sent again. */
  readonly mostDoubts: number
}

export const RULES: Rules = {
  onInDoubt: 'hold',
  backoff: READER_BACKOFF,
  mostTries: 12,
  mostAgeMs: 172_800_000,
  mostDoubts: 3,
}

export interface Attempt {
  readonly sendId: number
  /** For what a suppression says it came from. */
  readonly issue: string
  readonly row: ClaimedDelivery
  /** `sending` is on disk. */
  readonly begun: boolean
  readonly at: number
  /** From 0 to 1. */
  readonly random: number
}

/** Why a message could not be made or carried at all. */
export interface Unmade {
  readonly kind: 'unmade'
  readonly problem: string
}

/** RFC 3463: no such mailbox, no such domain, an address that cannot be, a mailbox that moved or was closed. */
const NO_MAILBOX = ['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1']

export const hasNoMailbox = ({ enhanced = '' }: Pick<Reply, 'enhanced'>): boolean =>
  NO_MAILBOX.includes(enhanced)

export function settlement(attempt: Attempt, outcome: Outcome | Unmade, rules: Rules): Change {
  const { row, at } = attempt
  switch (outcome.kind) {
    case 'accepted':
      return settle(attempt, { state: 'accepted', ...said(outcome) })
    case 'refused':
      return refused(attempt, outcome)
    case 'put_off':
      return putOff(attempt, outcome, rules)
    case 'unsendable':
      return failed(attempt, { reason: 'unsendable', reply: outcome.problem, relay: outcome.relay })
    case 'unmade':
      return failed(attempt, { reason: 'message', reply: outcome.problem })
    case 'lost':
      return lost(attempt, outcome, rules)
    case 'sender':
      if (attempt.begun) return settle(attempt, { state: row.state, nextAttemptAt: at + 1 })
      return { kind: 'release', id: row.id, attempt: row.attempt, nextAttemptAt: at + 1 }
  }
}

/** `550 5.1.1 No such user` */
export const replyLine = ({ code, enhanced, text }: Reply): string =>
  [code, text.startsWith(enhanced ?? '\0') ? undefined : enhanced, text]
    .filter((part) => part !== undefined && part !== '')
    .join(' ')

const said = ({ reply, relay }: { reply: Reply; relay: string }) => ({
  reply: replyLine(reply),
  relay,
})

function settle(
  { sendId, row, begun, at }: Attempt,
  change: Partial<Settle> & Pick<Settle, 'state'>,
): Settle {
  return {
    kind: 'settle',
    sendId,
    id: row.id,
    attempt: row.attempt,
    from: begun ? 'sending' : row.state,
    at,
    tries: row.tries,
    doubts: row.doubts,
    firstTryAt: row.firstTryAt,
    nextAttemptAt: null,
    reason: null,
    reply: null,
    relay: null,
    ...change,
  }
}

/** One who may have the letter from an earlier attempt has not failed: that attempt is still in doubt. */
function failed(attempt: Attempt, change: Partial<Settle>): Settle {
  const state = attempt.row.doubts > 0 ? 'in_doubt' : 'failed'
  return settle(attempt, { ...change, state })
}

function refused(attempt: Attempt, outcome: Outcome & { kind: 'refused' }): Settle {
  const { email } = attempt.row
  if (!hasNoMailbox(outcome.reply)) {
    return failed(attempt, { reason: 'refused', ...said(outcome) })
  }
  const suppress = {
    addressHash: addressHash(email),
    email,
    reason: 'mailbox',
    source: `send ${attempt.issue}`,
  } as const
  return settle(attempt, { state: 'failed', reason: 'mailbox', suppress, ...said(outcome) })
}

function putOff(
  attempt: Attempt,
  outcome: Outcome & { kind: 'put_off' },
  { backoff, mostTries, mostAgeMs }: Rules,
): Settle {
  const { row, at, random } = attempt
  const tries = row.tries + 1
  const firstTryAt = row.firstTryAt ?? at
  const wait = waitMs(backoff, tries, random)
  const change = { tries, firstTryAt, ...said(outcome) }
  if (tries >= mostTries || at + wait - firstTryAt > mostAgeMs) {
    return failed(attempt, { ...change, reason: 'expired' })
  }
  return settle(attempt, {
    ...change,
    state: 'deferred',
    reason: 'put_off',
    nextAttemptAt: at + wait,
  })
}

function lost(
  attempt: Attempt,
  { problem, relay }: Outcome & { kind: 'lost' },
  { onInDoubt, backoff, mostDoubts }: Rules,
): Settle {
  const { row, at, random } = attempt
  const doubts = row.doubts + 1
  const change = { doubts, reason: 'lost', reply: problem, relay }
  if (onInDoubt === 'hold' || doubts > mostDoubts) {
    return settle(attempt, { ...change, state: 'in_doubt' })
  }
  const nextAttemptAt = at + waitMs(backoff, doubts, random)
  return settle(attempt, { ...change, state: 'deferred', nextAttemptAt })
}
