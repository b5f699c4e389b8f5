// The tables, as types: what stands in each row of the store. One word for one thing, the same here, in SQL,
// in the code and in what commands print. Times are milliseconds since 1970, as the writing machine's clock had
// it; an address hash says which reader a row is about and outlives the address itself.

import type { Generated } from 'kysely'
import type {
  ConsentTable,
  DepartureTable,
  ImportTable,
  MembershipTable,
  SourceTable,
  SubscriberTable,
  WebhookCallTable,
} from './list-tables.ts'

export interface Tables {
  readonly sends: SendTable
  readonly deliveries: DeliveryTable
  readonly exclusions: ExclusionTable
  readonly tallies: TallyTable
  readonly suppressions: SuppressionTable
  readonly relays: RelayTable
  readonly paces: PaceTable
  readonly quotas: QuotaTable
  readonly events: EventTable
  readonly workers: WorkerTable
  readonly letters: LetterTable
  readonly subscribers: SubscriberTable
  readonly memberships: MembershipTable
  readonly consents: ConsentTable
  readonly departures: DepartureTable
  readonly sources: SourceTable
  readonly imports: ImportTable
  readonly webhook_calls: WebhookCallTable
  readonly links: LinkTable
  readonly schema: { version: number }
}

export const SEND_STATES = ['planning', 'planned', 'sending', 'done', 'cancelled'] as const
export type SendState = (typeof SEND_STATES)[number]

export const DELIVERY_STATES = [
  'pending',
  'sending',
  'accepted',
  'failed',
  'deferred',
  'in_doubt',
] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** Why a reader of the list is not sent to. */
export const EXCLUSION_REASONS = [
  'unsubscribed',
  'suppressed',
  'address', // the address, or its row, cannot be used
  'duplicate',
  'already', // this issue went to them before
  'filter', // outside the segment or the tags
  'limit', // beyond --limit, or not in the sample
] as const
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number]

export const SUPPRESSION_REASONS = [
  'unsubscribed',
  'mailbox',
  'complained',
  'removed',
  'erased',
] as const
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number]

/** The sending of one issue: its plan, and how far it is. */
export interface SendTable {
  id: Generated<number>
  /** The issue's slug. */
  issue: string
  /** The publication's list that it is for; null: planned before there were several. */
  list?: string | null
  state: SendState
  /** Who it is from. */
  sender: string
  /** Over all parts of the content. */
  digest: string
  /** JSON: a digest for each part. */
  parts: string
  /** JSON: which readers of the list, and when. */
  selection: string
  created_at: number
  planned_at: number | null
  /** When a run was last begun on it: the last time somebody said yes. */
  confirmed_at: number | null
  started_at: number | null
  ended_at: number | null
  /** The running process's clock, every few seconds. */
  seen_at: number | null
  /** JSON: which process runs it. */
  runner: string | null
  /** JSON: how workers are to send it; null: one process does. */
  workers?: string | null
  /** Since when nothing of it is claimed, although it is being sent; null: it is not paused. */
  paused_at?: number | null
}

/** One row for one issue and one reader: the ledger. */
export interface DeliveryTable {
  id: Generated<number>
  send_id: number
  address_hash: string
  email: string
  /** The receiving domain. */
  domain: string
  /** JSON: the reader as they were when the send was planned. */
  subscriber: string
  state: DeliveryState
  /** Goes up at each claim; whoever settles must name it. */
  attempt: number
  /** 1 while a process holds the row and has not begun its body. */
  claimed: number
  /** How often the reader's side has put the message off. */
  tries: number
  /** How often nobody knew. */
  doubts: number
  /** 0: at once. Null: never, unless it is put back. While claimed: when the claim ends. */
  next_attempt_at: number | null
  /** When the state last changed. */
  changed_at: number | null
  /** When the reader's side first put the message off. */
  first_try_at: number | null
  /** Why it is in this state, in a word. */
  reason: string | null
  /** `550 5.1.1 No such user`, or what was seen instead of a reply. */
  reply: string | null
  relay_id: number | null
  /** Which worker claimed it last; null where one process sends. */
  worker_id?: number | null
}

/** Readers of the list who are not sent to. Those who have the issue already are only counted. */
export interface ExclusionTable {
  id: Generated<number>
  send_id: number
  /** In the list; null for one who was excluded after the plan was made. */
  line: number | null
  email: string
  reason: ExclusionReason
  detail: string | null
}

/** How many rows of a send are in a state; of `excluded`, for each reason. Kept by whatever changes a state. */
export interface TallyTable {
  send_id: number
  state: DeliveryState | 'excluded'
  reason: string
  count: number
  /** The count is the sum over its parts; whoever does not write side by side with others adds to the first, 0. */
  part: Generated<number>
}

/** Addresses that are not written to, whatever any list says. */
export interface SuppressionTable {
  address_hash: string
  /** Null once the address was erased. */
  email: string | null
  reason: SuppressionReason
  suppressed_at: number
  /** What it came from: `send lima-summit`, `web`, `list import`. */
  source: string
}

export interface RelayTable {
  id: Generated<number>
  name: string
}

/** Even pace: when the next message may go. */
export interface PaceTable {
  name: string
  next_at: number
}

/** Messages in a stretch of time. */
export interface QuotaTable {
  name: string
  /** Which stretch: time divided by its length; of a day of the calendar: days since 1970. */
  slot: number
  count: number
}

/** Links of letters whose clicks are counted. */
export interface LinkTable {
  /** In the address that the letter holds. */
  key: string
  issue: string
  url: string
  clicks: number
}

/** A process that sends what it is given. */
export interface WorkerTable {
  id: Generated<number>
  /** `mail-2, process 4711`. */
  name: string
  /** The one relay that it serves; null: all. */
  relay: string | null
  /** Of Pressrun. */
  version: string
  started_at: number
  /** Every few seconds. */
  seen_at: number
  /** Messages that it had accepted. */
  accepted: number
  /** When others took it for gone: from then on it claims nothing. */
  gone_at: number | null
}

/** A letter as all readers get it, for machines that have no file of it. */
export interface LetterTable {
  /** Of the send's content. */
  digest: string
  /** JSON. */
  body: string
  kept_at: number
}

export interface EventTable {
  id: Generated<number>
  send_id: number
  at: number
  kind: string
  detail: string
}
