// A send paused: nobody more is claimed, by whatever process or worker, until it is resumed. What is under way ends, and
// what was claimed and has not begun is given back. It is still being sent, so that whoever was at it goes on by itself.

import { PressrunError } from '../problem.ts'
import type { Engine } from '../store/engine.ts'
import { noteEvent } from '../store/sends.ts'
import type { SendState } from '../store/tables.ts'
import type { Clock } from './clock.ts'
import { plannedSend, type SendStatus, statusOf } from './status.ts'

export interface Paused {
  /** False: it was so already, and nothing was changed. */
  readonly changed: boolean
  readonly status: SendStatus
}

/**
 * Whoever sends it begins no body any more within seconds.
 * @throws PressrunError `usage` where it was never planned; `send` where it is not being sent
 */
export async function pauseSend(store: Engine, issue: string, clock: Clock): Promise<Paused> {
  const { id, state, paused_at: since } = await plannedSend(store, issue)
  if (!since && state !== 'sending') throw notSending(issue, state)
  const now = clock.now()
  const pause = store.db
    .updateTable('sends')
    .set({ paused_at: now })
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .where('paused_at', 'is', null)
  const changed = (await store.write([pause.compile()]))[0] === 1
  if (changed) await store.write([noteEvent(store, id, now, 'paused')])
  const status = await statusOf(store, issue, clock)
  // It ended in this very moment.
  if (status.pausedAt === null) throw notSending(issue, status.state)
  return { changed, status }
}

/**
 * Whoever waits for it goes on within seconds.
 * @throws PressrunError `usage` where it was never planned
 */
export async function resumeSend(store: Engine, issue: string, clock: Clock): Promise<Paused> {
  const { id } = await plannedSend(store, issue)
  const resume = store.db
    .updateTable('sends')
    .set({ paused_at: null })
    .where('id', '=', id)
    .where('paused_at', 'is not', null)
  const changed = (await store.write([resume.compile()]))[0] === 1
  if (changed) await store.write([noteEvent(store, id, clock.now(), 'resumed')])
  return { changed, status: await statusOf(store, issue, clock) }
}

const WORDS: Readonly<Record<SendState, string>> = {
  planning: 'is still being planned',
  planned: 'is planned and not begun',
  sending: 'is resumed already',
  done: 'is sent already',
  cancelled: 'is cancelled',
}

const notSending = (issue: string, state: SendState) =>
  new PressrunError(
    {
      code: 'send',
      message: `${issue} ${WORDS[state]}, so there is nothing to pause`,
      mend: `See how it stands: pressrun status ${issue}`,
    },
    { exitCode: 1 },
  )
