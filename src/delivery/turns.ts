// When it is whose turn: what the limits, the relays and the messages that are claimed say together. A place that is taken
// and not used is lost to others, so that places are taken last, for messages that wait for nothing else.

import { SOON_MS } from './pace.ts'
import type { Ready } from './ready.ts'
import type { RunInput } from './run-input.ts'

/** Claimed at once, for each lane. */
const BATCH_EACH = 4
const MOST_BATCH = 400
/** Claimed and waiting for their domain's limits. */
const MOST_READY = 500
/** Whoever could not go for so long is claimed again when they can. */
const LONGEST_HELD_MS = 60_000

export class Turns {
  readonly #input: Pick<RunInput, 'limits' | 'seats'>
  readonly #ready: Ready

  constructor(input: Pick<RunInput, 'limits' | 'seats'>, ready: Ready) {
    this.#input = input
    this.#ready = ready
  }

  /** Looks what there will be, before anybody is claimed. @throws PressrunError `store` */
  async look(now: number): Promise<void> {
    const { limits, seats } = this.#input
    await seats.look(now)
    await limits.look(now)
  }

  /** Takes places for those who are claimed. @throws PressrunError `store` */
  async fill(now: number): Promise<void> {
    const { limits, seats } = this.#input
    await seats.fill(now, this.#ready.size)
    if (this.#hasSeat(now)) await limits.fill(now, () => this.#ready.domains(), seats.need(now))
  }

  /** @throws PressrunError `store` */
  async giveUnusedBack(now: number): Promise<void> {
    const { limits, seats } = this.#input
    await limits.giveBack(now)
    await seats.giveUnusedBack(now)
  }

  /** Every relay is in trouble, and none may be tried yet. */
  inTrouble(now: number): boolean {
    return (this.#input.seats.trouble(now)?.until ?? now) > now
  }

  /** Whether more should be claimed: not while there is enough for every lane. */
  isShort(now: number): boolean {
    const { lanes } = this.#input.seats
    return this.#ready.size < MOST_READY && this.#ready.countFree(now, lanes) < lanes
  }

  /** How many may be claimed at once; 0 or less: nobody. */
  room(now: number): number {
    const { limits, seats } = this.#input
    const batch = Math.min(MOST_BATCH, seats.lanes * BATCH_EACH)
    const waiting = this.#ready.size
    return Math.min(batch, limits.room(waiting, now), seats.room(now) - waiting)
  }

  /** Whether whoever is claimed would wait for long: they are anybody's then, and may still leave. */
  isFar(now: number): boolean {
    const { limits, seats } = this.#input
    const until = Math.max(
      limits.room(0, now) > 0 ? now : limits.resumeAt(now),
      seats.room(now) > 0 ? now : seats.resumeAt(now),
    )
    return until > now + LONGEST_HELD_MS
  }

  /**
   * When a message may go, or be claimed; never: when a lane comes free, which calls.
   * @param lookAt when claiming is worth while.
   */
  nextAt(now: number, lookAt: number): number {
    const { limits, seats } = this.#input
    const first = Math.max(this.#ready.nextAt(now), seats.nextAt(now))
    if (!this.isShort(now)) return first
    if (this.room(now) > 0) return Math.min(first, lookAt)
    // Those that are claimed go first.
    if (this.#ready.size > 0) return first
    const seat = this.#hasSeat(now) ? 0 : seats.nextAt(now)
    return Math.max(lookAt, limits.resumeAt(now), seats.resumeAt(now), seat)
  }

  /** Whether a message could go soon, as far as relays go. */
  #hasSeat(now: number): boolean {
    return this.#input.seats.nextAt(now) <= now + SOON_MS
  }
}
