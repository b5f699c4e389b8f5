// How many messages a warm-up lets go on a day. Mail servers judge an address that is new to them by its first days: few
// messages, and each day more. It goes by days of the calendar where the publication is, for that is what they watch.

import type { WarmUp } from '../project/project.ts'
import { instantOf } from './start-time.ts'

export interface WarmUpDay {
  /** Days since 1970, by the publication's clock. */
  readonly day: number
  /** 1 on the day that it starts; less before. */
  readonly number: number
  /** Messages on this day. */
  readonly allowance: number
  /** When the next day begins; milliseconds since 1970. */
  readonly until: number
}

const DAY_MS = 86_400_000

/** @returns undefined once the plan is over. */
export function warmUpAt(plan: WarmUp, now: number): WarmUpDay | undefined {
  const day = dayAt(now, plan.timezone)
  const since = day - Date.parse(`${plan.start}T00:00Z`) / DAY_MS
  const allowance = allowanceOn(plan, since)
  if (allowance === undefined) return undefined
  return { day, number: since + 1, allowance, until: beginOf(day + 1, plan.timezone) }
}

/** @param since days since the start; before it, the first day's holds. */
export function allowanceOn(
  { firstDay, growth, target }: WarmUp,
  since: number,
): number | undefined {
  // 100 × 1.15 is 114.999… to the machine.
  const allowance = Math.floor(firstDay * growth ** Math.max(0, since) * (1 + 1e-12))
  return allowance < target ? allowance : undefined
}

/** Days since 1970 of the date that a zone's calendars show. */
function dayAt(now: number, zone: string): number {
  const parts = calendar(zone).formatToParts(now)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return Date.UTC(of('year'), of('month') - 1, of('day')) / DAY_MS
}

/** When a day begins: where the clocks skip midnight, as soon as they have. */
const beginOf = (day: number, zone: string): number =>
  instantOf(new Date(day * DAY_MS).toISOString().slice(0, 16), zone)

const calendars = new Map<string, Intl.DateTimeFormat>()

function calendar(zone: string): Intl.DateTimeFormat {
  let found = calendars.get(zone)
  if (!found) {
    const options = { year: 'numeric', month: 'numeric', day: 'numeric' } as const
    found = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...options })
    calendars.set(zone, found)
  }
  return found
}
