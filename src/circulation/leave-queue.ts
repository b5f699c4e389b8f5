// Whoever leaves in the same turn of the event loop is looked up and written down together: a press on the button of a
// mail program costs no disk write of its own where two hundred come at once. Each is told when it is on disk.

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
  const waiting: Waiting[] = []
  const flush = async () => {
    const together = waiting.splice(0, MOST)
    if (waiting.length > 0) setImmediate(flush)
    try {
      const changed = await leaveTogether(store, together)
      for (const [at, { done }] of together.entries()) done(changed[at] as boolean)
    } catch (error) {
      for (const { failed } of together) failed(error)
    }
  }
  return (leaving, occasion) =>
    new Promise((done, failed) => {
      waiting.push({ leaving, occasion, done, failed })
      if (waiting.length === 1) setImmediate(flush)
    })
}
