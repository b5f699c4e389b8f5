// A message's octets as DATA carries them: dots at a line's start doubled, a dot alone at the end (RFC 5321 section
// 4.5.2). Nothing is copied but where a dot was; what the server unpacks is the message, octet for octet.

import { isAscii } from 'node:buffer'

export type Stuffed = readonly Buffer[] | { readonly problem: string }

const CARRIAGE_RETURN = 0x0d
const DOT_OCTET = 0x2e
const LINE_FEED = 0x0a
const DOT = Buffer.from('.')
const END = Buffer.from('.\r\n')
const LAST_LINE_AND_END = Buffer.from('\r\n.\r\n')
/** More pieces than this cost more than a copy. */
const MAX_PIECES = 64
/** So large a piece is most likely the same in every message. */
const SHARED_FROM = 1_024
const harmless = new WeakSet<Buffer>()

/** ASCII with no dot after a line break: nearly all there is. What many messages share is looked through once. */
export function isHarmless(piece: Buffer): boolean {
  if (harmless.has(piece)) return true
  const found = isAscii(piece) && !piece.includes('\n.') && !piece.includes('\r.')
  if (found && piece.length >= SHARED_FROM) harmless.add(piece)
  return found
}

/**
 * @param message in order; CRLF at line ends.
 * @returns the pieces in order, or why it cannot be sent: a sentence, with no full stop.
 */
export function stuffed(message: readonly Buffer[]): Stuffed {
  const pieces: Buffer[] = []
  // The octets before the one that is looked at; a message begins on a new line.
  let [last, lastButOne] = [LINE_FEED, CARRIAGE_RETURN]
  for (const piece of message) {
    if (piece.length === 0) continue
    if (piece[0] !== DOT_OCTET && isHarmless(piece)) pieces.push(piece)
    else if (!stuff(piece, last, lastButOne, pieces))
      // A dot after a bare CR or LF would end the message for some servers and not for others (SMTP smuggling).
      return { problem: 'the message holds a line break that is not CRLF' }
    lastButOne = piece.at(-2) ?? last
    last = piece.at(-1) as number
  }
  pieces.push(last === LINE_FEED && lastButOne === CARRIAGE_RETURN ? END : LAST_LINE_AND_END)
  return pieces.length > MAX_PIECES ? [Buffer.concat(pieces)] : pieces
}

/** @returns whether each dot that begins a line comes after CRLF. */
function stuff(piece: Buffer, last: number, lastButOne: number, pieces: Buffer[]): boolean {
  const before = (at: number) => (at >= 0 ? piece[at] : at === -1 ? last : lastButOne)
  let from = 0
  for (let dot = piece.indexOf(DOT); dot >= 0; dot = piece.indexOf(DOT, dot + 1)) {
    if (before(dot - 1) === CARRIAGE_RETURN) return false
    if (before(dot - 1) !== LINE_FEED) continue
    if (before(dot - 2) !== CARRIAGE_RETURN) return false
    pieces.push(piece.subarray(from, dot), DOT)
    from = dot
  }
  pieces.push(piece.subarray(from))
  return true
}
