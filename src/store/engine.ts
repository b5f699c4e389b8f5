// What differs between databases, and nothing else. Whatever is asked of a store goes through here; a second
// engine is a second file that fills this interface, and passes the same contract tests.
//
// A transaction is never open across an `await` of the caller: what must be one is handed over as a list.

import type { CompiledQuery, Kysely } from 'kysely'
import type { Batches } from './batches.ts'
import type { Freeze } from './freeze.ts'
import type { Ledger } from './ledger.ts'
import type { Roll } from './roll.ts'
import type { Tables } from './tables.ts'
import type { Transfer } from './transfer.ts'

export interface Engine {
  readonly kind: 'sqlite' | 'postgres'
  /** Builds queries, and reads. It refuses transactions: `write` makes them. */
  readonly db: Kysely<Tables>
  readonly ledger: Ledger
  readonly roll: Roll
  readonly transfer: Transfer
  /** Absent where the list is read and judged by the process: that is as quick on the same machine. */
  readonly freeze?: Freeze
  /** Absent where one process sends. @throws PressrunError `store` */
  readonly batches?: () => Promise<Batches>
  /** How many milliseconds its clock is ahead of this machine's. @throws PressrunError `store` */
  readonly clockAhead?: () => Promise<number>
  /**
   * All or nothing, in order, durable when it resolves.
   * @returns how many rows each statement touched.
   * @throws PressrunError `store`
   */
  write(queries: readonly CompiledQuery[]): Promise<readonly number[]>
  /**
   * A lock that ends with its holder, even where the holder is killed.
   * @returns undefined while another holds it.
   */
  lock(name: string): Promise<Lock | undefined>
  close(): Promise<void>
}

export interface Lock {
  /** False once the connection that it hung on is known to be gone: another may have it. */
  isHeld(): boolean
  release(): Promise<void>
}

/** What a store is made with. */
export interface Column {
  /** Type of a primary key that numbers itself. */
  readonly identity: 'integer' | 'bigserial'
  /** Type of a text that rows are found by: put in order byte by byte. */
  readonly key: 'text' | 'text collate "C"'
  /** Ends the making of a table that is to lie in the order of its key, where an engine has that. */
  readonly keyOrder: string
  /** Last columns of an index whose rows are wanted in the order of their ids, where an index does not hold these by itself. */
  readonly rowOrder: readonly 'id'[]
  /** Leaves room on a table's pages for rows that change soon, where an engine writes a changed row anew. */
  readonly loosen?: (table: string) => string
}
