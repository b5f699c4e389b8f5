// E-mail addresses: what may stand in an envelope and a header, and what may not. Pure and quick: a list of a
// million readers goes through here.

import { domainToASCII } from 'node:url'
import type { Mailbox } from './project.ts'

export interface Address {
  readonly local: string
  /** Lower-case A-labels. */
  readonly domain: string
  /** `local@domain`. */
  readonly address: string
  /** The local part has characters beyond ASCII (RFC 6531): the server must offer SMTPUTF8. */
  readonly needsSmtpUtf8: boolean
}

/** Octets: RFC 5321 §4.5.3.1.1 to 3. */
const MAX_LOCAL = 64
const MAX_DOMAIN = 255
const MAX_ADDRESS = 254
const PLAIN = /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+$/
const SIMPLE_DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/
const QUOTED = /^"(?:[^"\\]|\\.)*"$/

/** @returns the address, or what is wrong with it: a few words that follow "the address". */
export function parseAddress(text: string): Address | { readonly problem: string } {
  if (text === '') return { problem: 'is empty' }
  if (/[\u0000-\u001f\u007f-\u009f]/.test(text)) return { problem: 'holds a control character' }
  const at = text.lastIndexOf('@')
  if (at < 0) return { problem: 'has no @' }
  const local = text.slice(0, at)
  const domain = domainOf(text.slice(at + 1))
  if (local === '') return { problem: 'has nothing before the @' }
  if (domain === undefined) return { problem: `has no usable domain after the @` }
  const plain = PLAIN.test(local)
  const needsSmtpUtf8 = !plain && /[^\u0000-\u007f]/.test(local)
  if (!plain && !QUOTED.test(local) && !(needsSmtpUtf8 && isDotString(local))) {
    return {
      problem: /\s/.test(local) ? 'holds a space' : 'holds a character that is not allowed there',
    }
  }
  if (!local.startsWith('"') && /^\.|\.\.|\.$/.test(local)) return { problem: 'has a dot too many' }
  const octets = needsSmtpUtf8 ? Buffer.byteLength(local) : local.length
  if (octets > MAX_LOCAL) return { problem: `is longer than ${MAX_LOCAL} characters before the @` }
  if (octets + 1 + domain.length > MAX_ADDRESS)
    return { problem: `is longer than ${MAX_ADDRESS} characters` }
  return { local, domain, address: `${local}@${domain}`, needsSmtpUtf8 }
}

/** No specials and no invisible characters: letters of any script with marks, digits and the plain signs. */
function isDotString(local: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{So}.!#$%&'*+/=?^_`{|}~-]+$/u.test(local)
}

function domainOf(text: string): string | undefined {
  const lower = text.toLowerCase()
  if (SIMPLE_DOMAIN.test(lower) && lower.length <= MAX_DOMAIN) return lower
  if (/[\s[\]/\\:?#@%]/.test(text)) return undefined
  const ascii = domainToASCII(text)
  return ascii.length <= MAX_DOMAIN && SIMPLE_DOMAIN.test(ascii) ? ascii : undefined
}

/** `Name <address>` or an address alone. @returns the mailbox, or what is wrong with it. */
export function parseMailbox(text: string): Mailbox | { readonly problem: string } {
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text))
    return { problem: 'holds a line break or a control character' }
  const named = /^\s*(.*?)\s*<([^<>]*)>\s*$/.exec(text)
  const parsed = parseAddress((named ? (named[2] as string) : text).trim())
  if ('problem' in parsed) return parsed
  const name = (named?.[1] ?? '').replace(/^"(.*)"$/, '$1').replace(/\\(.)/g, '$1')
  if (/[<>]/.test(name)) return { problem: 'holds more than one address' }
  return { name, address: parsed.address }
}
