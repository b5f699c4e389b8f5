// Rows out of SQLite and into it, as they are.

import type { Transfer } from '../transfer.ts'
import { type Connection, connect } from './database.ts'
import { kyselyOver } from './dialect.ts'

export function sqliteTransfer(
  connection: Connection,
  { path, shown }: { readonly path: string; readonly shown: string },
): Transfer {
  return {
    async moment() {
      const reading = connect(path, shown, { readonly: true })
      // A transaction sees the file as it was at its first read.
      reading.prepare('begin').run()
      reading.guard(() => reading.prepare('select version from schema').get())
      return { db: kyselyOver(reading), end: async () => reading.close() }
    },
    async fill(table, rows) {
      const [first] = rows
      if (!first) return
      const columns = Object.keys(first)
      connection.atomically(() => {
        const insert = connection.prepare(
          `insert into ${table} (${columns.map((name) => `"${name}"`).join(', ')})
           values (${columns.map(() => '?').join(', ')})`,
        )
        for (const row of rows) insert.run(...columns.map((name) => row[name]))
      })
    },
    // A new id is one more than the highest.
    async numberOn() {},
  }
}
