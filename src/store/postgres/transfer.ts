// Rows out of Postgres and into it, as they are.

import type { Transfer } from '../transfer.ts'
import { type Connection, rowsParameter } from './connection.ts'
import { kyselyOver } from './dialect.ts'

export function postgresTransfer(connection: Connection): Transfer {
  return {
    async moment() {
      const session = await connection.alone()
      await session.query({ sql: 'begin isolation level repeatable read read only' })
      await session.query({ sql: 'set local idle_in_transaction_session_timeout = 0' })
      // It sees what was there at its first read.
      await session.query({ sql: 'select version from "schema"' })
      return { db: kyselyOver(session), end: () => session.end() }
    },
    async fill(table, rows) {
      if (rows.length === 0) return
      await connection.query({
        sql: `insert into ${table} select * from json_populate_recordset(null::${table}, $1)`,
        parameters: [rowsParameter(rows)],
      })
    },
    async numberOn(table) {
      await connection.query({
        sql: `select setval(pg_get_serial_sequence('${table}', 'id'), coalesce(max(id), 0) + 1, false)
              from ${table}`,
      })
    },
  }
}
