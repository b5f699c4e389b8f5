// What a worker is given, what its parts share, and how long it may be silent.

import type { Limits } from '../project/project.ts'
import type { Batch } from '../store/batches.ts'
import type { Engine } from '../store/engine.ts'
import type { Send } from '../store/sends.ts'
import type { DeliveryState } from '../store/tables.ts'
import type { MakeMessage, OnBounce, Step } from './attempt.ts'
import type { Clock } from './clock.ts'
import type { RelayTransport } from './relay-transports.ts'
import type { Backoff } from './retry-time.ts'
import type { Rules } from './settlement.ts'

export interface WorkerInput {
  readonly store: Engine
  /** `mail-2, process 4711`. */
  readonly name: string
  /** The one relay that it serves. */
  readonly relay?: string
  readonly version: string
  /** @throws PressrunError `send`, `config` where it cannot make letters of this send: it takes none of it. */
  makerFor(send: Send): Promise<MakeMessage>
  readonly relays: readonly RelayTransport[]
  readonly limits: Limits
  readonly rules?: Partial<Rules>
  readonly senderBackoff?: Backoff
  readonly beatMs?: number
  /** After so long without a sign a worker is taken for gone, even if its connection stands: it was stopped. */
  readonly leaseMs?: number
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
  readonly stop: AbortSignal
  readonly atOnce?: AbortSignal
  readonly graceMs?: number
  readonly onBounce?: (send: Send) => OnBounce
  /** A sentence for whoever watches. */
  readonly onWord: (sentence: string) => void
  readonly onStep?: (step: Step) => void
  /** What became of a message is on disk. */
  readonly onSettled?: (issue: string, to: DeliveryState) => void
  /** The store is there, or it is waited for. */
  readonly onStore?: (isThere: boolean) => void
}

/** What it does between looks, and what the parts of it share. */
export interface Worker extends WorkerInput {
  readonly id: number
  /** Messages that were accepted. */
  accepted: number
  /** Workers that are there, itself among them, as it last looked; before that there may be any number. */
  crew: number
  /** Told every few seconds, beside the sign. */
  pulse: (() => Promise<void>) | undefined
  /** Sends that it takes nothing of, unless they are given out anew. */
  readonly refused: Set<string>
  /** Batches that are for others. */
  readonly owed: { readonly sendId: number; readonly batch: Batch }[]
  /** By the digest of the content: letters are large. */
  readonly makers: Map<string, MakeMessage>
}

export const BEAT_MS = 2_000
/**
 * The longest that a message may take from its mark to its record: two minutes for the reply to DATA, three for each
 * stretch of the body, ten for the reply to the final dot (RFC 5321). Whoever has not signed for so long is not at it.
 */
export const LEASE_MS = 1_200_000

/** Held by a worker for as long as its connection stands. */
export const lockName = (id: number) => `worker-${id}`
