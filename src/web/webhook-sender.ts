// The calls that wait in the store, sent while the server runs: each taken by one process alone, tried again ever more
// slowly, given up after three days. What was in the midst of it when a process died is tried again: whoever is called
// knows by its id what they have had.

import { type Backoff, waitMs } from '../delivery/retry-time.ts'
import type { Webhook } from '../project/webhooks.ts'
import type { Engine } from '../store/engine.ts'
import {
  dueCalls,
  endCall,
  forgetCalls,
  putOffCall,
  takeCall,
  type WebhookCall,
} from '../store/webhook-calls.ts'
import type { Answer, Call } from './call-out.ts'

export interface WebhookSenderInput {
  readonly store: Engine
  readonly webhooks: readonly Webhook[]
  readonly secrets: readonly string[]
  readonly call: (call: Call) => Promise<Answer>
  readonly now: () => number
  /** From 0 to 1. */
  readonly random: () => number
  /** Told of calls that are given up, without saying whom they are about. */
  readonly onTrouble: (sentence: string) => void
}

export interface WebhookSender {
  /** Sends what is due, once. @throws PressrunError `store` */
  sendDue(): Promise<number>
  /** Looks every `ms` milliseconds. */
  start(ms?: number): void
  /** Waits for calls that are under way. */
  stop(): Promise<void>
}

export const CALL_BACKOFF: Backoff = { firstMs: 5_000, mostMs: 21_600_000, jitter: 0.25 }
export const CALL_MOST_AGE_MS = 259_200_000
const DAY_MS = 86_400_000
const FORGET_MS = 30 * DAY_MS
const LEASE_MS = 60_000
const LOOK_MS = 1_000
/** Taken at once, all in one turn. */
const MOST = 10

export function webhookSender(input: WebhookSenderInput): WebhookSender {
  const { store, now, onTrouble } = input
  let forgotten = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let under: Promise<void> = Promise.resolve()
  const sendDue = async () => {
    const due = await dueCalls(store, now(), MOST)
    await Promise.all(due.map((row) => one(input, row)))
    if (now() - forgotten > DAY_MS) {
      forgotten = now()
      await forgetCalls(store, forgotten - FORGET_MS)
    }
    return due.length
  }
  const look = async () => {
    try {
      while (!isStopped && (await sendDue()) === MOST);
    } catch (error) {
      onTrouble(`webhooks were not called: ${(error as Error).message}`)
    }
  }
  const again = (ms: number) => {
    under = look().then(() => {
      if (!isStopped) timer = setTimeout(again, ms, ms)
    })
  }
  return {
    sendDue,
    start: (ms = LOOK_MS) => again(ms),
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await under
    },
  }
}

async function one(input: WebhookSenderInput, row: WebhookCall): Promise<void> {
  const { store, webhooks, secrets, call, now, random, onTrouble } = input
  if (!(await takeCall(store, row, now() + LEASE_MS))) return
  const { id, url, message_id: messageId, body, attempts, created_at: createdAt } = row
  const webhook = webhooks.find((known) => known.url === url)
  const answer: Answer = webhook
    ? await call({ ...{ url, messageId, body, secrets, at: now() }, isPrivate: webhook.isPrivate })
    : { kind: 'failed', problem: 'is in newsletter.yaml no more', final: true }
  if (answer.kind === 'arrived') return endCall(store, id)
  const nextAt = now() + waitMs(CALL_BACKOFF, attempts + 1, random())
  const isOver = answer.final === true || nextAt - createdAt > CALL_MOST_AGE_MS
  await putOffCall(store, id, isOver ? null : nextAt, answer.problem)
  // Only the host: a path may hold a secret of theirs.
  if (isOver) onTrouble(`a call to ${new URL(url).host} was given up: ${answer.problem}`)
}
