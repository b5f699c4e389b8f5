// The loop that sends: claims readers, gives each message to a lane when the limits let it go, records what became
// of it. It lives until nothing is left to do, or it is told to stop, or it gives up.
//
// What must stay true:
// 1. rows exist before the first send, made so that doing it twice changes nothing (`plan.ts`);
// 2. a claim raises the attempt number, and whoever settles names it and looks whether it hit a row;
// 3. `sending` is on disk before a body's first octet; whoever dies between the server's reply and its record leaves
//    a row in doubt: that is said, never guessed;
// 4. the content's digest is held to the plan's before each run (`apply.ts`);
// 5. unsubscribes and suppressions are looked at again when a row is claimed;
// 6. everything is bounded: claims, tries, time, failures and refusals in a row.

import { nextDue } from '../store/deliveries.ts'
import { findSend, updateSend } from '../store/sends.ts'
import type { DeliveryState } from '../store/tables.ts'
import { type AttemptResult, attempt } from './attempt.ts'
import { type Claims, claims } from './claims.ts'
import { gaveUp, refusing } from './give-up.ts'
import { type Job, Ready } from './ready.ts'
import { type Recorder, recorder } from './recorder.ts'
import type { Ending, Phase, RunInput } from './run-input.ts'
import type { Seat } from './seats.ts'
import { Turns } from './turns.ts'
import { waker } from './waker.ts'

const LONGEST_NAP_MS = 60_000
const LOOK_EVERY_MS = 500
const GOODBYE_MS = 1_000
/** A wait that is worth a word. */
const LONG_MS = 2_000

export class Run {
  readonly #input: RunInput
  readonly #claims: Claims
  readonly #recorder: Recorder
  readonly #wake = waker()
  readonly #underWay = new Set<Promise<void>>()
  readonly #ready: Ready
  readonly #turns: Turns
  /** When claiming is worth while again. */
  #lookAt = 0
  /** The earliest moment that any row waits for, when it was last looked; undefined: none waits. */
  #due: number | undefined = 0
  #beatAt = 0
  #refusals = 0
  #phase: Phase = { kind: 'sending' }
  #ending: Ending | undefined
  #failure: unknown
  #halted = false
  /** Somebody paused the send. */
  #held = false

  constructor(input: RunInput) {
    this.#input = input
    this.#claims = input.claims ?? claims(input.store.ledger, input.sendId)
    this.#recorder = recorder(input.store.ledger, input.lazyMs)
    this.#ready = new Ready(input)
    this.#turns = new Turns(input, this.#ready)
  }

