// New readers on SQLite: prepared statements, since building a query for each of a million takes longer than
// running it.

import type { Entry, Roll } from '../roll.ts'
import { type Connection, runQuery } from './database.ts'

export function sqliteRoll(connection: Connection): Roll {
  return { enter: async (entry) => enter(connection, entry) }
}

/** So many rows are an import. */
const MANY = 1_000
/** Pages of the log before it is written back, 64 MB: pages of an index are met again and again. */
const LOG_PAGES = 16_000

function enter(connection: Connection, { list, sourceId, at, rows, also }: Entry) {
  if (rows.length >= MANY) connection.prepare(`pragma wal_autocheckpoint = ${LOG_PAGES}`).get()
  return connection.atomically(() => {
    const subscriber = connection.prepare(
      `insert into subscribers (address_hash, email, name, first_name, lang, tags, fields,
                                created_at, changed_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    )
    const membership = connection.prepare(
      `insert into memberships (subscriber_id, list, state, since, source_id, proof)
       values (?, ?, ?, ?, ?, ?)`,
    )
    const added = rows.map((row) => {
      const { addressHash, email, name, firstName, lang, tags, fields } = row
      const { changes, lastInsertRowid } = subscriber.run(
        addressHash,
        email,
        name,
        firstName,
        lang,
        tags,
        fields,
        at,
        at,
      )
      if (changes !== 1) return false
      membership.run(lastInsertRowid, list, row.state, row.since, sourceId, row.proof)
      return true
    })
    for (const query of also) runQuery(connection, query)
    return added
  })
}
