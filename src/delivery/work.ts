// One worker at one send: the loop that a single machine runs, over the batches that it is given and whoever's time has
// come.

import { PressrunError } from '../problem.ts'
import type { Batches } from '../store/batches.ts'
import { endSend } from '../store/deliveries.ts'
import type { Engine } from '../store/engine.ts'
import { findSend, noteEvent, type Send } from '../store/sends.ts'
import { PATIENCE } from './apply.ts'
import type { MakeMessage } from './attempt.ts'
import { type BatchSweep, batchSweep } from './batch-sweep.ts'
import { claims } from './claims.ts'
import { isWithWorkers, termsOf } from './hand-out.ts'
import { sendLimits } from './limits.ts'
import { Run } from './run.ts'
import type { Ending } from './run-input.ts'
import { seats } from './seats.ts'
import { RULES } from './settlement.ts'
import { BEAT_MS, type Worker } from './worker-input.ts'

const GRACE_MS = 30_000

/** Those that workers are at and nobody paused, the oldest first. @throws PressrunError `store` */
export async function openSends(
  { db }: Pick<Engine, 'db'>,
  without: ReadonlySet<string>,
): Promise<readonly Send[]> {
  const sends = await db
    .selectFrom('sends')
    .selectAll()
    .where('state', '=', 'sending')
    .where('workers', 'is not', null)
    .where('paused_at', 'is', null)
    .orderBy('id')
    .execute()
  return sends.filter((send) => isWithWorkers(send) && !without.has(handOutOf(send)))
}

/** Given out again, it may be another. */
const handOutOf = ({ id, confirmed_at: at }: Send) => `${id} ${at}`

/**
 * Until nothing of it is left to do now.
 * @returns whether something was done. @throws PressrunError `store`
 */
export async function workOn(
  worker: Worker,
  send: Send,
  batches: Batches,
  gone: AbortSignal,
): Promise<boolean> {
  const { store, clock, stop, onWord } = worker
  let make: MakeMessage
  try {
    make = await makerOf(worker, send)
  } catch (error) {
    return refuse(worker, send, error)
  }
  const before = worker.accepted
  let seen = 0
  const sweep = batchSweep(ledgerOf(worker), send.id, batches)
  const anew = new AbortController()
  const ends = AbortSignal.any([stop, gone, anew.signal])
  const run = runOf(worker, send, make, sweep, ends, () => seen++)
  worker.pulse = async () => {
    await sweep.keep()
    const now = await findSend(store, send.issue)
    if (now && handOutOf(now) !== handOutOf(send)) anew.abort()
  }
  let ending: Ending | undefined
  try {
    ending = await run.loop()
    if (ending === 'cancelled') onWord(`${send.issue} is not to be sent any more`)
  } catch (error) {
    refuse(worker, send, error)
  } finally {
    worker.pulse = undefined
    await run.finish(worker.graceMs ?? GRACE_MS, worker.atOnce ?? new AbortController().signal)
    worker.owed.push(...sweep.letGo().map((batch) => ({ sendId: send.id, batch })))
    // Where that fails the next question to the store says so; what went wrong before it is not to be hidden.
    await giveBack(worker, batches).catch(() => {})
  }
  if (ending === 'paused')
    onWord(`${send.issue} is paused by pressrun pause; go on: pressrun resume ${send.issue}`)
  if (await endSend(store, send.id, clock.now())) {
    await store.write([noteEvent(store, send.id, clock.now(), 'done')])
    onWord(`${send.issue} is sent`)
  }
  return seen > 0 || worker.accepted > before
}

/** What could not be given back, for the store was away, is owed still. @throws PressrunError `store` */
export async function giveBack({ owed }: Worker, batches: Batches): Promise<void> {
  for (let first = owed[0]; first; first = owed[0]) {
    await batches.giveBack(first.sendId, first.batch)
    owed.shift()
  }
}

const MOST_MAKERS = 4

async function makerOf({ makers, makerFor }: Worker, send: Send): Promise<MakeMessage> {
  const key = `${handOutOf(send)} ${send.digest}`
  const made = makers.get(key) ?? (await makerFor(send))
  if (makers.size >= MOST_MAKERS) makers.clear()
  makers.set(key, made)
  return made
}

/** The rest of it is for others. @throws what is no trouble with this send alone */
function refuse({ refused, onWord }: Worker, send: Send, error: unknown): false {
  if (!(error instanceof PressrunError) || error.problems[0]?.code === 'store') throw error
  refused.add(handOutOf(send))
  const [{ message, mend = '' }] = error.problems as [PressrunError['problems'][number]]
  onWord(`nothing more of ${send.issue} is sent from here: ${message}. ${mend}`)
  return false
}

/** Claims say whose they are. */
const ledgerOf = ({ store: { ledger }, id }: Worker) => ({
  claim: (request: Parameters<typeof ledger.claim>[0]) => ledger.claim({ ...request, worker: id }),
})

function runOf(
  worker: Worker,
  send: Send,
  make: MakeMessage,
  sweep: BatchSweep,
  stop: AbortSignal,
  onClaimed: () => void,
): Run {
  const { store, clock, random, relays, limits, senderBackoff, beatMs = BEAT_MS, onWord } = worker
  let paused: string | undefined
  const { onInDoubt = 'hold' } = termsOf(send) ?? {}
  return new Run({
    ...{ store, sendId: send.id, issue: send.issue, make, clock, random, stop, beatMs },
    claims: claims(ledgerOf(worker), send.id, sweep),
    seats: seats(relays, { random, backoff: senderBackoff, ledger: store.ledger, limits }),
    limits: sendLimits(store.ledger, limits, () => worker.crew),
    rules: { ...RULES, ...worker.rules, onInDoubt },
    // Its relays may come back, and meanwhile others send.
    patience: { ...PATIENCE, passingMs: Infinity, lastingMs: Infinity },
    wait: false,
    onSettled(_, to) {
      if (to === 'accepted') worker.accepted++
      worker.onSettled?.(send.issue, to)
      onClaimed()
    },
    onExcluded: onClaimed,
    onPhase(phase) {
      const problem = phase.kind === 'paused' ? phase.problem : undefined
      if (problem !== undefined && problem !== paused) onWord(`paused: ${problem}`)
      if (phase.kind !== 'waiting') paused = problem
    },
    onBounce: worker.onBounce?.(send),
    onStep: worker.onStep,
  })
}
