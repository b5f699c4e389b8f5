// Writes that come at the same time in one transaction: a disk takes as long for two hundred small ones as for one.
// Each still is all or nothing and durable when it resolves, and one that fails takes no other with it.

import type { CompiledQuery } from 'kysely'
import type { Engine } from './engine.ts'

interface Waiting {
  readonly queries: readonly CompiledQuery[]
  readonly done: (counts: readonly number[]) => void
  readonly failed: (error: unknown) => void
}

/** The same store, whose `write` waits for the others of this turn of the event loop. */
export function groupCommits(store: Engine): Engine {
  let waiting: Waiting[] = []
  const flush = async () => {
    const group = waiting
    waiting = []
    try {
      const counts = await store.write(group.flatMap(({ queries }) => queries))
      let from = 0
      for (const { queries, done } of group) {
        done(counts.slice(from, from + queries.length))
        from += queries.length
      }
    } catch (error) {
      if (group.length === 1) return group[0]?.failed(error)
      for (const { queries, done, failed } of group) await store.write(queries).then(done, failed)
    }
  }
  return {
    ...store,
    write: (queries) =>
      new Promise((done, failed) => {
        waiting.push({ queries, done, failed })
        if (waiting.length === 1) setImmediate(flush)
      }),
  }
}
