// Whoever leaves in the same turn of the event loop is looked up and written down together: a press on the button of a
// mail program costs no disk write of its own where two hundred come at once. Each is told when it is on disk. Who
// presses twice is looked up again after the first time, and has left already.

import { addressHash } from '../audience/address.ts'
import type { Engine } from '../store/engine.ts'
import { type Leaving, type LeavingNow, leaveTogether } from './leaving.ts'
import type { Occasion } from './readers.ts'

export type Leave = (leaving: Leaving, occasion: Occasion) => Promise<boolean>

interface Waiting extends LeavingNow {
  readonly done: (changed: boolean) => void
  readonly failed: (error: unknown) => void
}

/** At once, in one transaction. */
const MOST = 500

/** As `leave`: durable when it resolves. */
export function leaveQueue(store: Engine): Leave {
  let waiting: Waiting[] = []
  let isUnderWay = false
  const flush = async () => {
    const together = firstOfEach(waiting).slice(0, MOST)
    const taken = new Set(together)
    waiting = waiting.filter((one) => !taken.has(one))
    try {
      const changed = await leaveTogether(store, together)
      for (const [at, { done }] of together.entries()) done(changed[at] as boolean)
    } catch (error) {
      for (const { failed } of together) failed(error)
    }
    isUnderWay = waiting.length > 0
    if (isUnderWay) setImmediate(flush)
  }
  return (leaving, occasion) =>
    new Promise((done, failed) => {
      waiting.push({ leaving, occasion, done, failed })
      if (!isUnderWay) setImmediate(flush)
      isUnderWay = true
    })
}

function firstOfEach(waiting: readonly Waiting[]): readonly Waiting[] {
  const first = new Map<string, Waiting>()
  for (const one of waiting) {
    const hash = addressHash(one.leaving.email)
    if (!first.has(hash)) first.set(hash, one)
  }
  return [...first.values()]
}
