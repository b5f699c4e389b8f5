// A copy of a store in a folder of its own: for trying what a command would do.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Engine } from './engine.ts'
import { openStore, STORE_FILE, storeExists } from './open.ts'
import { storeProblem } from './store-problem.ts'

/**
 * What is in the store now, to be written to and thrown away; an empty one where there is none.
 * @returns closing it removes it. @throws PressrunError `store`
 */
export async function copyStore(root: string): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'pressrun-try-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    if (storeExists(root)) await copyInto(root, folder)
    const copy = await openStore(folder, 'write')
    return {
      ...copy,
      async close() {
        await copy.close()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

async function copyInto(root: string, folder: string): Promise<void> {
  mkdirSync(join(folder, '.pressrun'))
  const store = await openStore(root, 'read')
  try {
    await sql`vacuum into ${join(folder, STORE_FILE)}`.execute(store.db)
  } catch (error) {
    throw storeProblem(error, 'temporary files')
  } finally {
    await store.close()
  }
}
