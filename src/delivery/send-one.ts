// One message, outside of any send and its ledger: a copy to look at. The first relay that is not in trouble has it.

import type { Message } from '../message/message.ts'
import { hasNoMailbox, replyLine } from './settlement.ts'
import type { Transport } from './transport.ts'

export interface SentOne {
  readonly accepted: boolean
  /** The server says that there is no such mailbox. */
  readonly noMailbox: boolean
  /** What the server said, or what was the trouble. */
  readonly detail: string
}

/** @param transports one at least; closed afterwards. */
export async function sendOne(
  transports: readonly Transport[],
  message: Message,
): Promise<SentOne> {
  let detail = ''
  try {
    for (const transport of transports) {
      const lane = transport.open()
      const outcome = await lane.send(message, () => true)
      await lane.close(1_000)
      if (outcome.kind === 'withheld') throw new Error('nothing was to be withheld')
      const said = 'problem' in outcome ? outcome.problem : replyLine(outcome.reply)
      detail = `${outcome.relay}: ${said}`
      if (outcome.kind === 'sender') continue
      const noMailbox = outcome.kind === 'refused' && hasNoMailbox(outcome.reply)
      return { accepted: outcome.kind === 'accepted', noMailbox, detail }
    }
    return { accepted: false, noMailbox: false, detail }
  } finally {
    await Promise.all(transports.map((transport) => transport.close()))
  }
}
