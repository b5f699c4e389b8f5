// When a send begins: a time of day in a zone, and for each reader the moment that it is.

import { PressrunError } from '../problem.ts'

export interface StartAt {
  /** `2026-12-01T07:00`: what the clock on the wall says. */
  readonly time: string
  /** IANA name: where. With `local`, of readers whose zone is not known. */
  readonly zone: string
  /** In each reader's own zone, where their field `timezone` names one. */
  readonly local: boolean
}

const FORM = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)$/

/**
 * @param text `2026-12-01 07:00`.
 * @throws PressrunError `usage` for another form, or a day that there is not
 */
export function parseStartAt(text: string, zone: string, local: boolean): StartAt {
  const parts = FORM.exec(text.trim())?.slice(1).map(Number)
  if (parts) {
    const [year, month, day, hour, minute] = parts as [number, number, number, number, number]
    const at = new Date(Date.UTC(year, month - 1, day, hour, minute))
    const time = at.toISOString().slice(0, 16)
    if (time === text.trim().replace(' ', 'T')) return { time, zone, local }
  }
  throw new PressrunError({
    code: 'usage',
    message: `"${text}" is not a day and a time`,
    mend: "Write it as '2026-12-01 07:00'.",
  })
}

/** For each reader the moment that a start time is, by the zone that the reader's data names. */
export function startTimes({ time, zone, local }: StartAt): (readerZone: unknown) => number {
  const usual = instantOf(time, zone)
  const moments = new Map<string, number>()
  return (readerZone) => {
    if (!local || typeof readerZone !== 'string' || readerZone === '') return usual
    let moment = moments.get(readerZone)
    if (moment === undefined) {
      moment = instantIn(time, readerZone.trim()) ?? usual
      // There are some 600 zones; whatever else a list says is not worth keeping.
      if (moments.size < 2_000) moments.set(readerZone, moment)
    }
    return moment
  }
}

/**
 * The same, 0 where there is no start time or it is past: at once.
 * @param now milliseconds since 1970.
 */
export function beginnings(
  startAt: StartAt | undefined,
  now: number,
): (readerZone: unknown) => number {
  if (!startAt) return () => 0
  const startOf = startTimes(startAt)
  return (readerZone) => {
    const start = startOf(readerZone)
    return start > now ? start : 0
  }
}

function instantIn(time: string, zone: string): number | undefined {
  try {
    return instantOf(time, zone)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/**
 * Milliseconds since 1970. A time that the clocks skip (spring) is as much later; of one that comes twice (autumn)
 * the first is meant.
 * @throws RangeError for a zone that there is not
 */
export function instantOf(time: string, zone: string): number {
  const wall = Date.parse(`${time}:00Z`)
  const before = wall - offsetAt(wall - 86_400_000, zone)
  const after = wall - offsetAt(wall + 86_400_000, zone)
  const fits = (instant: number) => instant + offsetAt(instant, zone) === wall
  return [before, after].filter(fits).sort((a, b) => a - b)[0] ?? before
}

/** Milliseconds that a zone's clocks are ahead of UTC. */
function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return (
    Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) -
    Math.floor(instant / 1000) * 1000
  )
}
