// The engine on Postgres: one database for one publication, shared by as many machines as one likes.

import type { Engine } from '../engine.ts'
import { SCHEMA_VERSION } from '../migrations.ts'
import type { DatabaseAddress } from './address.ts'
import { connect, type Session } from './connection.ts'
import { kyselyOver } from './dialect.ts'
import { freeze } from './freeze.ts'
import { postgresLedger } from './ledger.ts'
import { advisoryLock } from './lock.ts'
import {
  migrate,
  nothingMade,
  refuseHalf,
  refuseNewer,
  refuseUnfit,
  schemaVersion,
} from './migrate.ts'
import { postgresRoll } from './roll.ts'
import { postgresTransfer } from './transfer.ts'

/**
 * @param access `read`: changes nothing.
 * @throws PressrunError `store`
 */
export async function openPostgres(
  address: DatabaseAddress,
  access: 'read' | 'write' | 'fill',
): Promise<Engine> {
  const connection = connect(address, access === 'read' ? 'read' : 'write')
  try {
    await refuseUnfit(connection)
    const db = kyselyOver(connection)
    if (access !== 'read') await migrate(connection, db, access)
    else if (!(await isUpToDate(connection))) await (await openPostgres(address, 'write')).close()
    return {
      kind: 'postgres',
      db,
      ledger: postgresLedger(connection),
      roll: postgresRoll(connection),
      transfer: postgresTransfer(connection),
      freeze: (request) => freeze(connection, request),
      async batches() {
        const { postgresBatches } = await import('./batches.ts')
        return postgresBatches(connection)
      },
      clockAhead: () => clockAhead(connection),
      write: (queries) =>
        connection.atomically('repeatable read', async ({ query }) => {
          const done = await Promise.all(queries.map((one) => query(one)))
          return done.map(({ count }) => count)
        }),
      lock: (name) => advisoryLock(connection, name),
      async close() {
        await db.destroy()
        await connection.close()
      },
    }
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** Who only reads still needs this version's schema. @throws PressrunError `store` where nothing was ever made */
async function isUpToDate(connection: Parameters<typeof schemaVersion>[0]): Promise<boolean> {
  const version = await schemaVersion(connection)
  if (version === 0) throw nothingMade()
  refuseNewer(version)
  refuseHalf(version)
  return version === SCHEMA_VERSION
}

async function clockAhead({ query }: Session): Promise<number> {
  const before = Date.now()
  const { rows } = await query<{ now: number }>({
    sql: `select extract(epoch from clock_timestamp()) * 1000 as now`,
  })
  return Math.round((rows[0]?.now ?? before) - (before + Date.now()) / 2)
}

/** Whether a store was made there. @throws PressrunError `store` where nobody can tell */
export async function postgresExists(address: DatabaseAddress): Promise<boolean> {
  const connection = connect(address, 'read')
  try {
    return (await schemaVersion(connection)) !== 0
  } finally {
    await connection.close()
  }
}
