// The commands that open a message: MAIL and RCPT with their parameters, as far as the server offers them. What
// cannot be said to this server is told before anything is said.

import { isAscii } from 'node:buffer'
import type { Message } from '../../message/message.ts'
import type { DsnOn } from '../../project/project.ts'
import { isHarmless } from './body.ts'
import type { Capabilities } from './capabilities.ts'

export interface Envelope {
  /** Without CRLF, as `rcpt`. */
  readonly mail: string
  readonly rcpt: string
}

/** RFC 5321 section 4.5.3.1.3 */
const MAX_PATH = 256
/** RFC 3461 section 4.4 */
const MAX_ENVELOPE_ID = 100

/**
 * @param dsn what the sender is to be told of; absent: as the server likes.
 * @returns the commands, or why this server cannot take the message: a sentence, with no full stop.
 */
export function envelopeOf(
  { id, envelope, pieces, size, needsSmtpUtf8 }: Message,
  capabilities: Capabilities,
  dsn: readonly DsnOn[] | undefined,
): Envelope | { readonly problem: string } {
  const { from, to } = envelope
  const utf8 = needsSmtpUtf8 || !isPlain(from) || !isPlain(to)
  if (!isPath(from) || !isPath(to)) return { problem: 'the address cannot stand in an envelope' }
  if (utf8 && !capabilities.smtpUtf8)
    return { problem: 'the address needs SMTPUTF8, and the server does not offer it' }
  const { maxSize, takesSize } = capabilities
  if (maxSize !== undefined && size > maxSize)
    return { problem: `the message is ${size} octets, and the server takes ${maxSize}` }
  const eightBit = !pieces.every((piece) => isHarmless(piece) || isAscii(piece))
  if (eightBit && !capabilities.eightBitMime && !utf8)
    return { problem: 'the message is in 8-bit text, and the server takes none' }
  const notify = capabilities.dsn ? dsn : undefined
  const mail = [
    `MAIL FROM:<${from}>`,
    takesSize ? `SIZE=${size}` : '',
    eightBit && capabilities.eightBitMime ? 'BODY=8BITMIME' : '',
    utf8 ? 'SMTPUTF8' : '',
    notify ? `RET=HDRS${envelopeId(id)}` : '',
  ]
  const rcpt = [
    `RCPT TO:<${to}>`,
    notify ? `NOTIFY=${notify.length > 0 ? notify.join(',').toUpperCase() : 'NEVER'}` : '',
    notify ? `ORCPT=${isPlain(to) ? `rfc822;${xtext(to)}` : `utf-8;${unitext(to)}`}` : '',
  ]
  const line = (parts: readonly string[]) => parts.filter((part) => part !== '').join(' ')
  return { mail: line(mail), rcpt: line(rcpt) }
}

const isPlain = (text: string) => /^[\u0020-\u007e]*$/.test(text)

/** One line, and nothing that ends the path before its end; within quotes a `>` or a space is only itself. */
function isPath(address: string): boolean {
  if (Buffer.byteLength(address) + 2 > MAX_PATH) return false
  if (/[\u0000-\u001f\u007f-\u009f]/.test(address)) return false
  return !/[\s<>]/.test(address.replace(/^"(?:[^"\\]|\\.)*"/, ''))
}

/** What a bounce gives back: the message's own id, which names issue and reader. */
function envelopeId(id: string): string {
  const value = xtext(id.replace(/^<|>$/g, ''))
  return isPlain(id) && value.length <= MAX_ENVELOPE_ID ? ` ENVID=${value}` : ''
}

const hex = (character: string) => character.charCodeAt(0).toString(16).toUpperCase()

/** RFC 3461 section 4 */
const xtext = (text: string) =>
  text.replace(/[+=\u0000-\u0020\u007f]/g, (character) => `+${hex(character).padStart(2, '0')}`)

/** RFC 6533 section 3: what is beyond ASCII stands as it is. */
const unitext = (text: string) =>
  text.replace(/[+=\\\u0000-\u0020\u007f]/g, (character) => `\\x{${hex(character)}}`)
