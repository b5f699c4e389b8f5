// The publication's store: where it lies, and how it is opened.

import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PressrunError } from '../problem.ts'
import type { Engine } from './engine.ts'
import { openSqlite } from './sqlite/engine.ts'
import { storeProblem } from './store-problem.ts'

export const STORE_FILE = '.pressrun/pressrun.db'

export const storeExists = (root: string): boolean => existsSync(join(root, STORE_FILE))

/**
 * @param root the publication's folder.
 * @param access `write` makes the store where there is none and brings it to this version's schema; `read` works
 * while a send is running and changes nothing.
 * @throws PressrunError `store`
 */
export async function openStore(root: string, access: 'read' | 'write'): Promise<Engine> {
  const file = {
    path: join(root, STORE_FILE),
    shown: STORE_FILE,
    locks: join(root, '.pressrun', 'locks'),
  }
  if (access === 'read' && !storeExists(root)) {
    throw new PressrunError({
      code: 'store',
      message: 'nothing was ever imported, planned or sent from here: there is no store yet',
      mend: 'Begin with: pressrun list import <file>, or pressrun send <issue> --list <file> --plan-only',
      file: STORE_FILE,
    })
  }
  if (access === 'write') {
    try {
      mkdirSync(join(root, '.pressrun'), { recursive: true })
    } catch (error) {
      throw storeProblem(error, STORE_FILE)
    }
  }
  return openSqlite(file, access)
}
