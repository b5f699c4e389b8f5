// Kysely over the pool, or over one session: it builds every query that is not on the hot path, and runs those that read.

import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Tables } from '../tables.ts'
import type { Session } from './connection.ts'

/** @throws PressrunError `store`, from every query. */
export function kyselyOver(session: Session): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driverOf(session),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
}

function driverOf(session: Session): Driver {
  const one: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, count } = await session.query<R>({ sql, parameters })
      return { rows: [...rows], numAffectedRows: BigInt(count) }
    },
    streamQuery(): never {
      throw new Error('streams hold a read open: page by a key instead')
    },
  }
  const nothing = async () => {}
  const refuse = async () => {
    throw new Error('a transaction may not be open across an await: hand its queries to write()')
  }
  return {
    ...{ init: nothing, releaseConnection: nothing, destroy: nothing },
    ...{ beginTransaction: refuse, commitTransaction: refuse, rollbackTransaction: refuse },
    acquireConnection: async () => one,
  }
}
