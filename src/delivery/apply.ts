// A plan applied: what a process that died left behind is named, then the run, then the end is written down. One
// process at a time; what it did is in the store, and running it again goes on.

import type { Limits } from '../project/project.ts'
import { bringForward, dropClaims, endSend, nextDue } from '../store/deliveries.ts'
import type { Engine } from '../store/engine.ts'
import { bounceEverywhere } from '../store/memberships.ts'
import { leaveInDoubt, sendAgain } from '../store/put-back.ts'
import { findSend, noteEvent, type Send, updateSend } from '../store/sends.ts'
import { sourceId } from '../store/sources.ts'
import { type Counts, countsOf } from '../store/tallies.ts'
import type { MakeMessage, OnBounce, Step } from './attempt.ts'
import type { Clock } from './clock.ts'
import { nothingPlanned, overtaken } from './give-up.ts'
import { refuseTheirs } from './hand-out.ts'
import { sendLimits } from './limits.ts'
import type { RelayTransport } from './relay-transports.ts'
import type { Backoff } from './retry-time.ts'
import { Run } from './run.ts'
import type { Ending, Patience, Phase } from './run-input.ts'
import { seats } from './seats.ts'
import { lockSend, thisRunner } from './send-lock.ts'
import { RULES, type Rules } from './settlement.ts'

export interface ApplyInput {
  readonly store: Engine
  /** The issue's slug. */
  readonly issue: string
  /** Of the plan that was agreed to. */
  readonly agreed: { readonly digest: string; readonly plannedAt: number }
  readonly make: MakeMessage
  readonly relays: readonly RelayTransport[]
  readonly limits: Limits
  readonly rules?: Partial<Rules>
  readonly patience?: Partial<Patience>
  /** Between tries of a relay in trouble. */
  readonly senderBackoff?: Backoff
  /** False: ends when all that is left are readers whose time has not come, or the send is paused. */
  readonly wait?: boolean
  /** How often it says that it lives, and looks whether it was paused or cancelled. */
  readonly beatMs?: number
  /** How long the record of a message waits for another to share a write with. */
  readonly lazyMs?: number
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
  /** Claims no more and lets what is under way end. */
  readonly stop: AbortSignal
  /** What is under way ends now, in doubt where its body had begun. */
  readonly atOnce?: AbortSignal
  /** How long what is under way may take to end. */
  readonly graceMs?: number
  /** What is to be written besides, where a reader's mailbox is gone: who is told of it. */
  readonly onBounce?: OnBounce
  readonly onProgress?: (progress: Progress) => void
  readonly onStep?: (step: Step | 'recovered' | 'ended') => void
}

export interface Progress {
  readonly counts: Counts['states']
  /** Left out since the plan was made: they left, or were suppressed. */
  readonly excluded: number
  readonly phase: Phase
}

export interface Applied {
  readonly ending: Ending
  readonly counts: Counts
  /** Rows that a process left in `sending`, and that are in doubt since. */
  readonly foundInDoubt: number
  /** When the next reader's time comes; where some wait. */
  readonly nextAt?: number
}

export const PATIENCE: Patience = { passingMs: 900_000, lastingMs: 120_000, refusals: 50 }
const GRACE_MS = 30_000
const BEAT_MS = 2_000

/**
 * Sends what is planned.
 * @throws PressrunError `send` where another process is at work on it, the plan has changed, no relay takes anything,
 * or everything is refused; `store` where the ledger cannot be written: no body is begun after that
 */
export async function applyPlan(input: ApplyInput): Promise<Applied> {
  const { store, issue, clock, onStep } = input
  const lock = await lockSend(store, issue)
  try {
    const send = await agreedSend(input)
    const foundInDoubt = await takeOver(send, input)
    onStep?.('recovered')
    const ending = await carryOut(send, input)
    onStep?.('ended')
    const counts = await countsOf(store, send.id)
    const nextAt = await nextDue(store, send.id)
    const waits = nextAt !== undefined && nextAt > clock.now()
    return { ending, counts, foundInDoubt, ...(waits ? { nextAt } : {}) }
  } finally {
    await lock.release()
  }
}

