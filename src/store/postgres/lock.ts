// A lock that dies with its holder: an advisory lock on a connection of its own. The server lets go of it when the
// connection ends, however that happens, so it needs no heartbeat and no cleaning up after a kill, and a process that
// was stopped (SIGSTOP) still holds it. Where the connection is lost and the process lives on, another may take over;
// attempt numbers keep the first from settling or sending anything then.

import { createHash } from 'node:crypto'
import type { Lock } from '../engine.ts'
import type { Connection } from './connection.ts'

/** @returns undefined while another holds it, this process included. @throws PressrunError `store` */
export async function advisoryLock(
  connection: Connection,
  name: string,
): Promise<Lock | undefined> {
  const session = await connection.alone()
  try {
    const { rows } = await session.query<{ held: boolean }>({
      sql: 'select pg_try_advisory_lock($1::bigint) as held',
      parameters: [lockKey(name)],
    })
    if (rows[0]?.held) return { isHeld: session.isOpen, release: () => session.end() }
  } catch (error) {
    await session.end()
    throw error
  }
  await session.end()
  return undefined
}

/** 64 bits as Postgres writes them. */
export const lockKey = (name: string): string =>
  createHash('sha256').update(`pressrun ${name}`).digest().readBigInt64BE(0).toString()
