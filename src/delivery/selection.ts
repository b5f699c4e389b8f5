// Which readers of a list a send is for: by tags, by a segment, a first few, a random few.

import { hash } from 'node:crypto'
import type { Segment } from '../audience/segments.ts'
import type { Subscriber } from '../audience/subscriber.ts'
import type { StartAt } from './start-time.ts'

export interface Selection {
  /** A reader has all of them. */
  readonly tags?: readonly string[]
  /** Its name, for the record; `PlanInput.segment` decides. */
  readonly segment?: string
  /** At most so many, the first of the list. */
  readonly limit?: number
  /** So many at random. */
  readonly sample?: number
  /** What the random choice is made from; the same seed chooses the same readers. */
  readonly seed?: string
  readonly startAt?: StartAt
}

/** @returns why a reader is not meant, or undefined. */
export function outside(
  selection: Selection,
  subscriber: Subscriber,
  isIn: Segment['isIn'],
): string | undefined {
  const lacking = selection.tags?.find((tag) => !subscriber.tags.includes(tag))
  if (lacking !== undefined) return `without the tag ${lacking}`
  return selection.segment !== undefined && !isIn(subscriber)
    ? outsideSegment(selection.segment)
    : undefined
}

export const outsideSegment = (segment: string): string => `outside the segment ${segment}`

/** How many may be chosen at most; undefined: all. */
export function most({ limit, sample }: Selection): number | undefined {
  if (limit === undefined || sample === undefined) return limit ?? sample
  return Math.min(limit, sample)
}

/** A reader's rank: whoever has the lowest is chosen first. */
export function rankOf(
  { sample, seed = '' }: Selection,
  addressHash: string,
  line: number,
): number {
  if (sample === undefined) return line
  return Number.parseInt(hash('sha256', `${seed}\0${addressHash}`).slice(0, 13), 16)
}

/** The same selection always gives the same text. */
export function selectionText(selection: Selection): string {
  const { tags, segment, limit, sample, seed, startAt } = selection
  const { time, zone, local } = startAt ?? {}
  return JSON.stringify({
    ...(tags?.length ? { tags: [...tags].sort() } : {}),
    segment,
    limit,
    sample,
    ...(sample === undefined ? {} : { seed: seed ?? '' }),
    ...(startAt ? { startAt: { time, zone, local } } : {}),
  })
}
