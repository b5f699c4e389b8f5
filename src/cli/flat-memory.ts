// Memory that stays the same however much there is to do. What each command holds is bounded; but V8 by itself lets
// garbage pile up to a multiple of what is alive before it looks. The flags are the whole process's, so they are set
// here, by commands, and before the work begins.

import { setFlagsFromString } from 'node:v8'

/** The heap may grow by so much of what is alive before it is looked through. */
const GROWTH_PERCENT = 20

/**
 * For what lives long in small pieces. Measured with 400,000 readers planned after a letter was rendered: 419 MB at
 * the most by V8's own measure, 314 MB with this one, in the same time.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`)
}

/**
 * For megabytes that die young: letters, messages, chunks of a list. A nursery that grows keeps them until they are the
 * slow collector's. 500 letters: 476 MB at the most, 300 MB with this one; 300,000 readers planned: 313 and 227 MB.
 * Called when most code is loaded, it leaves the nursery as large as loading made it, which suits letters: much smaller
 * and they are copied more than once.
 */
export function keepNurserySmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
