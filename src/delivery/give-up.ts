// Why a send ends before its time, as the one error that its user sees.

import { PressrunError } from '../problem.ts'
import type { Trouble } from './seats.ts'
import { replyLine } from './settlement.ts'
import type { Outcome } from './transport.ts'

export function gaveUp({ problem, since }: Trouble, now: number, issue: string): PressrunError {
  const minutes = Math.max(1, Math.round((now - since) / 60_000))
  const tried = `for ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`
  return sendProblem(
    `no mail server took a message ${tried}. The last trouble was with ${problem}`,
    `It has cost no reader a try. See what is wrong, then go on with: pressrun send ${issue}`,
  )
}

export function refusing(
  count: number,
  { reply, relay }: Outcome & { readonly kind: 'refused' },
  issue: string,
): PressrunError {
  return sendProblem(
    `${relay} refused ${count} messages one after the other, the last with: ${replyLine(reply)}`,
    `Stopped, so that the rest of the list is spared. When that is put right: pressrun retry ${issue} --failed`,
  )
}

export function overtaken(issue: string): PressrunError {
  return sendProblem(
    `the plan of ${issue} is not the one that was agreed to: another process has changed it`,
    'Look at it again: pressrun send, with the same options.',
  )
}

export function nothingPlanned(issue: string, state: string | undefined): PressrunError {
  return sendProblem(
    state === 'cancelled'
      ? `the send of ${issue} was cancelled`
      : `${issue} has no plan to send by`,
    `Make one: pressrun send ${issue} --list <file>`,
  )
}

const sendProblem = (message: string, mend: string) =>
  new PressrunError({ code: 'send', message, mend }, { exitCode: 1 })