  /**
   * Sends until it is over. Afterwards lanes may still carry messages: `finish` waits for them.
   * @throws PressrunError `send`, `store`
   */
  async loop(): Promise<Ending> {
    const { clock, stop } = this.#input
    const wake = () => this.#wake.up()
    stop.addEventListener('abort', wake)
    try {
      for (;;) {
        if (this.#failure) throw this.#failure
        if (this.#ending) return this.#ending
        if (stop.aborted) return 'stopped'
        await this.#beat(clock.now())
        await this.#claim(clock.now())
        // The same moment for both: whoever's turn came in between would be taken for one without a lane.
        const now = clock.now()
        this.#begin(now)
        await this.#wake.sleep(clock, this.#next(now))
      }
    } catch (error) {
      // What was not said by `#fail` comes from the store.
      if (error !== this.#failure) this.#halted = true
      throw error
    } finally {
      stop.removeEventListener('abort', wake)
    }
  }

  /** Ends what is under way: politely for so long, then at once; gives back what was claimed. */
  async finish(graceMs: number, atOnce: AbortSignal): Promise<void> {
    const { clock, seats } = this.#input
    const ended = new AbortController()
    const all = Promise.all(this.#underWay).then(() => ended.abort())
    if (!this.#halted && this.#underWay.size > 0) {
      await clock.sleep(graceMs, AbortSignal.any([ended.signal, atOnce]))
    }
    await seats.close(this.#halted || this.#underWay.size > 0 ? 0 : GOODBYE_MS)
    await all
    const written = this.#release(clock.now())
    // What halted it may be the store itself, and was said already.
    if (this.#halted) return void (await written.catch(() => {}))
    await written
    await this.#turns.giveUnusedBack(clock.now())
  }

  /** What was claimed and has not begun is anybody's. @throws PressrunError `store` */
  async #release(now: number): Promise<void> {
    const given = this.#ready.empty().map(({ id, attempt, domain }) => {
      this.#input.limits.release(domain, false)
      return this.#recorder.settle({ kind: 'release', id, attempt, nextAttemptAt: now })
    })
    await Promise.all([this.#recorder.flush(), ...given])
  }

  /** Says that it lives, and looks whether somebody paused or cancelled the send. */
  async #beat(now: number): Promise<void> {
    if (now < this.#beatAt) return
    const { store, sendId, issue, beatMs } = this.#input
    this.#beatAt = now + beatMs
    await store.write([updateSend(store, sendId, { seen_at: now })])
    const send = await findSend(store, issue)
    if (send?.state !== 'sending') this.#ending = 'cancelled'
    else if (send.paused_at) await this.#hold(now)
    else if (this.#held) {
      this.#held = false
      this.#lookAt = 0
    }
  }

  /** The send is paused: nobody is kept waiting by this process, and looks whether anybody is left. */
  async #hold(now: number): Promise<void> {
    const { store, sendId, wait } = this.#input
    this.#held = true
    await this.#release(now)
    await this.#turns.giveUnusedBack(now)
    this.#due = await nextDue(store, sendId)
    if (!wait) this.#ending ??= 'paused'
    else if (this.#underWay.size === 0 && this.#due === undefined) this.#ending ??= 'done'
  }

  async #claim(now: number): Promise<void> {
    const turns = this.#turns
    if (this.#held) return
    // Others may have what cannot be used here.
    if (turns.inTrouble(now)) return turns.giveUnusedBack(now)
    if (now >= this.#lookAt && turns.isShort(now)) {
      await turns.look(now)
      await this.#take(now)
    }
    if (this.#ready.size === 0) return
    await turns.fill(now)
    if (turns.isFar(now)) await this.#release(now)
  }

  async #take(now: number): Promise<void> {
    const { limits, onExcluded, onStep } = this.#input
    const room = this.#turns.room(now)
    if (room <= 0) return
    const { rows, ended, paused, excluded } = await this.#claims.take(room, limits.full(), now)
    if (ended) this.#ending = 'cancelled'
    if (paused) return this.#hold(now)
    if (excluded > 0) onExcluded(excluded)
    for (const row of rows) {
      limits.hold(row.domain)
      this.#ready.add(row)
    }
    if (rows.length > 0) onStep?.('claimed')
    else if (excluded === 0) await this.#lookAgain(now)
  }

  async #lookAgain(now: number): Promise<void> {
    const { store, sendId } = this.#input
    // Nobody is left for now, and others may have use for it.
    if (this.#ready.size + this.#underWay.size === 0) await this.#turns.giveUnusedBack(now)
    this.#due = await nextDue(store, sendId)
    this.#lookAt = Math.max(this.#due ?? now + LONGEST_NAP_MS, now + LOOK_EVERY_MS)
  }

  /** Gives messages to lanes while there are both, and prepares the next ones. */
  #begin(now: number): void {
    const { seats, limits } = this.#input
    if (this.#ending || this.#failure || this.#held) return
    for (;;) {
      const [job] = this.#ready.runnable(now, 1)
      const seat = job && seats.take(now)
      if (!job || !seat) break
      this.#ready.remove(job)
      limits.begin(job.row.domain)
      const carried = this.#carry(job, seat)
        .catch((error: unknown) => this.#fail(error, true))
        .finally(() => {
          this.#underWay.delete(carried)
          if (this.#underWay.size === 0) this.#lookAt = 0
          this.#wake.up()
        })
      this.#underWay.add(carried)
    }
    if (!this.#turns.inTrouble(now)) this.#ready.prepareFirst(seats.lanes)
  }

  async #carry(job: Job, seat: Seat): Promise<void> {
    const { seats, limits, clock } = this.#input
    let result: AttemptResult | undefined
    try {
      result = await attempt(job.row, await this.#ready.prepare(job), seat.lane, {
        ...this.#input,
        recorder: this.#recorder,
        isHalted: () => this.#halted,
        isPaused: () => this.#held,
      })
    } finally {
      seats.giveBack(seat, result?.outcome, clock.now())
      limits.release(job.row.domain, true)
      // The lane need not wait for the record.
      this.#wake.up()
    }
    await this.#note(job.row.state, result)
  }

  async #note(from: DeliveryState, { outcome, change, hit }: AttemptResult): Promise<void> {
    const { patience, issue, clock, onSettled, onStep } = this.#input
    if (outcome?.kind === 'accepted' || outcome?.kind === 'put_off') this.#refusals = 0
    if (outcome?.kind === 'refused' && ++this.#refusals >= patience.refusals) {
      this.#fail(refusing(this.#refusals, outcome, issue), false)
    }
    const done = await hit
    if (change?.kind === 'settle' && done) {
      onSettled(from, change.state)
      onStep?.('settled')
    }
    const again = change && 'nextAttemptAt' in change ? change.nextAttemptAt : null
    if (again !== null) this.#lookAt = Math.min(this.#lookAt, again)
    // Some were passed over, and now a place with their domain may be free.
    if (this.#due !== undefined && this.#due <= clock.now()) this.#lookAt = 0
  }

  /** @param halt the store or the code is what failed: no body may begin any more. */
  #fail(error: unknown, halt: boolean): void {
    this.#failure ??= error
    this.#halted ||= halt
    this.#wake.up()
  }

  /** @returns when there may be something to do again, where nobody calls before. */
  #next(now: number): number {
    const { seats, patience, issue, wait } = this.#input
    if (this.#ending || this.#failure) return now
    if (this.#held) {
      this.#say({ kind: 'held' })
      return this.#beatAt
    }
    const trouble = seats.trouble(now)
    if (trouble && trouble.until > now) {
      const patient = trouble.lasting ? patience.lastingMs : patience.passingMs
      const { problem, until } = trouble
      if (now - trouble.since >= patient) this.#fail(gaveUp(trouble, now, issue), false)
      this.#say({ kind: 'paused', problem, until })
      return Math.min(this.#beatAt, until, trouble.since + patient)
    }
    const idle = this.#underWay.size === 0 && this.#ready.size === 0
    if (idle && this.#lookAt > now) {
      if (this.#due === undefined) this.#ending = 'done'
      else if (!wait && this.#due > now) this.#ending = 'waiting'
      else this.#say({ kind: 'waiting', for: 'readers', until: this.#due })
      return this.#ending ? now : Math.min(this.#beatAt, this.#lookAt)
    }
    const until = this.#turns.nextAt(now, this.#lookAt)
    if (this.#underWay.size === 0 && until > now + LONG_MS) {
      this.#say({ kind: 'waiting', for: 'limits', until })
    } else this.#say({ kind: 'sending' })
    return Math.min(this.#beatAt, until)
  }

  #say(phase: Phase): void {
    const same = JSON.stringify(phase) === JSON.stringify(this.#phase)
    this.#phase = phase
    if (!same) this.#input.onPhase(phase)
  }
}
