// Kysely over one connection: it builds every query that is not on the hot path, and runs those that read.

import {
  type DatabaseConnection,
  Kysely,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Tables } from '../tables.ts'
import type { Connection } from './database.ts'

/** @throws PressrunError `store`, from every query. */
export function kyselyOver(connection: Connection): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new Driver({ database: databaseOf(connection) }),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
}

function databaseOf({ prepare, guard }: Connection) {
  return {
    prepare(sql: string) {
      const statement = prepare(sql)
      return {
        reader: statement.reader,
        all: (parameters: readonly unknown[]) => guard(() => statement.all(...parameters)),
        run: (parameters: readonly unknown[]) => guard(() => statement.run(...parameters)),
        iterate(): never {
          throw new Error('streams hold a read open: page by a key instead')
        },
      }
    },
    // The engine closes the connection.
    close() {},
  }
}

class Driver extends SqliteDriver {
  override async beginTransaction(_connection: DatabaseConnection): Promise<void> {
    throw new Error('a transaction may not be open across an await: hand its queries to write()')
  }
}
