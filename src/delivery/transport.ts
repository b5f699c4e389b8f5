// What carries a message to whoever passes it on, whichever way that is: a mail server, Amazon SES, sendmail, a
// folder. An outcome says whose trouble it is and whether the body had begun; no way to send may guess either.

import type { Message } from '../message/message.ts'

export interface Reply {
  readonly code: number
  /** `5.1.1`, absent where none was given */
  readonly enhanced?: string
  /** at most 500 characters, one line */
  readonly text: string
}
/** What became of one message, as far as the wire tells. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly reply: Reply; readonly relay: string }
  /** 5xx to this reader's RCPT or to the message: this reader alone. */
  | { readonly kind: 'refused'; readonly reply: Reply; readonly relay: string }
  /** 4xx to this reader's RCPT or to the message. */
  | { readonly kind: 'put_off'; readonly reply: Reply; readonly relay: string }
  /** The sender is the trouble (421, 454, 530, 535, connect refused, TLS, lost before the body began): costs no reader an attempt. */
  | {
      readonly kind: 'sender'
      readonly problem: string
      readonly reply?: Reply
      readonly relay: string
    }
  /** The body had begun and no reply came: nobody knows. */
  | { readonly kind: 'lost'; readonly problem: string; readonly relay: string }
  /** It cannot be sent to this reader at all (needs SMTPUTF8 and the server has none): no MAIL FROM was said. */
  | { readonly kind: 'unsendable'; readonly problem: string; readonly relay: string }
/** Carries one message at a time: one connection, or a folder. */
export interface Lane {
  /** `beforeBody` is called once, right before the body's first byte may leave; false means: do not send (the claim is not ours any more) and drop the connection. */
  send(
    message: Message,
    beforeBody: () => boolean | Promise<boolean>,
  ): Promise<Outcome | { readonly kind: 'withheld' }>
  /** Ends what is open, politely, at most `ms` milliseconds. */
  close(ms?: number): Promise<void>
}
export interface Transport {
  readonly name: string
  /** How many lanes may be open at once. */
  readonly lanes: number
  open(): Lane
  /** Connects once, says TLS and auth, sends nothing. */
  verify(): Promise<{ readonly ok: boolean; readonly detail: string }>
  close(): Promise<void>
}
