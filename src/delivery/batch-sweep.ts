// Readers to be sent at once, as a worker gets them: in batches that it is given, one after the other. A batch whose
// rest can take no more now is put aside, and the next one is asked for.

import type { Batch, Batches } from '../store/batches.ts'
import type { Ledger } from '../store/ledger.ts'
import { isHalted, type Sweep, sweepOf, type Taken } from './claims.ts'

export interface BatchSweep extends Pick<Sweep, 'take' | 'isOver'> {
  /** Says that it still works on what it holds. @throws PressrunError `store` */
  keep(): Promise<void>
  /** It holds them no more. @returns what has to be given back. */
  letGo(): readonly Batch[]
}

/** Held at once; more would be kept from others. */
const MOST_HELD = 4
/** How often it asks while there is none: one may come back from a worker that is gone. */
const ASK_EVERY_MS = 500
const NOTHING: Taken = { rows: [], ended: false, excluded: 0 }

export function batchSweep(
  ledger: Pick<Ledger, 'claim'>,
  sendId: number,
  batches: Batches,
): BatchSweep {
  let held: { readonly batch: Batch; readonly sweep: Sweep }[] = []
  let askAt = 0
  return {
    isOver: () => false,
    async take(limit, full, now) {
      for (const one of [...held]) {
        const taken = await one.sweep.take(limit, full, now)
        if (taken.rows.length + taken.excluded > 0 || isHalted(taken)) return taken
        if (!one.sweep.isOver()) continue
        await batches.end(sendId, one.batch)
        held = held.filter((other) => other !== one)
      }
      while (held.length < MOST_HELD && now >= askAt) {
        const batch = await batches.take(sendId)
        if (!batch) {
          askAt = now + ASK_EVERY_MS
          break
        }
        const sweep = sweepOf(ledger, sendId, 'fresh', { within: batch })
        held.push({ batch, sweep })
        const taken = await sweep.take(limit, full, now)
        if (taken.rows.length + taken.excluded > 0 || isHalted(taken)) return taken
      }
      return NOTHING
    },
    async keep() {
      for (const { batch } of held) await batches.keep(sendId, batch)
    },
    letGo: () => held.splice(0).map(({ batch }) => batch),
  }
}
