// What a run is given, and what it says while it goes.

import type { Engine } from '../store/engine.ts'
import type { DeliveryState } from '../store/tables.ts'
import type { MakeMessage, OnBounce, Step } from './attempt.ts'
import type { Claims } from './claims.ts'
import type { Clock } from './clock.ts'
import type { SendLimits } from './limits.ts'
import type { Seats } from './seats.ts'
import type { Rules } from './settlement.ts'

export interface Patience {
  /** How long no relay may take anything before it is given up. */
  readonly passingMs: number
  /** The same where they say that it will stay so: a wrong password. */
  readonly lastingMs: number
  /** Refused one after the other, with nobody in between who was not. */
  readonly refusals: number
}

export interface RunInput {
  readonly store: Engine
  readonly sendId: number
  readonly issue: string
  readonly make: MakeMessage
  readonly seats: Seats
  /** Where readers come from, if not from the whole send. */
  readonly claims?: Claims | undefined
  readonly limits: SendLimits
  readonly rules: Rules
  readonly patience: Patience
  /** False: ends when all that is left are readers who were put off, or the send is paused. */
  readonly wait: boolean
  /** How often it says that it lives, and looks whether it was paused or cancelled. */
  readonly beatMs: number
  /** How long the record of a message waits for another to share a write with. */
  readonly lazyMs?: number | undefined
  readonly clock: Clock
  readonly random: () => number
  /** Claims no more; what is under way may end. */
  readonly stop: AbortSignal
  /** What became of a message is on disk. @param from the state before it was sent */
  readonly onSettled: (from: DeliveryState, to: DeliveryState) => void
  readonly onExcluded: (count: number) => void
  readonly onPhase: (phase: Phase) => void
  readonly onBounce?: OnBounce | undefined
  readonly onStep?: ((step: Step) => void) | undefined
}

export type Phase =
  | { readonly kind: 'sending' }
  /** Somebody paused the send. */
  | { readonly kind: 'held' }
  /** No relay takes anything. */
  | { readonly kind: 'paused'; readonly problem: string; readonly until: number }
  /** For readers whose time comes, or for a limit. */
  | { readonly kind: 'waiting'; readonly for: 'readers' | 'limits'; readonly until: number }

export type Ending = 'done' | 'stopped' | 'cancelled' | 'waiting' | 'paused'
