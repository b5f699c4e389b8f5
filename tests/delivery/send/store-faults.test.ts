// A store that fails in the middle of a send: real SQLite, made to fail.

import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { STORE_FILE } from '../../../src/store/open.ts'
import { recount } from '../../../src/store/tallies.ts'
import { type Place, place, plan, readers } from './fixture.ts'
import { apply, type Scripted, scripted } from './scripted.ts'

const LANES = 3
const problem = (message: RegExp) => ({
  problems: [{ code: 'store', message: expect.stringMatching(message), mend: expect.any(String) }],
})

/** Sends once more with a store that is well: nobody is lost, nobody has it twice. */
async function goOn(here: Place, before: Scripted): Promise<void> {
  const relay = scripted()
  const { counts, foundInDoubt } = await apply({ ...here, store: await here.again() }, relay)
  expect(foundInDoubt).toBeLessThanOrEqual(LANES)
  expect(counts.states.accepted + counts.states.in_doubt).toBe(300)
  expect(relay.bodies.filter((to) => before.bodies.includes(to))).toEqual([])
  expect(counts).toEqual(await recount(here.store, 1))
}

it('stops when another program locks the store in the middle of a send, and goes on later', async () => {
  const here = await place()
  await plan(here, readers(300))
  await sql`pragma busy_timeout = 20`.execute(here.store.db)
  const other = new SqliteDatabase(join(here.root, STORE_FILE))
  let bodies = 0
  const relay: Scripted = scripted(() => {
    if (relay.tried.length === 50) {
      other.exec('begin immediate')
      bodies = relay.bodies.length
    }
    return 'accept'
  })
  await expect(apply(here, relay)).rejects.toMatchObject(problem(/another program holds the store/))
  expect(relay.bodies).toHaveLength(bodies)
  other.exec('rollback')
  other.close()
  await goOn(here, relay)
})

it('stops when the disk is full in the middle of a send, and is none the worse', async () => {
  const here = await place()
  await plan(here, readers(300))
  let bodies = 0
  const long = 'x'.repeat(400)
  const relay: Scripted = scripted(async (to) => {
    if (relay.tried.length === 50) {
      await sql`pragma wal_checkpoint(truncate)`.execute(here.store.db)
      await sql`pragma max_page_count = 1`.execute(here.store.db)
    }
    bodies = relay.bodies.length
    // What is written of it takes more room than there is.
    return Number(/\d+/.exec(to)?.[0]) % 2 ? 'accept' : `451 4.3.0 ${long}`
  })
  await expect(apply(here, relay)).rejects.toMatchObject(problem(/disk is full/))
  expect(relay.bodies.length).toBeLessThanOrEqual(bodies + LANES)
  await goOn(here, relay)
})
