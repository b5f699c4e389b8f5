// An even pace: messages one after the other at an interval, kept in the store, so that a restart begins no new burst
// and several processes share it. A place that was not used in time is lost, never saved up.

import type { Ledger } from '../store/ledger.ts'

export interface Pace {
  /** When the next message may go: `now` or before where it may at once; undefined until `fill` has run. */
  nextAt(now: number): number | undefined
  /** Takes that place. */
  take(): void
  /** Takes places ahead, where none is left. @throws PressrunError `store` */
  fill(now: number): Promise<void>
  /** How many may go within so long. */
  within(ms: number): number
}

/** A place is good for so long: what is made up for later would be a burst. */
const LATE_MS = 50
/** Where what else a message waits for is further off than this, its places are not taken yet: they would be lost. */
export const SOON_MS = LATE_MS
/** Places are taken for so long ahead; a process that dies wastes no more than that. */
const AHEAD_MS = 250
const MOST_AHEAD = 1_000

/** @param perSecond may be less than one. */
export function pace(ledger: Pick<Ledger, 'reserve'>, name: string, perSecond: number): Pace {
  const intervalMs = 1000 / perSecond
  const count = Math.min(MOST_AHEAD, Math.max(1, Math.floor(AHEAD_MS / intervalMs)))
  let places: number[] = []
  const dropLate = (now: number) => {
    const good = places.findIndex((at) => at >= now - LATE_MS)
    if (good !== 0) places = good < 0 ? [] : places.slice(good)
  }
  return {
    nextAt(now) {
      dropLate(now)
      return places[0]
    },
    take() {
      places.shift()
    },
    async fill(now) {
      dropLate(now)
      if (places.length > 0) return
      const [grant] = await ledger.reserve([{ kind: 'pace', name, intervalMs, count }], now)
      if (grant?.kind !== 'pace') return
      places = Array.from({ length: count }, (_, i) => grant.firstAt + i * intervalMs)
    },
    within: (ms) => Math.max(1, Math.ceil(ms / intervalMs)),
  }
}
