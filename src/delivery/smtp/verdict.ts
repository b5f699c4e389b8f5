// What a reply means for whom: this reader, or the sender and so everybody. A reply is a reply: whatever a server
// says after the final dot, the message is not accepted unless it says so.

import type { Outcome, Reply } from '../transport.ts'
import { replyText } from './reply.ts'

/** What a reply answers. */
export type Stage = 'MAIL FROM' | 'RCPT TO' | 'DATA' | 'the message'

/**
 * About the connection or the login, whatever they answer: shutting down, temporary authentication failure,
 * authentication needed or refused, and 503, by which servers also say that nobody has logged in.
 */
const SENDERS_CODES = [421, 432, 454, 503, 530, 534, 535, 538]
/** RFC 3463: the sender's own mailbox, its syntax and its system. */
const SENDERS_DETAILS = /^[45]\.1\.[78]$/
/** RFC 3463: the size of the message, its content, its addresses' encoding. */
const MESSAGES_DETAILS = /^[45]\.(?:2\.3|3\.4|6\.\d+)$/
const TOO_LARGE = 552

/** @param reply that is neither positive nor garbage: 400 to 599, or one that does not belong there. */
export function verdict(reply: Reply, stage: Stage, relay: string): Outcome {
  const { code } = reply
  if (code < 400) return sender(`it answers ${stage} with ${replyText(reply)}`, reply, relay)
  if (isSenders(reply, stage))
    return sender(`it answers ${stage} with ${replyText(reply)}`, reply, relay)
  return { kind: code < 500 ? 'put_off' : 'refused', reply, relay }
}

function isSenders({ code, enhanced = '' }: Reply, stage: Stage): boolean {
  if (SENDERS_CODES.includes(code) || SENDERS_DETAILS.test(enhanced)) return true
  // At MAIL the server knows who sends and how much, and nothing of the reader: one reader after another would be
  // given up for what is wrong with the sender.
  return stage === 'MAIL FROM' && code !== TOO_LARGE && !MESSAGES_DETAILS.test(enhanced)
}

const sender = (problem: string, reply: Reply, relay: string): Outcome => ({
  kind: 'sender',
  problem,
  reply,
  relay,
})
