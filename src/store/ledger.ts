// The part of the store that a send lives on: what is done for each message, as batches, so that an engine can
// make one durable write of many. It knows rows and conditions; what a reply means, and who waits how long, is
// decided by whoever calls.

import type { CompiledQuery } from 'kysely'
import type { DeliveryState, ExclusionReason, SuppressionReason } from './tables.ts'

export interface Ledger {
  /**
   * Adds pending rows. @returns for each whether it was added; false: this send has a row for that reader already.
   */
  insert(sendId: number, rows: readonly NewDelivery[]): Promise<readonly boolean[]>
  /** Notes readers who are not sent to. Those who have the issue `already` are only counted. */
  exclude(sendId: number, rows: readonly NewExclusion[]): Promise<void>
  /**
   * Takes due rows: their attempt goes up, and they are nobody else's until `leaseUntil`. Readers who are
   * suppressed by now are excluded on the way.
   */
  claim(request: ClaimRequest): Promise<Claim>
  /**
   * Writes all changes in one transaction, durable when this resolves. @returns for each whether it hit its row;
   * false: the claim is not ours any more, and nothing was changed.
   */
  record(changes: readonly Change[]): Promise<readonly boolean[]>
  /** Takes places in the pace and the quotas of limits. One answer for each. */
  reserve(wants: readonly Want[], now: number): Promise<readonly Grant[]>
}

export interface NewDelivery {
  readonly addressHash: string
  readonly email: string
  readonly domain: string
  readonly subscriber: string
  /** 0: at once. */
  readonly notBefore: number
}

export interface NewExclusion {
  /** In the list. */
  readonly line: number
  readonly email: string
  readonly reason: ExclusionReason
  readonly detail?: string
}

export interface ClaimRequest {
  readonly sendId: number
  /** `fresh`: rows to be sent at once that nobody has tried. `timed`: rows whose time has come. */
  readonly band: 'fresh' | 'timed'
  /** Only rows behind this one. */
  readonly after?: Position
  readonly now: number
  readonly leaseUntil: number
  readonly limit: number
  /** Who claims, where several do. */
  readonly worker?: number
  /** Only rows with these ids, both ends included. */
  readonly within?: { readonly from: number; readonly to: number }
  readonly except?: readonly string[]
  readonly only?: readonly string[]
}

/** A row's place in the order of its band. */
export interface Position {
  readonly at: number
  readonly id: number
}

export interface Claim {
  /** The send is not being sent any more (`cancelled`): nothing was claimed. */
  readonly ended: boolean
  /** It is paused: nothing was claimed, and what is left is left for later. */
  readonly paused?: true
  readonly rows: readonly ClaimedDelivery[]
  /** Readers who were excluded on the way, or went back to being in doubt. */
  readonly excluded: number
  /** Of the last row looked at; absent where there was none. */
  readonly last?: Position
}

export interface ClaimedDelivery {
  readonly id: number
  /** Already raised: the number to name when settling. */
  readonly attempt: number
  readonly email: string
  readonly domain: string
  readonly subscriber: string
  readonly state: 'pending' | 'deferred'
  readonly tries: number
  readonly doubts: number
  readonly firstTryAt: number | null
}

export type Change =
  /** The body is about to begin. */
  | {
      readonly kind: 'mark'
      readonly sendId: number
      readonly id: number
      readonly attempt: number
      readonly from: 'pending' | 'deferred'
      readonly at: number
    }
  | Settle
  /** A claim given back; nothing happened. */
  | {
      readonly kind: 'release'
      readonly id: number
      readonly attempt: number
      readonly nextAttemptAt: number
    }

export interface Settle {
  readonly kind: 'settle'
  readonly sendId: number
  readonly id: number
  readonly attempt: number
  readonly from: 'pending' | 'deferred' | 'sending'
  readonly state: Exclude<DeliveryState, 'sending'>
  readonly at: number
  readonly tries: number
  readonly doubts: number
  readonly firstTryAt: number | null
  /** A moment exactly where it is still to be sent, pending or deferred. */
  readonly nextAttemptAt: number | null
  /** Always there where it failed or is in doubt. */
  readonly reason: string | null
  readonly reply: string | null
  readonly relay: string | null
  /** The address is not to be written to again. */
  readonly suppress?: {
    readonly addressHash: string
    readonly email: string
    readonly reason: SuppressionReason
    readonly source: string
  }
  /** In the same transaction, where it hit its row. */
  readonly also?: readonly CompiledQuery[]
}

export type Want =
  /** `count` places, one every `intervalMs`, none before now. */
  | {
      readonly kind: 'pace'
      readonly name: string
      readonly intervalMs: number
      readonly count: number
    }
  /** Up to `count` of the `limit` messages that any `windowMs` may hold. */
  | {
      readonly kind: 'quota'
      readonly name: string
      readonly windowMs: number
      readonly limit: number
      /** Negative: so many that were taken at `takenAt` are given back. */
      readonly count: number
      readonly takenAt?: number
    }
  /** Up to `count` of the `limit` messages of one day of the calendar. Negative: given back. */
  | {
      readonly kind: 'day'
      readonly name: string
      /** Days since 1970, by whichever clock the caller goes. */
      readonly day: number
      readonly limit: number
      readonly count: number
    }

export type Grant =
  | { readonly kind: 'pace'; readonly firstAt: number }
  | {
      readonly kind: 'quota'
      readonly count: number
      /** When there may be more; where `count` is less than what was wanted. */
      readonly moreAt: number
    }
  | { readonly kind: 'day'; readonly count: number }
