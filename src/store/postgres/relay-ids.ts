// A relay's name stands in a million rows: they hold its number.

import type { Session } from './connection.ts'

/** Made outside of any transaction: what is known here was never undone. */
export function relayIds({ query }: Session): (name: string) => Promise<number> {
  const known = new Map<string, number>()
  return async (name) => {
    const id = known.get(name)
    if (id !== undefined) return id
    await query({
      sql: 'insert into relays (name) values ($1) on conflict do nothing',
      parameters: [name],
    })
    const { rows } = await query<{ id: number }>({
      sql: 'select id from relays where name = $1',
      parameters: [name],
    })
    const made = (rows[0] as { id: number }).id
    known.set(name, made)
    return made
  }
}
