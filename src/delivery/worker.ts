// A worker: sends what it is given, of whichever sends workers are at, until it is told to stop. What one machine does for
// a whole send it does for batches of it, by the same code (`run.ts`). It signs every few seconds, and looks after what
// others left who do so no more.
//
// What must stay true besides what `run.ts` says:
// 1. a claim names its worker, so that what one leaves in the middle is named exactly, and nobody else's;
// 2. a worker that was stopped and comes back finds its attempts raised or its rows in doubt: the mark right before a body
//    fails, and so does a settlement;
// 3. while the store is away nothing is claimed and no body begins; it waits, and goes on.

import { setTimeout } from 'node:timers/promises'
import { PressrunError } from '../problem.ts'
import type { Batches } from '../store/batches.ts'
import type { Lock } from '../store/engine.ts'
import { SCHEMA_VERSION } from '../store/migrations.ts'
import { dismiss, enrol, sign } from '../store/workers.ts'
import { giveBack, openSends, workOn } from './work.ts'
import { clearAfter } from './worker-gone.ts'
import { BEAT_MS, lockName, type Worker, type WorkerInput } from './worker-input.ts'

const IDLE_MS = 1_000
const LONGEST_AWAY_MS = 15_000

/** Ends when `stop` is aborted, and what was under way has ended. @throws PressrunError for what no waiting mends */
export async function runWorker(input: WorkerInput): Promise<{ readonly accepted: number }> {
  const { store, clock, stop, onWord, onStore } = input
  let away = 0
  let said: string | undefined
  let worker: Worker | undefined
  const total = () => ({ accepted: worker?.accepted ?? 0 })
  while (!stop.aborted) {
    try {
      worker = await enrolled(input, worker)
      if (away > 0) onWord('the store is back')
      away = 0
      said = undefined
      onStore?.(true)
      await serve(worker)
      await dismiss(store, worker.id)
      return total()
    } catch (error) {
      if (!(error instanceof PressrunError)) await refuseNewer(input)
      if (!isAway(error)) throw error
      const why = error.problems[0]?.message
      if (why !== said) onWord(`waiting for the store: ${why}`)
      said = why
      onStore?.(false)
      await clock.sleep(Math.min(LONGEST_AWAY_MS, 250 * 2 ** away++), stop)
    }
  }
  return total()
}

/** What ends by itself. A schema that is too new, or a wrong password, does not. */
const isAway = (error: unknown): error is PressrunError =>
  error instanceof PressrunError && error.problems[0]?.code === 'store' && error.exitCode === 1

async function enrolled(input: WorkerInput, before: Worker | undefined): Promise<Worker> {
  const { store, name, relay = null, version, clock } = input
  const id = await enrol(store, { name, relay, version }, clock.now())
  return {
    ...input,
    ...{ id, accepted: before?.accepted ?? 0, crew: Number.MAX_SAFE_INTEGER, pulse: undefined },
    refused: before?.refused ?? new Set(),
    owed: before?.owed ?? [],
    makers: before?.makers ?? new Map(),
  }
}

/** @throws PressrunError `store` */
async function serve(worker: Worker): Promise<void> {
  const { store, stop, clock } = worker
  const presence = presenceOf(worker)
  await presence.keep()
  const batches = await store.batches?.()
  if (!batches) throw new Error('workers need a store that is shared')
  const gone = new AbortController()
  const beats = beat(worker, presence, batches, gone)
  // Heard of below.
  beats.catch(() => {})
  try {
    await giveBack(worker, batches)
    while (!stop.aborted && !gone.signal.aborted) {
      let worked = false
      for (const send of await openSends(store, worker.refused)) {
        if (stop.aborted) break
        worked = (await workOn(worker, send, batches, gone.signal)) || worked
      }
      if (!worked) await clock.sleep(IDLE_MS, AbortSignal.any([stop, gone.signal]))
    }
  } finally {
    gone.abort()
    await beats
    await batches.close().catch(() => {})
    await presence.leave()
  }
  if (stop.aborted) return
  await refuseNewer(worker)
  // Others took it for gone, or it could not sign: it begins again under another number.
  throw lostTouch()
}

/**
 * A statement of ours may fail where the schema is another, before anybody has looked.
 * @throws PressrunError `store` where a newer Pressrun has changed the schema meanwhile
 */
async function refuseNewer({ store }: Pick<Worker, 'store'>): Promise<void> {
  const { version } = await store.db
    .selectFrom('schema')
    .select('version')
    .executeTakeFirstOrThrow()
  if (version <= SCHEMA_VERSION) return
  throw new PressrunError({
    code: 'store',
    message: `a newer Pressrun has changed the store (schema ${version}; this one knows up to ${SCHEMA_VERSION}), so this worker takes no more`,
    mend: 'Update Pressrun here, and start it again.',
  })
}

const lostTouch = () =>
  new PressrunError(
    { code: 'store', message: 'this worker was not heard of, and begins again' },
    { exitCode: 1 },
  )

interface Presence {
  /** @throws PressrunError `store` */
  keep(): Promise<void>
  leave(): Promise<void>
}

/** A lock that ends with this process, and says that it is there; taken anew where its connection was cut. */
function presenceOf({ store, id }: Worker): Presence {
  let lock: Lock | undefined
  return {
    async keep() {
      if (lock?.isHeld()) return
      await lock?.release().catch(() => {})
      lock = await store.lock(lockName(id))
    },
    leave: async () => void (await lock?.release().catch(() => {})),
  }
}

/** Signs, and looks after those who do not. Ends when `gone` is aborted, and aborts it where it cannot sign. */
async function beat(
  worker: Worker,
  presence: Presence,
  batches: Batches,
  gone: AbortController,
): Promise<void> {
  const { store, clock, beatMs = BEAT_MS } = worker
  while (!gone.signal.aborted) {
    try {
      if (!(await sign(store, worker.id, clock.now(), worker.accepted))) gone.abort()
      await presence.keep()
      await refuseNewer(worker)
      await worker.pulse?.()
      await clearAfter(worker, batches)
    } catch (error) {
      gone.abort()
      if (!(error instanceof PressrunError)) throw error
    }
    await setTimeout(beatMs, undefined, { signal: gone.signal }).catch(() => {})
  }
}
