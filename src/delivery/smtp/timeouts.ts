// How long a server may take for each thing, in milliseconds. RFC 5321 section 4.5.3.2 says how patient a client
// has to be; tests are not.

export interface Timeouts {
  /** Until a connection stands, TLS included. */
  readonly connect: number
  readonly greeting: number
  /** EHLO, AUTH, MAIL, RCPT, RSET. */
  readonly command: number
  /** The reply to DATA. */
  readonly data: number
  /** Until the server has taken another stretch of the body. */
  readonly block: number
  /** The reply to the final dot. */
  readonly dot: number
}

const MINUTE = 60_000

export const RFC_TIMEOUTS: Timeouts = {
  connect: MINUTE,
  greeting: 5 * MINUTE,
  command: 5 * MINUTE,
  data: 2 * MINUTE,
  block: 3 * MINUTE,
  dot: 10 * MINUTE,
}
