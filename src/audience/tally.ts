// What became of a list, counted while its rows go by.

import type { Because, ListRow, RejectedRow } from './list.ts'

export interface ListTally {
  readonly accepted: number
  /** With the duplicates. */
  readonly rejected: number
  readonly because: Readonly<Record<Because, number>>
  /** The first few, to be shown. */
  readonly first: readonly RejectedRow[]
}

const MOST_SHOWN = 5

/** @returns `add` for each row, and `tally` for what they were up to now. */
export function listTally(): { add(row: ListRow): void; tally(): ListTally } {
  let accepted = 0
  let rejected = 0
  const because = { address: 0, duplicate: 0, cells: 0, value: 0, row: 0 }
  const first: RejectedRow[] = []
  return {
    add(row) {
      if (row.kind === 'subscriber') accepted++
      else {
        rejected++
        because[row.because]++
        if (first.length < MOST_SHOWN) first.push(row)
      }
    },
    tally: () => ({ accepted, rejected, because: { ...because }, first: [...first] }),
  }
}