async function agreedSend({ store, issue, agreed }: ApplyInput): Promise<Send> {
  const send = await findSend(store, issue)
  if (send?.state !== 'planned' && send?.state !== 'sending') {
    throw nothingPlanned(issue, send?.state)
  }
  refuseTheirs(store, send)
  if (send.digest !== agreed.digest || send.planned_at !== agreed.plannedAt) throw overtaken(issue)
  return send
}

/** Under the lock nobody else is sending: rows in `sending` are of a process that died. */
async function takeOver(send: Send, input: ApplyInput): Promise<number> {
  const { store, clock, rules } = input
  const now = clock.now()
  const { sending } = (await countsOf(store, send.id)).states
  // The clock was put back since: whoever waits would wait so much longer.
  const behind = (send.seen_at ?? 0) - now
  await store.write([
    ...(sending > 0 ? leaveInDoubt(store, send.id) : []),
    dropClaims(store, send.id),
    ...(behind > 0 ? [bringForward(store, send.id, behind)] : []),
    ...(rules?.onInDoubt === 'resend' ? sendAgain(store, send.id, 'in_doubt', now) : []),
    updateSend(store, send.id, {
      state: 'sending',
      started_at: send.started_at ?? now,
      confirmed_at: now,
      seen_at: now,
      ended_at: null,
      runner: JSON.stringify(thisRunner(now)),
    }),
    noteEvent(store, send.id, now, 'begun', sending > 0 ? `${sending} in doubt` : ''),
  ])
  return sending
}

async function carryOut(send: Send, input: ApplyInput): Promise<Ending> {
  const { store, graceMs = GRACE_MS, atOnce = new AbortController().signal } = input
  const bounced = await bounces(input)
  const run = runOf(send, { ...input, onBounce: bounced }, (await countsOf(store, send.id)).states)
  let ending: Ending | 'gave_up' = 'gave_up'
  try {
    ending = await run.loop()
  } finally {
    await run.finish(graceMs, atOnce)
    await close(send, ending, input)
  }
  return ending
}

/** Readers of the list whose mailbox is gone stand as bounced from then on, with the reply as the proof. */
async function bounces({ store, issue, clock, onBounce }: ApplyInput): Promise<OnBounce> {
  const source = await sourceId(store, { way: 'bounce', place: issue }, clock.now())
  return (reader, at, reply) => [
    ...bounceEverywhere(store, reader.addressHash, {
      ...{ since: at, sourceId: source, proof: JSON.stringify({ reply }) },
    }),
    ...(onBounce?.(reader, at, reply) ?? []),
  ]
}

async function close(send: Send, ending: Ending | 'gave_up', { store, clock }: ApplyInput) {
  const now = clock.now()
  const done = ending === 'done' && (await endSend(store, send.id, now))
  // That it was paused is noted by whoever did it.
  const over = ending === 'paused' || (ending === 'done' && !done) ? 'stopped' : ending
  await store.write([
    updateSend(store, send.id, { runner: null, seen_at: now }),
    noteEvent(store, send.id, now, over),
  ])
}

function runOf(send: Send, input: ApplyInput, states: Counts['states']): Run {
  const { store, issue, clock, random, stop, make, onProgress = () => {} } = input
  const counts = { ...states }
  let excluded = 0
  let phase: Phase = { kind: 'sending' }
  const tell = () => onProgress({ counts, excluded, phase })
  return new Run({
    store,
    sendId: send.id,
    issue,
    make,
    seats: seats(input.relays, {
      random,
      backoff: input.senderBackoff,
      ledger: store.ledger,
      limits: input.limits,
    }),
    limits: sendLimits(store.ledger, input.limits),
    rules: { ...RULES, ...input.rules },
    patience: { ...PATIENCE, ...input.patience },
    wait: input.wait ?? true,
    beatMs: input.beatMs ?? BEAT_MS,
    lazyMs: input.lazyMs,
    clock,
    random,
    stop,
    onBounce: input.onBounce,
    onStep: input.onStep,
    onSettled(from, to) {
      counts[from]--
      counts[to]++
      tell()
    },
    onExcluded(count) {
      counts.pending -= count
      excluded += count
      tell()
    },
    onPhase(now) {
      phase = now
      tell()
    },
  })
}
