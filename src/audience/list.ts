// A list's file to subscribers, one at a time, in bounded memory. A bad row costs nobody else a letter: it is
// reported with its line and reason, and the good ones go on.

import { rowsOf } from './list-formats.ts'
import { itemRow, type Raw, type RawRow } from './raw-row.ts'
import { subscriberOf } from './record.ts'
import { SeenAddresses } from './seen.ts'
import type { Subscriber } from './subscriber.ts'

export type ListRow =
  | {
      readonly kind: 'subscriber'
      readonly line: number
      readonly subscriber: Subscriber
      /** As it stood, for whoever rejects it later. */
      readonly source?: RawRow
    }
  | RejectedRow

/**
 * `address`: it is none. `duplicate`: it was there before. `cells`: more or fewer than the header has. `value`: a
 * name or another value that no letter may hold. `row`: it cannot be read at all.
 */
export type Because = 'address' | 'duplicate' | 'cells' | 'value' | 'row'

export interface RejectedRow {
  readonly kind: 'rejected'
  /** 1-based: on which line the row begins. */
  readonly line: number
  readonly because: Because
  /** One clause: `the address has no @`. Holds nothing of the row but names of columns. */
  readonly reason: string
  /** The row's cells as they stood; of JSON and YAML the row as JSON. */
  readonly raw: readonly string[]
  /** Of CSV: what the list calls its columns. */
  readonly columns?: readonly string[]
}

/**
 * Every reader of the list once: of two rows with the same address the first counts.
 * @param path the user's own: it may be anywhere.
 * @param shown the path as the user knows it, for messages.
 * @throws PressrunError `list` for a file that is no list at all, which may show late; a bad row throws nothing.
 */
export async function* readList(path: string, shown: string = path): AsyncGenerator<ListRow> {
  const seen = new SeenAddresses()
  for await (const rows of rowsOf(path, shown)) for (const row of rows) yield listRow(row, seen)
}

/** The same for records from elsewhere, as a file of JSON would have them; the line is the place, from 1. */
export async function* readRecords(
  records: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<ListRow> {
  const seen = new SeenAddresses()
  let line = 0
  for await (const record of records) yield listRow(itemRow(record, ++line), seen)
}

function listRow(row: RawRow, seen: SeenAddresses): ListRow {
  const { line, item } = row
  if ('problem' in row) return rejected(row, row.because, row.problem)
  const result = subscriberOf(row.record)
  if ('reason' in result) return rejected(row, result.because, result.reason)
  const first = seen.add(result.subscriber.email, item ?? line)
  if (first === undefined)
    return { kind: 'subscriber', line, subscriber: result.subscriber, source: row }
  const place = item === undefined ? `on line ${first}` : `in item ${first}`
  return rejected(row, 'duplicate', `the address is ${place} already`)
}

/** A row that could be read, and is refused for what it says. */
export const rejectedFor = (
  { line, source }: Extract<ListRow, { kind: 'subscriber' }>,
  reason: string,
): RejectedRow => rejected(source ?? { line, raw: [], record: {} }, 'value', reason)

function rejected(
  { line, item, raw, columns }: RawRow,
  because: Because,
  text: string,
): RejectedRow {
  const reason = item === undefined ? text : `item ${item}: ${text}`
  const row = { kind: 'rejected', line, because, reason, raw: cellsOf(raw) } as const
  return columns ? { ...row, columns } : row
}

const cellsOf = (raw: Raw): readonly string[] => (typeof raw === 'function' ? [raw()] : raw)
