// One message on one lane: `sending` is on disk before its body begins, and what became of it is handed to the
// recorder. It never sends twice and never waits for anything but the lane and that mark.

import type { CompiledQuery } from 'kysely'
import type { Subscriber } from '../audience/subscriber.ts'
import type { Message } from '../message/message.ts'
import { PressrunError } from '../problem.ts'
import type { Change, ClaimedDelivery } from '../store/ledger.ts'
import type { Clock } from './clock.ts'
import { subscriberOf } from './frozen-reader.ts'
import type { Recorder } from './recorder.ts'
import { type Rules, settlement, type Unmade } from './settlement.ts'
import type { Lane, Outcome } from './transport.ts'

/** What has just happened to some message; for tests that end the process there. */
export type Step = 'claimed' | 'made' | 'marking' | 'marked' | 'replied' | 'settled'

export type MakeMessage = (subscriber: Subscriber) => Promise<Message>
export type Made = Message | Unmade

/** A message that cannot be made is this reader's trouble; anything else is thrown. */
export async function madeOf(
  { email, subscriber }: ClaimedDelivery,
  make: MakeMessage,
): Promise<Made> {
  try {
    return await make(subscriberOf(email, subscriber))
  } catch (error) {
    if (!(error instanceof PressrunError) || error.problems[0]?.code !== 'message') throw error
    return { kind: 'unmade', problem: error.problems[0].message }
  }
}

/** To go into the transaction in which the address is suppressed. */
export type OnBounce = (
  reader: { readonly email: string; readonly addressHash: string },
  at: number,
  reply: string,
) => readonly CompiledQuery[]

export interface AttemptInput {
  readonly sendId: number
  readonly issue: string
  readonly rules: Rules
  readonly clock: Clock
  readonly random: () => number
  readonly recorder: Recorder
  /** What else is written where there is no such mailbox. */
  readonly onBounce?: OnBounce | undefined
  /** No body may begin any more. */
  readonly isHalted: () => boolean
  /** The send is paused: a body that has not begun does not, and its claim is given back. */
  readonly isPaused: () => boolean
  readonly onStep?: ((step: Step) => void) | undefined
}

export interface AttemptResult {
  /** Absent where nothing was learnt about the relay. */
  readonly outcome?: Outcome
  /** Absent where the claim was not ours any more. */
  readonly change?: Change
  /** Resolves when the change is on disk: whether it hit its row. */
  readonly hit: Promise<boolean>
}

/** @throws PressrunError `store` where the mark could not be written: no body was begun then */
export async function attempt(
  row: ClaimedDelivery,
  made: Made,
  lane: Lane,
  input: AttemptInput,
): Promise<AttemptResult> {
  const { sendId, issue, rules, clock, random, recorder, isHalted, isPaused, onBounce, onStep } =
    input
  let begun = false
  const settle = (outcome: Outcome | Unmade) => {
    const at = clock.now()
    const settled = settlement({ sendId, issue, row, begun, at, random: random() }, outcome, rules)
    const change =
      onBounce && settled.kind === 'settle' && settled.suppress
        ? { ...settled, also: onBounce(settled.suppress, at, settled.reply ?? '') }
        : settled
    return { change, hit: recorder.settle(change as Exclude<Change, { kind: 'mark' }>) }
  }
  if ('kind' in made) return settle(made)

  const { id, attempt, state: from } = row
  let failure: unknown
  const result = await lane.send(made, async () => {
    if (isHalted() || isPaused()) return false
    onStep?.('marking')
    try {
      begun = await recorder.mark({ kind: 'mark', sendId, id, attempt, from, at: clock.now() })
    } catch (error) {
      failure = error
      return false
    }
    if (begun) onStep?.('marked')
    return begun
  })
  if (failure) throw failure
  if (result.kind === 'withheld') {
    if (!isPaused()) return { hit: Promise.resolve(false) }
    const nextAttemptAt = clock.now()
    return { hit: recorder.settle({ kind: 'release', id, attempt, nextAttemptAt }) }
  }
  onStep?.('replied')
  return { outcome: result, ...settle(result) }
}
