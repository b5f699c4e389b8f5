// New readers on Postgres: a batch is one parameter in JSON, and one statement.

import type { Entry, NewSubscriber, Roll } from '../roll.ts'
import { type Connection, rowsParameter } from './connection.ts'

export function postgresRoll(connection: Connection): Roll {
  return {
    enter: (entry) =>
      connection.atomically('read committed', async (session) => {
        const { rows } = await session.query<{ hash: string }>({
          name: 'enter',
          sql: ENTER,
          parameters: [rowsParameter(firsts(entry)), entry.list, entry.sourceId, entry.at],
        })
        for (const query of entry.also) await session.query(query)
        const added = new Set(rows.map(({ hash }) => hash))
        return entry.rows.map(({ addressHash }) => added.delete(addressHash))
      }),
  }
}

/** Of one address that comes twice, the first row. */
function firsts({ rows }: Entry): readonly NewSubscriber[] {
  const seen = new Set<string>()
  return rows.filter(({ addressHash: hash }) => !seen.has(hash) && seen.add(hash))
}

const ENTER = `with reader as materialized (
    select * from json_to_recordset($1) as reader (
      "addressHash" text, email text, name text, "firstName" text, lang text, tags text,
      fields text, state text, since bigint, proof text)
  ), added as (
    insert into subscribers (address_hash, email, name, first_name, lang, tags, fields,
                             created_at, changed_at)
    select "addressHash", email, name, "firstName", lang, tags, fields, $4::bigint, $4::bigint
    from reader
    on conflict do nothing returning id, address_hash
  ), listed as (
    insert into memberships (subscriber_id, list, state, since, source_id, proof)
    select added.id, $2::text, reader.state, reader.since, $3::bigint, reader.proof
    from added join reader on reader."addressHash" = added.address_hash
  )
  select address_hash as hash from added`
