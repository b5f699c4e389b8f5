// The publication's store: where it lies, and how it is opened.

import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PressrunError } from '../problem.ts'
import type { Engine } from './engine.ts'
import { type DatabaseAddress, databaseAddress } from './postgres/address.ts'
import { storeProblem } from './store-problem.ts'

export const STORE_FILE = '.pressrun/pressrun.db'

/** A publication's folder and what its environment says of the store: a project, as it was loaded, is one. */
export interface Publication {
  readonly root: string
  readonly secrets: {
    /** `PRESSRUN_DATABASE`. */
    readonly databaseUrl?: string
  }
}

/** A folder alone: the SQLite file in it, whatever the environment says. */
export type StorePlace = Publication | string

/** As the user knows it. */
export const storeShown = (place: StorePlace): string => addressOf(place)?.shown ?? STORE_FILE

export function isSamePlace(one: StorePlace, other: StorePlace): boolean {
  const isFile = addressOf(one) === undefined && addressOf(other) === undefined
  return isFile ? rootOf(one) === rootOf(other) : storeShown(one) === storeShown(other)
}

/** @throws PressrunError `store` where nobody can tell */
export async function storeExists(place: StorePlace): Promise<boolean> {
  const address = addressOf(place)
  if (!address) return existsSync(join(rootOf(place), STORE_FILE))
  const { postgresExists } = await import('./postgres/engine.ts')
  return postgresExists(address)
}

/** `fill`: as `write`, for a copy that was cut off in the middle, too. */
export type Access = 'read' | 'write' | 'fill'

/**
 * @param access `write` makes the store where there is none and brings it to this version's schema; `read` works
 * while a send is running and changes nothing.
 * @throws PressrunError `store`
 */
export async function openStore(place: StorePlace, access: Access): Promise<Engine> {
  const address = addressOf(place)
  if (!address) return openFile(rootOf(place), access)
  // Not loaded where nobody has one.
  const { openPostgres } = await import('./postgres/engine.ts')
  return openPostgres(address, access)
}

async function openFile(root: string, access: Access): Promise<Engine> {
  const file = {
    path: join(root, STORE_FILE),
    shown: STORE_FILE,
    locks: join(root, '.pressrun', 'locks'),
  }
  if (access === 'read' && !existsSync(file.path)) {
    throw new PressrunError({
      code: 'store',
      message: 'nothing was ever imported, planned or sent from here: there is no store yet',
      mend: 'Begin with: pressrun list import <file>, or pressrun send <issue> --list <file> --plan-only',
      file: STORE_FILE,
    })
  }
  if (access !== 'read') {
    try {
      mkdirSync(join(root, '.pressrun'), { recursive: true })
    } catch (error) {
      throw storeProblem(error, STORE_FILE)
    }
  }
  const { openSqlite } = await import('./sqlite/engine.ts')
  return openSqlite(file, access)
}

const rootOf = (place: StorePlace) => (typeof place === 'string' ? place : place.root)

function addressOf(place: StorePlace): DatabaseAddress | undefined {
  const url = typeof place === 'string' ? undefined : place.secrets.databaseUrl
  return url === undefined ? undefined : databaseAddress(url)
}
