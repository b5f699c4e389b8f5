// A message's octets as DATA carries them: dots at a line's start doubled, a dot alone at the end (RFC 5321 section
// 4.5.2). Nothing is copied but where a dot was; what the server unpacks is the message, octet for octet.

export type Stuffed = readonly Buffer[] | { readonly problem: string }

const CARRIAGE_RETURN = 0x0d
const DOT_OCTET = 0x2e
const LINE_FEED = 0x0a
const DOT = Buffer.from('.')
/** More pieces than this cost more than a copy. */
const MAX_PIECES = 32

/**
 * @param bytes CRLF at line ends.
 * @returns the pieces in order, or why it cannot be sent: a sentence, with no full stop.
 */
export function stuffed(bytes: Buffer): Stuffed {
  // A dot after a bare CR or LF would end the message for some servers and not for others (SMTP smuggling).
  if (bytes.includes('\r.')) return { problem: 'the message holds a line break that is not CRLF' }
  const pieces: Buffer[] = []
  let from = 0
  if (bytes[0] === DOT_OCTET) pieces.push(DOT)
  for (let at = bytes.indexOf('\n.'); at >= 0; at = bytes.indexOf('\n.', at + 1)) {
    if (bytes[at - 1] !== CARRIAGE_RETURN)
      return { problem: 'the message holds a line break that is not CRLF' }
    pieces.push(bytes.subarray(from, at + 1), DOT)
    from = at + 1
  }
  const whole = bytes.at(-1) === LINE_FEED && bytes.at(-2) === CARRIAGE_RETURN
  pieces.push(bytes.subarray(from), Buffer.from(whole ? '.\r\n' : '\r\n.\r\n'))
  return pieces.length > MAX_PIECES ? [Buffer.concat(pieces)] : pieces
}
