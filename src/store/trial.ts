// A copy of a store in a folder of its own: for trying what a send would do.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Engine } from './engine.ts'
import { openStore, STORE_FILE, type StorePlace, storeExists } from './open.ts'
import { rowsOf } from './rows.ts'
import { storeProblem } from './store-problem.ts'
import type { TableName } from './transfer.ts'

/** What a send reads and writes; the list is read where it is. */
const OF_SENDS: readonly TableName[] = [
  'sends',
  'relays',
  'deliveries',
  'exclusions',
  'tallies',
  'suppressions',
  'departures',
  'paces',
  'quotas',
]

/**
 * What is in the store now, to be written to and thrown away; an empty one where there is none.
 * @returns closing it removes it. @throws PressrunError `store`
 */
export async function trialStore(place: StorePlace): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'pressrun-try-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const copy = (await storeExists(place)) ? await copyInto(place, folder) : undefined
    const trial = copy ?? (await openStore(folder, 'write'))
    return {
      ...trial,
      async close() {
        await trial.close()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

async function copyInto(place: StorePlace, folder: string): Promise<Engine> {
  const store = await openStore(place, 'read')
  try {
    if (store.kind === 'postgres') return await copySends(store, folder)
    mkdirSync(join(folder, '.pressrun'))
    await sql`vacuum into ${join(folder, STORE_FILE)}`.execute(store.db)
  } catch (error) {
    throw storeProblem(error, 'temporary files')
  } finally {
    await store.close()
  }
  return openStore(folder, 'write')
}

async function copySends(store: Engine, folder: string): Promise<Engine> {
  const trial = await openStore(folder, 'write')
  const moment = await store.transfer.moment()
  try {
    for (const table of OF_SENDS)
      for await (const rows of rowsOf(moment.db, table)) await trial.transfer.fill(table, rows)
    return trial
  } catch (error) {
    await trial.close()
    throw error
  } finally {
    await moment.end()
  }
}
