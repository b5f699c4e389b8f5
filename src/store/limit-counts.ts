// What limits are counted by, whichever engine counts.

/** A place further ahead than this, and than one for each of so many workers, was taken under another clock. */
export const FURTHEST_AHEAD_MS = 60_000
export const MOST_WORKERS = 100
/** A quota's window is counted in this many stretches. */
export const STRETCHES = 144
/** Days of a calendar are kept for so long. */
export const DAYS_KEPT = 7
