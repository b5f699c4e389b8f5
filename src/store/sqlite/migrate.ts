// Brings a SQLite file to the schema of this version, or says why it cannot.

import type { Kysely } from 'kysely'
import { PressrunError } from '../../problem.ts'
import type { Column } from '../engine.ts'
import { MIGRATIONS, SCHEMA_VERSION } from '../migrations.ts'
import { halfCopied } from '../store-problem.ts'
import type { Tables } from '../tables.ts'
import type { Connection } from './database.ts'

export const COLUMN: Column = {
  identity: 'integer',
  key: 'text',
  keyOrder: 'without rowid',
  rowOrder: [],
}

/** 0: nothing was ever made here. @throws PressrunError `store` for a file that is somebody else's database */
export function schemaVersion({ prepare, guard }: Connection, shown: string): number {
  return guard(() => {
    const names = prepare(`select name from sqlite_master where type = 'table'`).all() as {
      name: string
    }[]
    if (names.length === 0) return 0
    if (!names.some(({ name }) => name === 'schema')) {
      throw new PressrunError({
        code: 'store',
        message: 'this is a database, but not a store of Pressrun',
        mend: 'Move the file aside.',
        file: shown,
      })
    }
    return (prepare('select version from schema').get() as { version: number }).version
  })
}

/** @throws PressrunError `store` where a newer Pressrun made the schema */
export function refuseNewer(version: number, shown: string): void {
  if (version <= SCHEMA_VERSION) return
  throw new PressrunError({
    code: 'store',
    message: `a newer Pressrun made this store (schema ${version}; this one knows up to ${SCHEMA_VERSION})`,
    mend: 'Update Pressrun: npm install pressrun@latest',
    file: shown,
  })
}

/** @throws PressrunError `store` where a copy into it was cut off */
export function refuseHalf(version: number, shown: string): void {
  if (version < 0) throw halfCopied(shown)
}

/** Each step in a transaction of its own; a kill in between leaves a whole schema of some version. */
export function migrate(
  connection: Connection,
  db: Kysely<Tables>,
  shown: string,
  access: 'write' | 'fill',
): void {
  for (;;) {
    const done = connection.atomically(() => {
      // Looked at again under the lock: another process may be doing the same.
      const version = schemaVersion(connection, shown)
      refuseNewer(version, shown)
      if (access === 'write') refuseHalf(version, shown)
      const step = MIGRATIONS[version]
      if (!step) {
        // A store that may only be read says so now, and not when something was sent already.
        connection.prepare('update schema set version = version').run()
        return true
      }
      const queries = step.up(db as unknown as Kysely<unknown>, COLUMN)
      for (const { sql, parameters } of queries) connection.prepare(sql).run(...parameters)
      connection
        .prepare(
          version === 0 ? 'create table schema (version integer not null)' : 'delete from schema',
        )
        .run()
      connection.prepare('insert into schema values (?)').run(version + 1)
      return false
    })
    if (done) return
  }
}
