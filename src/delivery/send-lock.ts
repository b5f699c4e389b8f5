// One process at a time plans or sends an issue. The lock ends with the process, however that ends.

import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { PressrunError } from '../problem.ts'
import type { Engine, Lock } from '../store/engine.ts'
import { findSend, type Send } from '../store/sends.ts'

/** Which process runs a send. */
export interface Runner {
  readonly pid: number
  readonly host: string
  readonly since: number
}

/** A runner that has not been seen for so long is taken for dead where its process cannot be looked for. */
const UNSEEN_MS = 60_000

/** @throws PressrunError `send` while another process plans or sends this issue */
export async function lockSend(store: Engine, issue: string): Promise<Lock> {
  const lock = await store.lock(`send-${issue}`)
  if (lock) return lock
  const send = await findSend(store, issue)
  const runner = send && runnerOf(send)
  const who = runner ? ` (process ${runner.pid} on ${runner.host})` : ''
  throw new PressrunError(
    {
      code: 'send',
      message: `another process is at work on ${issue}${who}`,
      mend: `Let it end, or stop it; see how far it is with: pressrun status ${issue}`,
    },
    { exitCode: 1 },
  )
}

export const thisRunner = (since: number): Runner => ({
  pid: process.pid,
  host: hostname(),
  since,
})

export function runnerOf({ runner }: Send): Runner | undefined {
  return runner === null ? undefined : (JSON.parse(runner) as Runner)
}

/** Whether a process is sending this now, as far as can be told without its lock. */
export function isRunning(send: Send, now: number): boolean {
  const runner = runnerOf(send)
  if (!runner) return false
  if (runner.host !== hostname()) return now - (send.seen_at ?? 0) < UNSEEN_MS
  try {
    process.kill(runner.pid, 0)
    return !isZombie(runner.pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Dead, and not yet taken note of by whoever began it: in a container that may take for ever. */
function isZombie(pid: number): boolean {
  try {
    // The name in brackets may hold anything; the state comes after it.
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
