// Tags of many readers at once.

import type { CompiledQuery } from 'kysely'
import type { Subscriber } from '../audience/subscriber.ts'
import type { Engine } from '../store/engine.ts'

/** Readers in one transaction. */
const CHUNK = 1_000

/** @returns how many readers there were, and how many were changed. @throws PressrunError `store` */
export async function tagReaders(
  { db, write }: Engine,
  readers: AsyncIterable<{ readonly id: number; readonly subscriber: Subscriber }>,
  { tag, remove, at }: { readonly tag: string; readonly remove: boolean; readonly at: number },
): Promise<{ readonly found: number; readonly changed: number }> {
  let found = 0
  let changed = 0
  let queries: CompiledQuery[] = []
  const flush = async () => {
    if (queries.length > 0) await write(queries)
    changed += queries.length
    queries = []
  }
  for await (const { id, subscriber } of readers) {
    found++
    const { tags } = subscriber
    if (tags.includes(tag) !== remove) continue
    const after = remove ? tags.filter((one) => one !== tag) : [...tags, tag]
    queries.push(
      db
        .updateTable('subscribers')
        .set({ tags: JSON.stringify(after), changed_at: at })
        .where('id', '=', id)
        .compile(),
    )
    if (queries.length >= CHUNK) await flush()
  }
  await flush()
  return { found, changed }
}
