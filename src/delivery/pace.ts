// An even pace: messages one after the other at an interval, kept in the store, so that a restart begins no new burst
// and several processes share it. A place that was not used in time is lost, never saved up: so nobody takes more than
// they have messages for, nor many more than they have lanes for.

import type { Ledger } from '../store/ledger.ts'

/** What places are for. */
export interface Need {
  /** Messages that wait. */
  readonly messages: number
  /** Lanes that are free: so many go at once, and as many again when they are done. */
  readonly lanes: number
}

export interface Pace {
  /** When the next message may go: `now` or before where it may at once; undefined until `fill` has run. */
  nextAt(now: number): number | undefined
  /** When there will be a place, as far as is known. */
  freeAt(now: number): number
  /** Takes that place. */
  take(): void
  /** Looks when the next place will be, without taking any. @throws PressrunError `store` */
  look(now: number): Promise<void>
  /** Takes places ahead, where none is left. @throws PressrunError `store` */
  fill(now: number, need: Need): Promise<void>
  /** How many of its places come in the next moment. */
  near(now: number): number
  /** How many may go within so long. */
  within(ms: number): number
}

/** A place is good for so long: what is made up for later would be a burst. */
const LATE_MS = 40
/** Where what else a message waits for is further off than this, its places are not taken yet: they would be lost. */
export const SOON_MS = LATE_MS
/** Places are taken for so long ahead; a process that dies wastes no more than that. */
const AHEAD_MS = 250
const MOST_AHEAD = 1_000
/** Once some were lost: stretches used to the last place before one more is tried. */
const PROVEN = 8

/** @param perSecond may be less than one. */
export function pace(ledger: Pick<Ledger, 'reserve'>, name: string, perSecond: number): Pace {
  const intervalMs = 1000 / perSecond
  const mostAhead = Math.min(MOST_AHEAD, Math.max(1, Math.floor(AHEAD_MS / intervalMs)))
  // Between slow ones there is more time, and still no two come close together.
  const lateMs = Math.max(LATE_MS, intervalMs / 2)
  /** Places that are taken beyond the lanes that are free: more as long as all are used. */
  let extra = 0
  let hasLost = false
  /** Stretches used to the last place since some were lost. */
  let used = 0
  let places: number[] = []
  /** Of the first place that was nobody's, when it was last asked for. */
  let freeAt = 0
  let askedAt = Number.NEGATIVE_INFINITY

  const dropLate = (now: number) => {
    const good = places.findIndex((at) => at >= now - lateMs)
    const lost = good < 0 ? places.length : good
    if (lost === 0) return
    places = places.slice(lost)
    extra = Math.floor(extra / 2)
    used = 0
    hasLost = true
  }
  const reserve = async (count: number, now: number) => {
    const [grant] = await ledger.reserve([{ kind: 'pace', name, intervalMs, count }], now)
    if (grant?.kind !== 'pace') return
    places = Array.from({ length: count }, (_, i) => grant.firstAt + i * intervalMs)
    freeAt = grant.firstAt + count * intervalMs
    askedAt = now
  }
  return {
    nextAt(now) {
      dropLate(now)
      return places[0]
    },
    freeAt(now) {
      dropLate(now)
      return places[0] ?? freeAt
    },
    take() {
      places.shift()
      if (places.length > 0 || (hasLost && ++used < PROVEN)) return
      extra = Math.min(mostAhead, extra + 1)
      used = 0
    },
    async look(now) {
      dropLate(now)
      if (places.length === 0 && now - askedAt >= AHEAD_MS) await reserve(0, now)
    },
    async fill(now, { messages, lanes }) {
      dropLate(now)
      const count = Math.min(mostAhead, messages, lanes + extra)
      if (places.length === 0 && count > 0) await reserve(count, now)
    },
    near: (now) => places.filter((at) => at <= now + SOON_MS).length,
    within: (ms) => Math.max(1, Math.ceil(ms / intervalMs)),
  }
}
