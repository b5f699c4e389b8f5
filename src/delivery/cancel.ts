// A send cancelled: nobody more is claimed, by whatever process. Who was not written to yet stays so in the ledger.

import { PressrunError } from '../problem.ts'
import type { Engine } from '../store/engine.ts'
import { noteEvent, updateSend } from '../store/sends.ts'
import type { Clock } from './clock.ts'
import { type SendStatus, statusOf } from './status.ts'

/**
 * A process that sends it stops within seconds; what is under way ends.
 * @returns how far it was.
 * @throws PressrunError `usage` where it was never planned; `send` where it is over
 */
export async function cancelSend(store: Engine, issue: string, clock: Clock): Promise<SendStatus> {
  const before = await statusOf(store, issue, clock)
  if (before.state === 'done' || before.state === 'cancelled') {
    throw new PressrunError(
      {
        code: 'send',
        message: `${issue} is ${before.state === 'done' ? 'sent' : 'cancelled'} already`,
        mend: `See how it went: pressrun status ${issue}`,
      },
      { exitCode: 1 },
    )
  }
  const { id } = (await store.db
    .selectFrom('sends')
    .select('id')
    .where('issue', '=', issue)
    .executeTakeFirstOrThrow()) as { id: number }
  const now = clock.now()
  await store.write([
    updateSend(store, id, { state: 'cancelled', ended_at: now, paused_at: null }),
    noteEvent(store, id, now, 'cancelled'),
  ])
  return before
}
