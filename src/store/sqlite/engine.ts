// The engine on SQLite: one file in the publication's own folder, nothing to install.

import { join } from 'node:path'
import type { Engine } from '../engine.ts'
import { SCHEMA_VERSION } from '../migrations.ts'
import { type Connection, connect, runQuery } from './database.ts'
import { kyselyOver } from './dialect.ts'
import { sqliteLedger } from './ledger.ts'
import { lockFile } from './lock.ts'
import { migrate, refuseHalf, refuseNewer, schemaVersion } from './migrate.ts'
import { sqliteRoll } from './roll.ts'
import { sqliteTransfer } from './transfer.ts'

export interface SqliteFile {
  /** Absolute. */
  readonly path: string
  /** As the user knows it. */
  readonly shown: string
  /** Absolute: where locks are held. */
  readonly locks: string
}

/**
 * @param access `read`: while another process writes, and without changing anything.
 * @throws PressrunError `store`
 */
export function openSqlite(file: SqliteFile, access: 'read' | 'write' | 'fill'): Engine {
  if (access === 'read') bringUpToDate(file)
  const connection = connect(file.path, file.shown, { readonly: access === 'read' })
  try {
    const db = kyselyOver(connection)
    if (access !== 'read') migrate(connection, db, file.shown, access)
    return {
      kind: 'sqlite',
      db,
      ledger: sqliteLedger(connection),
      roll: sqliteRoll(connection),
      transfer: sqliteTransfer(connection, file),
      write: async (queries) => write(connection, queries),
      lock: async (name) => lockFile(join(file.locks, `${name}.lock`), file.shown),
      async close() {
        await db.destroy()
        connection.close()
      },
    }
  } catch (error) {
    connection.close()
    throw error
  }
}

/** Who only reads still needs this version's schema: an older one is brought to it first. */
function bringUpToDate(file: SqliteFile): void {
  const connection = connect(file.path, file.shown, { readonly: true })
  let version: number
  try {
    version = schemaVersion(connection, file.shown)
    refuseNewer(version, file.shown)
    refuseHalf(version, file.shown)
  } finally {
    connection.close()
  }
  if (version < SCHEMA_VERSION) void openSqlite(file, 'write').close()
}

function write(connection: Connection, queries: Parameters<Engine['write']>[0]): readonly number[] {
  return connection.atomically(() => queries.map((query) => runQuery(connection, query)))
}
