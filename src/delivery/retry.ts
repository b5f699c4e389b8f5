// Readers who failed or are in doubt, put back to be sent to once more: only when somebody asks for it, and only
// with the letter that the others got, unless changes are accepted.

import { PressrunError } from '../problem.ts'
import type { Engine } from '../store/engine.ts'
import { countAgain, sendAgain, waitNoLonger } from '../store/put-back.ts'
import { findSend, noteEvent, type Send, updateSend } from '../store/sends.ts'
import { countsOf } from '../store/tallies.ts'
import type { Clock } from './clock.ts'
import { type ContentParts, changedParts, contentDigest, PARTS } from './content.ts'
import { refuseTheirs } from './hand-out.ts'
import { changed, findPlan, type Plan } from './plan.ts'
import { lockSend } from './send-lock.ts'

export interface RetryInput {
  readonly store: Engine
  readonly issue: string
  readonly sender: string
  readonly parts: Omit<ContentParts, 'sender' | 'list'>
  readonly failed: boolean
  readonly inDoubt: boolean
  readonly acceptChanges?: boolean
  readonly clock: Clock
}

export interface Retry {
  readonly plan: Plan
  /** Put back now. */
  readonly failed: number
  readonly inDoubt: number
  /** Put off, and due now instead of later. */
  readonly putOff: number
  /** Failed for want of a mailbox: they stay so. */
  readonly noMailbox: number
}

/** How many would be put back. @throws PressrunError `send` where nothing was sent yet; `store` */
export async function retryable(store: Engine, issue: string): Promise<Omit<Retry, 'plan'>> {
  const send = await sentBefore(store, issue)
  const failed = await countAgain(store, send.id, 'failed')
  const inDoubt = await countAgain(store, send.id, 'in_doubt')
  const { states } = await countsOf(store, send.id)
  return {
    failed: failed.again,
    noMailbox: failed.noMailbox,
    inDoubt: inDoubt.again,
    putOff: states.deferred,
  }
}

/**
 * @returns the plan to apply.
 * @throws PressrunError `send` where nothing was sent yet, the content has changed, or another process is at work
 */
export async function putBack(input: RetryInput): Promise<Retry> {
  const { store, issue, clock, sender } = input
  const lock = await lockSend(store, issue)
  try {
    const send = await sentBefore(store, issue)
    refuseTheirs(store, send)
    const before = JSON.parse(send.parts) as ContentParts
    const parts: ContentParts = { ...input.parts, sender, list: before.list }
    const changes = changedParts(before, parts, PARTS)
    if (changes.length > 0 && !input.acceptChanges) throw changed(issue, changes)
    const found = await retryable(store, issue)
    const now = clock.now()
    await store.write([
      waitNoLonger(store, send.id, now),
      ...(input.failed ? sendAgain(store, send.id, 'failed', now) : []),
      ...(input.inDoubt ? sendAgain(store, send.id, 'in_doubt', now) : []),
      updateSend(store, send.id, {
        state: 'sending',
        digest: contentDigest(parts),
        parts: JSON.stringify(parts),
        ended_at: null,
        workers: null,
      }),
      noteEvent(store, send.id, now, 'retried'),
    ])
    const plan = (await findPlan(store, issue, clock)) as Plan
    const failed = input.failed ? found.failed : 0
    const inDoubt = input.inDoubt ? found.inDoubt : 0
    return { plan, failed, inDoubt, putOff: found.putOff, noMailbox: found.noMailbox }
  } finally {
    await lock.release()
  }
}

async function sentBefore(store: Engine, issue: string): Promise<Send> {
  const send = await findSend(store, issue)
  if (send && send.started_at !== null && send.planned_at !== null && send.state !== 'planning') {
    return send
  }
  throw new PressrunError(
    {
      code: 'send',
      message: `nothing of ${issue} was sent yet`,
      mend: `Send it: pressrun send ${issue} --list <file>`,
    },
    { exitCode: 1 },
  )
}
