// One connection to a SQLite file, as the rest of the engine uses it: statements prepared once, transactions that
// take the write lock at their start, and every complaint turned into one clear error. Nothing here knows a table.

import SqliteDatabase from 'better-sqlite3'
import type { CompiledQuery } from 'kysely'
import { PressrunError } from '../../problem.ts'
import { storeProblem } from '../store-problem.ts'

/** How long another program may hold the write lock before that is an error. The event loop waits with it. */
const BUSY_TIMEOUT_MS = 5_000
/** Negative: kibibytes. Small, so that a million readers take no more memory than ten thousand. */
const CACHE_SIZE = -6_000
/** After a large plan the log shrinks back to this. */
const LOG_BYTES_KEPT = 16_000_000
const MOST_STATEMENTS = 300

export type Statement = SqliteDatabase.Statement<unknown[], unknown>

export interface Connection {
  /** Prepared once for each text. */
  prepare(sql: string): Statement
  /** In a transaction that holds the write lock from its start. Whatever is thrown undoes it all. */
  atomically<T>(work: () => T): T
  /** Runs work whose errors may be the database's. */
  guard<T>(work: () => T): T
  close(): void
}

/** @param shown the file as the user knows it. @throws PressrunError `store` */
export function connect(file: string, shown: string, options: { readonly: boolean }): Connection {
  const guard = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw storeProblem(error, shown)
    }
  }
  const database = guard(() => (options.readonly ? openToRead(file) : openToWrite(file, shown)))
  const statements = new Map<string, Statement>()
  const prepare = (sql: string): Statement => {
    const known = statements.get(sql)
    if (known) return known
    if (statements.size >= MOST_STATEMENTS) statements.clear()
    const statement = guard(() => database.prepare(sql)) as Statement
    statements.set(sql, statement)
    return statement
  }
  return {
    prepare,
    guard,
    atomically: (work) =>
      guard(() => {
        prepare('begin immediate').run()
        try {
          const result = work()
          prepare('commit').run()
          return result
        } catch (error) {
          // A full disk ends the transaction by itself.
          if (database.inTransaction) prepare('rollback').run()
          throw error
        }
      }),
    close() {
      database.close()
    },
  }
}

/** Of a transaction. @returns how many rows it touched. */
export function runQuery({ prepare }: Connection, { sql, parameters }: CompiledQuery): number {
  const statement = prepare(sql)
  if (!statement.reader) return statement.run(...parameters).changes
  return statement.all(...parameters).length
}

function openToWrite(file: string, shown: string): SqliteDatabase.Database {
  return tuned(new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS }), (database) => {
    const mode = database.pragma('journal_mode = wal', { simple: true })
    if (mode !== 'wal') throw noWal(shown)
    // Each commit is on disk before it returns: a ledger that may forget is none.
    database.pragma('synchronous = full')
    database.pragma(`journal_size_limit = ${LOG_BYTES_KEPT}`)
  })
}

/** Even this writes: SQLite keeps the log's index beside the file while anybody has it open. */
function openToRead(file: string): SqliteDatabase.Database {
  const options = { timeout: BUSY_TIMEOUT_MS, readonly: true, fileMustExist: true }
  return tuned(new SqliteDatabase(file, options))
}

function tuned(
  database: SqliteDatabase.Database,
  tune: (database: SqliteDatabase.Database) => void = () => {},
): SqliteDatabase.Database {
  try {
    tune(database)
    database.pragma(`cache_size = ${CACHE_SIZE}`)
    // Reads the file's head, so that what is no database says so here.
    database.prepare('select count(*) from sqlite_master').get()
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function noWal(file: string): PressrunError {
  return new PressrunError(
    {
      code: 'store',
      message: 'the file system under the store cannot share memory between programs',
      mend: 'Keep the publication on a local disk, not on a network share.',
      file,
    },
    { exitCode: 1 },
  )
}
