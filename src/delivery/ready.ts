// Messages that were claimed and have not begun, in the order they were claimed. The first ones are made ahead, so
// that no lane waits for a signature.

import type { ClaimedDelivery } from '../store/ledger.ts'
import { type Made, madeOf } from './attempt.ts'
import type { RunInput } from './run-input.ts'

export interface Job {
  readonly row: ClaimedDelivery
  made?: Promise<Made>
}

export class Ready {
  readonly #input: Pick<RunInput, 'limits' | 'make' | 'onStep'>
  readonly #jobs: Job[] = []

  constructor(input: Pick<RunInput, 'limits' | 'make' | 'onStep'>) {
    this.#input = input
  }

  get size(): number {
    return this.#jobs.length
  }

  add(row: ClaimedDelivery): void {
    this.#jobs.push({ row })
  }

  remove(job: Job): void {
    this.#jobs.splice(this.#jobs.indexOf(job), 1)
  }

  /** @returns what was left. */
  empty(): readonly ClaimedDelivery[] {
    return this.#jobs.splice(0).map(({ row }) => row)
  }

  /** How many there are to each domain. */
  domains(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const { row } of this.#jobs) counts.set(row.domain, (counts.get(row.domain) ?? 0) + 1)
    return counts
  }

  /** The first ones whose limits let them go now. */
  runnable(now: number, most: number): readonly Job[] {
    const found: Job[] = []
    for (const job of this.#jobs) {
      if (found.length >= most) break
      if (this.#goesAt(job, now) <= now) found.push(job)
    }
    return found
  }

  /** How many wait for nothing but a lane or a place that any message could have; no more than `most` are counted. */
  countFree(now: number, most: number): number {
    const { limits } = this.#input
    let free = 0
    for (const { row } of this.#jobs) {
      if (free >= most) break
      if (limits.isFree(row.domain, now)) free++
    }
    return free
  }

  /** When the limits let the next one go; `now` or before: at once. Never, where others to its domain must end first. */
  nextAt(now: number): number {
    let first = Number.POSITIVE_INFINITY
    for (const job of this.#jobs) {
      first = Math.min(first, this.#goesAt(job, now))
      if (first <= now) break
    }
    return first
  }

  prepareFirst(count: number): void {
    for (const job of this.#jobs.slice(0, count)) this.prepare(job)
  }

  prepare(job: Job): Promise<Made> {
    if (job.made) return job.made
    const { make, onStep } = this.#input
    job.made = madeOf(job.row, make)
    // Whoever carries it hears of what went wrong; until then nobody need be told.
    job.made.then(() => onStep?.('made')).catch(() => {})
    return job.made
  }

  #goesAt({ row }: Job, now: number): number {
    return this.#input.limits.nextAt(row.domain, now) ?? Number.POSITIVE_INFINITY
  }
}
