// The tables of the list, as types: who reads the publication, on which lists they are, and since when, how and from
// where: the proof of consent. What is sent to whom is in `tables.ts`.

import type { Generated } from 'kysely'

/**
 * How a reader stands on a list. `pending`: asked to join and has not confirmed. `bounced`: the mailbox is no more.
 * Whoever was erased has no row: the suppression of their address alone is kept.
 */
export const MEMBERSHIP_STATES = [
  'pending',
  'active',
  'unsubscribed',
  'bounced',
  'complained',
] as const
export type MembershipState = (typeof MEMBERSHIP_STATES)[number]

/** How it came to be so. */
export const SOURCE_WAYS = [
  'import', // a file
  'command', // somebody at the command line
  'form', // the subscribe form
  'confirm', // the link in the mail that asks
  'one-click', // the button of the mail program (RFC 8058)
  'page', // a button on our own page
  'mail', // a mail to the address for leaving
  'bounce',
  'complaint',
] as const
export type SourceWay = (typeof SOURCE_WAYS)[number]

export interface SubscriberTable {
  id: Generated<number>
  address_hash: string
  email: string
  name: string
  first_name: string
  lang: string
  /** JSON: a list of texts. */
  tags: string
  /** JSON: an object. */
  fields: string
  created_at: number
  /** Of name, language, tags and fields. */
  changed_at: number
}

/** One row for a reader on a list: as it is now. */
export interface MembershipTable {
  subscriber_id: number
  list: string
  state: MembershipState
  since: number
  source_id: number
  /** JSON, where the source alone is no proof: when and from where they asked, which words they agreed to. */
  proof: string | null
}

/** Whoever left one list and may stay on others: no letter of that list goes to the address. */
export interface DepartureTable {
  list: string
  address_hash: string
  email: string
  left_at: number
  /** What it came from, as a suppression's. */
  source: string
}

/** A call that has not arrived yet. Those that have are gone. */
export interface WebhookCallTable {
  id: Generated<number>
  /** The same at each attempt. */
  message_id: string
  url: string
  event: string
  /** Whom it is about. */
  address_hash: string
  /** JSON. */
  body: string
  created_at: number
  attempts: number
  /** Null: given up. */
  next_attempt_at: number | null
  /** Of the last attempt. */
  problem: string | null
}

/** What a membership was before, each time it changed. */
export interface ConsentTable {
  id: Generated<number>
  subscriber_id: number
  list: string
  state: MembershipState
  since: number
  source_id: number
  proof: string | null
}

/** Where rows came from: one for an import, one for each way and place otherwise. */
export interface SourceTable {
  id: Generated<number>
  way: SourceWay
  /** The file's name, the page's path. */
  place: string
  /** Why that was right, in the words of whoever did it. */
  note: string
  at: number
}

/** How far an import is, so that one that was cut off goes on. */
export interface ImportTable {
  source_id: number
  /** Which file, and how it was asked for. */
  stamp: string
  /** Rows of the file that are done. */
  rows: number
  /** JSON: what became of them. */
  tally: string
  ended_at: number | null
}
