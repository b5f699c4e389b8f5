// How long so many messages take where nothing but the limits holds them up.

import type { Rates, Relay } from '../project/project.ts'
import { allowanceOn, warmUpAt } from './warm-up.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const LONGEST_MS = 3_650 * DAY_MS

/**
 * @param relays those that messages go through.
 * @returns milliseconds; undefined where it is more than ten years.
 */
export function bestTime(
  count: number,
  limits: Rates,
  relays: readonly Pick<Relay, 'weight' | 'limits'>[],
  now: number,
): number | undefined {
  const capacity = (ms: number) => Math.min(within(limits, ms, now), through(relays, ms, now))
  if (capacity(LONGEST_MS) < count) return undefined
  let [short, long] = [0, LONGEST_MS]
  if (capacity(0) >= count) return 0
  while (long - short > 1) {
    const middle = Math.floor((short + long) / 2)
    if (capacity(middle) >= count) long = middle
    else short = middle
  }
  return long
}

/** Spare ones are for times of trouble. */
function through(relays: readonly Pick<Relay, 'weight' | 'limits'>[], ms: number, now: number) {
  const sharing = relays.filter(({ weight }) => weight > 0)
  const using = sharing.length > 0 ? sharing : relays
  if (using.length === 0) return Number.POSITIVE_INFINITY
  return using.reduce((sum, { limits }) => sum + within(limits ?? {}, ms, now), 0)
}

/** What may go in so long; of an hour's or a day's messages all may go at its beginning. */
function within({ perSecond, perMinute, perHour, perDay, warmUp }: Rates, ms: number, now: number) {
  const none = Number.POSITIVE_INFINITY
  return Math.min(
    ((perSecond ?? none) * ms) / 1_000,
    ((perMinute ?? none) * ms) / 60_000,
    (perHour ?? none) * (Math.floor(ms / HOUR_MS) + 1),
    (perDay ?? none) * (Math.floor(ms / DAY_MS) + 1),
    warmUp ? warmedUp(warmUp, ms, now) : none,
  )
}

function warmedUp(plan: Rates['warmUp'] & {}, ms: number, now: number): number {
  const today = warmUpAt(plan, now)
  if (!today) return Number.POSITIVE_INFINITY
  const left = today.until - now
  const more = ms < left ? 0 : Math.floor((ms - left) / DAY_MS) + 1
  let sum = 0
  for (let day = 0; day <= more; day++)
    sum += allowanceOn(plan, today.number - 1 + day) ?? Number.POSITIVE_INFINITY
  return sum
}
