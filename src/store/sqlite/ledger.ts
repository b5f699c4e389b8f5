// The hot path on SQLite. Each call is one transaction, done when the function returns.
//
// On the thread that sends, and not in a worker: measured on two cores with ten lanes of 100 kB letters to a sink
// in another process, RSA signatures on, seven runs each by turns, medians: 1,996 messages a second here, 1,861
// with the database in a worker thread. A commit, of two to three messages then, took 0.3 ms; posting it to a thread and
// waking up again cost as much as that saved, and the thread fought the signatures for the second core.
// Prepared statements and not Kysely: building, compiling and awaiting one Kysely update takes longer than
// SQLite takes for ten of these.

import type { Change, Ledger, NewDelivery, NewExclusion, Settle } from '../ledger.ts'
import { claim } from './claim.ts'
import { type Connection, runQuery } from './database.ts'
import { reserve } from './reserve.ts'
import { type Tally, tally } from './tally.ts'

export function sqliteLedger(connection: Connection): Ledger {
  const relays = relayIds(connection)
  return {
    insert: async (sendId, rows) => insert(connection, sendId, rows),
    exclude: async (sendId, rows) => exclude(connection, sendId, rows),
    claim: async (request) => claim(connection, request),
    reserve: async (wants, now) => reserve(connection, wants, now),
    async record(changes) {
      try {
        return connection.atomically(() => {
          const tallies = tally(connection)
          const hits = changes.map((change) => apply(connection, change, tallies, relays))
          tallies.write()
          return hits
        })
      } catch (error) {
        // Ids that were rolled back are nobody's.
        relays.forget()
        throw error
      }
    },
  }
}

function insert(
  connection: Connection,
  sendId: number,
  rows: readonly NewDelivery[],
): readonly boolean[] {
  return connection.atomically(() => {
    const statement = connection.prepare(
      `insert into deliveries (send_id, address_hash, email, domain, subscriber, state, attempt,
                               claimed, tries, doubts, next_attempt_at)
       values (?, ?, ?, ?, ?, 'pending', 0, 0, 0, 0, ?) on conflict do nothing`,
    )
    const added = rows.map((row) => {
      const { addressHash, email, domain, subscriber, notBefore } = row
      return statement.run(sendId, addressHash, email, domain, subscriber, notBefore).changes === 1
    })
    const tallies = tally(connection)
    tallies.add(sendId, 'pending', added.filter(Boolean).length)
    tallies.write()
    return added
  })
}

function exclude(connection: Connection, sendId: number, rows: readonly NewExclusion[]): void {
  connection.atomically(() => {
    const statement = connection.prepare(
      'insert into exclusions (send_id, line, email, reason, detail) values (?, ?, ?, ?, ?)',
    )
    const tallies = tally(connection)
    for (const { line, email, reason, detail } of rows) {
      if (reason !== 'already') statement.run(sendId, line, email, reason, detail ?? null)
      tallies.add(sendId, 'excluded', 1, reason)
    }
    tallies.write()
  })
}

function apply(connection: Connection, change: Change, tallies: Tally, relays: RelayIds): boolean {
  const { prepare } = connection
  switch (change.kind) {
    case 'mark': {
      const { sendId, id, attempt, from, at } = change
      const hit =
        prepare(
          `update deliveries set state = 'sending', claimed = 0, next_attempt_at = null, changed_at = ?
           where id = ? and attempt = ? and state = ? and claimed = 1`,
        ).run(at, id, attempt, from).changes === 1
      if (hit) {
        tallies.add(sendId, from, -1)
        tallies.add(sendId, 'sending', 1)
      }
      return hit
    }
    case 'settle':
      return settle(connection, change, tallies, relays)
    case 'release': {
      const { id, attempt, nextAttemptAt } = change
      return (
        prepare(
          `update deliveries set claimed = 0, next_attempt_at = ?
           where id = ? and attempt = ? and claimed = 1`,
        ).run(nextAttemptAt, id, attempt).changes === 1
      )
    }
  }
}

function settle(connection: Connection, change: Settle, tallies: Tally, relays: RelayIds): boolean {
  const { prepare } = connection
  const { sendId, id, attempt, from, state, suppress, also = [] } = change
  const { changes } = prepare(
    `update deliveries
     set state = ?, claimed = 0, changed_at = ?, tries = ?, doubts = ?, first_try_at = ?,
         next_attempt_at = ?, reason = ?, reply = ?, relay_id = ?
     where id = ? and attempt = ? and state = ?`,
  ).run(
    state,
    change.at,
    change.tries,
    change.doubts,
    change.firstTryAt,
    change.nextAttemptAt,
    change.reason,
    change.reply,
    change.relay === null ? null : relays.idOf(change.relay),
    id,
    attempt,
    from,
  )
  if (changes !== 1) return false
  tallies.add(sendId, from, -1)
  tallies.add(sendId, state, 1)
  if (suppress) {
    prepare(
      `insert into suppressions (address_hash, email, reason, suppressed_at, source)
       values (?, ?, ?, ?, ?) on conflict do nothing`,
    ).run(suppress.addressHash, suppress.email, suppress.reason, change.at, suppress.source)
  }
  for (const query of also) runQuery(connection, query)
  return true
}

interface RelayIds {
  idOf(name: string): number
  forget(): void
}

/** A relay's name stands in a million rows: they hold its number. */
function relayIds({ prepare }: Connection): RelayIds {
  const known = new Map<string, number>()
  return {
    forget: () => known.clear(),
    idOf(name) {
      const id = known.get(name)
      if (id !== undefined) return id
      prepare('insert into relays (name) values (?) on conflict do nothing').run(name)
      const row = prepare('select id from relays where name = ?').get(name) as { id: number }
      known.set(name, row.id)
      return row.id
    },
  }
}
