// A store's rows taken out and put in as they are, ids included: for moving a publication to another engine.

import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** Workers are processes, and move by themselves. */
export type TableName = Exclude<keyof Tables, 'schema' | 'workers'>
export type Row = Readonly<Record<string, string | number | null>>

export interface Transfer {
  /** @throws PressrunError `store` */
  moment(): Promise<Moment>
  /** All or nothing. @throws PressrunError `store` */
  fill(table: TableName, rows: readonly Row[]): Promise<void>
  /** Rows that number themselves go on behind those that were put in. @throws PressrunError `store` */
  numberOn(table: TableName): Promise<void>
}

/** The store as it is now: what is written meanwhile is not seen. */
export interface Moment {
  readonly db: Kysely<Tables>
  end(): Promise<void>
}

/** Every table with its key, those that others refer to first. */
export const TABLE_KEYS = {
  sends: ['id'],
  relays: ['id'],
  deliveries: ['id'],
  exclusions: ['id'],
  tallies: ['send_id', 'state', 'reason', 'part'],
  suppressions: ['address_hash'],
  departures: ['list', 'address_hash'],
  paces: ['name'],
  quotas: ['name', 'slot'],
  events: ['id'],
  letters: ['digest'],
  sources: ['id'],
  imports: ['source_id'],
  subscribers: ['id'],
  memberships: ['subscriber_id', 'list'],
  consents: ['id'],
  webhook_calls: ['id'],
  links: ['key'],
} as const satisfies Readonly<Record<TableName, readonly string[]>>

export const TABLES = Object.keys(TABLE_KEYS) as readonly TableName[]

export const numbersItself = (table: TableName): boolean => TABLE_KEYS[table][0] === 'id'
