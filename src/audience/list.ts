// A list's file to subscribers, one at a time, in bounded memory. A bad row costs nobody else a letter: it is
// reported with its line and reason, and the good ones go on.

import { type RawRow, rowsOf } from './list-formats.ts'
import { subscriberFrom } from './record.ts'
import { SeenAddresses } from './seen.ts'
import type { Subscriber } from './subscriber.ts'

export type ListRow =
  | { readonly kind: 'subscriber'; readonly line: number; readonly subscriber: Subscriber }
  | RejectedRow

export interface RejectedRow {
  readonly kind: 'rejected'
  /** 1-based; in JSON the place in the list. */
  readonly line: number
  readonly because: 'address' | 'duplicate' | 'row'
  /** One clause: `the address has no @`. */
  readonly reason: string
  /** The row's cells as they stood. */
  readonly raw: readonly string[]
}

/**
 * Every reader of the list once: of two rows with the same address the first counts.
 * @param shown the path as the user knows it, for messages.
 * @throws PressrunError `list` for a file that is no list at all; a bad row throws nothing
 */
export async function* readList(path: string, shown: string = path): AsyncGenerator<ListRow> {
  const seen = new SeenAddresses()
  for await (const row of rowsOf(path, shown)) yield read(row, seen)
}

function read(row: RawRow, seen: SeenAddresses): ListRow {
  const { line, raw } = row
  if ('problem' in row) return { kind: 'rejected', line, because: 'row', reason: row.problem, raw }
  const result = subscriberFrom(row.record)
  if ('reason' in result) {
    const because = result.reason.startsWith('the address') ? 'address' : 'row'
    return { kind: 'rejected', line, because, reason: result.reason, raw }
  }
  const first = seen.add(result.subscriber.email, line)
  if (first === undefined) return { kind: 'subscriber', line, subscriber: result.subscriber }
  const reason = `the address is on line ${first} already`
  return { kind: 'rejected', line, because: 'duplicate', reason, raw }
}
