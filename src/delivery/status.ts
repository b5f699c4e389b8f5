// How far sends are, for whoever only looks.

import { PressrunError } from '../problem.ts'
import { nextDue } from '../store/deliveries.ts'
import type { Engine } from '../store/engine.ts'
import { allSends, findSend, type Send } from '../store/sends.ts'
import type { SendState } from '../store/tables.ts'
import { type Counts, countsOf } from '../store/tallies.ts'
import { allWorkers } from '../store/workers.ts'
import type { Clock } from './clock.ts'
import { isWithWorkers } from './hand-out.ts'
import { isRunning, type Runner, runnerOf } from './send-lock.ts'

export interface WorkerSeen {
  readonly id: number
  /** `mail-2, process 4711` */
  readonly name: string
  /** The one relay that it serves; null: all. */
  readonly relay: string | null
  /** Of Pressrun. */
  readonly version: string
  /** Messages that it had accepted, of whatever send. */
  readonly accepted: number
}

export interface SendStatus {
  readonly issue: string
  readonly state: SendState
  /** A process is sending it now. */
  readonly running: boolean
  readonly runner?: Runner
  /** Where workers send it: those who are there. */
  readonly workers?: readonly WorkerSeen[]
  readonly sender: string
  /** Milliseconds since 1970, as the others. */
  readonly plannedAt: number | null
  readonly startedAt: number | null
  readonly endedAt: number | null
  /** Since when it is paused; null: it is not. */
  readonly pausedAt: number | null
  readonly counts: Counts
  /** When the next reader who waits is due. */
  readonly nextAt?: number
}

/** @throws PressrunError `usage` where it was never planned; `store` */
export async function statusOf(store: Engine, issue: string, clock: Clock): Promise<SendStatus> {
  return describe(store, await plannedSend(store, issue), clock)
}

/** The latest first. @throws PressrunError `store` */
export async function allStatus(store: Engine, clock: Clock): Promise<readonly SendStatus[]> {
  const found: SendStatus[] = []
  for (const send of await allSends(store)) found.push(await describe(store, send, clock))
  return found
}

/** @throws PressrunError `usage` where it was never planned; `store` */
export async function plannedSend(store: Engine, issue: string): Promise<Send> {
  const send = await findSend(store, issue)
  if (send) return send
  throw new PressrunError({
    code: 'usage',
    message: `"${issue}" was never planned or sent`,
    mend: 'See what was: pressrun status',
  })
}

async function describe(store: Engine, send: Send, clock: Clock): Promise<SendStatus> {
  const runner = runnerOf(send)
  const now = clock.now()
  const workers = isWithWorkers(send) ? await seenWorkers(store, now) : undefined
  const nextAt = await nextDue(store, send.id, 'without claimed')
  return {
    issue: send.issue,
    state: send.state,
    running: isServed(send, workers ?? [], now),
    ...(runner ? { runner } : {}),
    ...(workers ? { workers } : {}),
    sender: send.sender,
    plannedAt: send.planned_at,
    startedAt: send.started_at,
    endedAt: send.ended_at,
    pausedAt: send.paused_at ?? null,
    counts: await countsOf(store, send.id),
    ...(nextAt ? { nextAt } : {}),
  }
}

/** Whether somebody is at it now. @param workers who are there */
export const isServed = (send: Send, workers: readonly WorkerSeen[], now: number): boolean =>
  isWithWorkers(send) ? workers.length > 0 : isRunning(send, now)

/** One that has not signed for so long is not counted. Clocks of machines differ by less. */
const UNSEEN_MS = 30_000

/** Those who are there now. @throws PressrunError `store` */
export async function seenWorkers(store: Engine, now: number): Promise<readonly WorkerSeen[]> {
  const ahead = (await store.clockAhead?.()) ?? 0
  return (await allWorkers(store))
    .filter(({ seen_at: at, gone_at: gone }) => gone === null && now + ahead - at < UNSEEN_MS)
    .map(({ id, name, relay, version, accepted }) => ({ id, name, relay, version, accepted }))
}
