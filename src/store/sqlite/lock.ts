// A lock that dies with its holder: an exclusive transaction on an empty database file beside the store. The
// operating system holds it for the process, so it needs no heartbeat and no cleaning up after a kill, and a process
// that was stopped (SIGSTOP) still holds it. The file itself stays; only the lock on it means anything.

import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import type { Lock } from '../engine.ts'
import { storeProblem } from '../store-problem.ts'

/** @returns undefined while another holds it, this process included. @throws PressrunError `store` */
export function lockFile(file: string, shown: string): Lock | undefined {
  let database: SqliteDatabase.Database | undefined
  try {
    mkdirSync(dirname(file), { recursive: true })
    database = new SqliteDatabase(file, { timeout: 0 })
    database.exec('begin exclusive')
  } catch (error) {
    database?.close()
    if (String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) return undefined
    throw storeProblem(error, shown)
  }
  const held = database
  return { isHeld: () => held.open, release: async () => void held.close() }
}
