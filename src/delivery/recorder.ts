// Changes of many lanes, written together: one durable write for whatever came up in a few turns of the event loop.
// A mark is written as soon as a turn brings no other, for its body waits; what became of a message goes with the next
// mark, or after a moment. So a lane never has more than one message in `sending` on disk: the record of the last one
// is in the same write as the mark of the next, or in an earlier one.

import type { Change, Ledger } from '../store/ledger.ts'

export interface Recorder {
  /** Durable when it resolves. @returns whether it hit its row. @throws PressrunError `store` */
  mark(change: Change & { readonly kind: 'mark' }): Promise<boolean>
  /** As `mark`, and in no hurry. */
  settle(change: Exclude<Change, { readonly kind: 'mark' }>): Promise<boolean>
  /** Everything handed over before is on disk when it resolves. */
  flush(): Promise<void>
}

/** So many turns at most: with ten lanes, 2,000 messages took 306 writes instead of 536. */
const MOST_TURNS = 5
/** How long a record waits for a mark to share a write with. */
const LAZY_MS = 20

interface Waiting {
  readonly change: Change
  readonly resolve: (hit: boolean) => void
  readonly reject: (error: unknown) => void
}

export function recorder(ledger: Pick<Ledger, 'record'>, lazyMs = LAZY_MS): Recorder {
  let waiting: Waiting[] = []
  let writing: Promise<void> = Promise.resolve()
  let soon: NodeJS.Immediate | undefined
  let later: NodeJS.Timeout | undefined

  const write = async () => {
    const batch = waiting
    if (batch.length === 0) return
    waiting = []
    try {
      const hits = await ledger.record(batch.map(({ change }) => change))
      for (const [i, { resolve }] of batch.entries()) resolve(hits[i] as boolean)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
  const flush = () => {
    clearImmediate(soon)
    clearTimeout(later)
    soon = later = undefined
    writing = writing.then(write)
    return writing
  }
  const gather = (seen: number, turn: number) => {
    soon = setImmediate(() => {
      if (waiting.length > seen && turn < MOST_TURNS) gather(waiting.length, turn + 1)
      else flush()
    })
  }
  const put = (change: Change) =>
    new Promise<boolean>((resolve, reject) => waiting.push({ change, resolve, reject }))

  return {
    flush,
    mark(change) {
      if (!soon) gather(0, 1)
      return put(change)
    },
    settle(change) {
      later ??= setTimeout(flush, lazyMs)
      return put(change)
    },
  }
}
