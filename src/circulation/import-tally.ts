// What became of the rows of an import, as counts.

/** Why a reader was left as they are. `removed` and `erased`: by whoever keeps the list, for good. */
export const LEFT_REASONS = ['unsubscribed', 'bounced', 'complained', 'removed', 'erased'] as const
export type LeftReason = (typeof LEFT_REASONS)[number]

export interface ImportTally {
  /** All rows. */
  read: number
  added: number
  changed: number
  /** Known, and the file says nothing new. */
  unchanged: number
  left: Record<LeftReason, number>
  refused: number
  /** Good rows by the program that exported them; '' where nobody can tell. */
  programs: Record<string, number>
}

export function newTally(from?: ImportTally): ImportTally {
  return (
    from ?? {
      read: 0,
      added: 0,
      changed: 0,
      unchanged: 0,
      left: { unsubscribed: 0, bounced: 0, complained: 0, removed: 0, erased: 0 },
      refused: 0,
      programs: {},
    }
  )
}
