// What a worker leaves that is gone: what it was in the middle of is in doubt, what it had only claimed is anybody's. A
// worker holds a lock for as long as its connection stands, so one that was killed is known at once; one that was
// stopped holds it, and is given up after its lease.

import type { Batches } from '../store/batches.ts'
import type { Engine } from '../store/engine.ts'
import { leaveByWorker, sendAgain } from '../store/put-back.ts'
import { noteEvent } from '../store/sends.ts'
import { allWorkers, dismiss, giveUp, type WorkerRow } from '../store/workers.ts'
import { isWithWorkers, termsOf } from './hand-out.ts'
import { BEAT_MS, LEASE_MS, lockName, type Worker } from './worker-input.ts'

/** One that signs is not gone; one that has just come has no lock yet. */
const SILENT_BEATS = 5

/** @throws PressrunError `store` */
export async function clearAfter(worker: Worker, batches: Batches): Promise<void> {
  const { store, clock, beatMs = BEAT_MS, leaseMs = LEASE_MS, onWord } = worker
  const now = clock.now()
  const all = await allWorkers(store)
  const isSilent = ({ seen_at: at }: WorkerRow) =>
    now - at >= Math.min(leaseMs, SILENT_BEATS * beatMs)
  worker.crew = Math.max(1, all.filter((one) => !isSilent(one)).length)
  for (const other of all) {
    const silent = now - other.seen_at
    if (other.id === worker.id || !isSilent(other)) continue
    const lock = await store.lock(lockName(other.id))
    if (!lock && silent < leaseMs) continue
    try {
      // First this, for itself: then nothing more can come that the next step does not see.
      await giveUp(store, other.id, now)
      await clear(store, batches, other, now)
      onWord(`worker ${other.name} is gone; what it was in the middle of is in doubt`)
    } finally {
      await lock?.release()
    }
  }
}

async function clear(
  store: Engine,
  batches: Batches,
  { id }: WorkerRow,
  now: number,
): Promise<void> {
  const sends = await store.db
    .selectFrom('sends')
    .selectAll()
    .where('workers', 'is not', null)
    .execute()
  for (const send of sends) {
    const resend = isWithWorkers(send) && termsOf(send)?.onInDoubt === 'resend'
    const [, moved = 0] = await store.write(leaveByWorker(store, send.id, id, now))
    if (moved > 0) await store.write([noteEvent(store, send.id, now, 'worker gone')])
    // Its batches come back by themselves in a while; where they are all that is left, others need not wait.
    if (isWithWorkers(send) && !(await batches.hasOpen(send.id))) await batches.make(send.id, [])
    if (resend) await store.write(sendAgain(store, send.id, 'in_doubt', now))
  }
  await dismiss(store, id)
}
