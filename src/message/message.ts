// One reader's letter, as the bytes that go over the wire.

export interface Message {
  /** `<…@domain>`: derived from issue and reader, the same at every attempt. */
  readonly id: string
  readonly envelope: { readonly from: string; readonly to: string }
  /**
   * RFC 5322 with CRLF, lines within 998 octets, 7-bit but for headers of an address that needs SMTPUTF8; in order.
   * A piece may stand in many messages, and must not be written to.
   */
  readonly pieces: readonly Buffer[]
  /** Octets of the whole. */
  readonly size: number
  /** The whole, put together anew each time: for one who sends many, the pieces are cheaper. */
  readonly bytes: Buffer
  /** The reader's address cannot be written without SMTPUTF8 (RFC 6531). */
  readonly needsSmtpUtf8: boolean
}

export function messageOf(parts: Omit<Message, 'bytes' | 'size'>): Message {
  const { pieces } = parts
  return {
    ...parts,
    size: pieces.reduce((sum, { length }) => sum + length, 0),
    get bytes() {
      return Buffer.concat(pieces)
    },
  }
}
