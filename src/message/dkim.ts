// DKIM (RFC 6376): one signature a message, relaxed/relaxed, over our own list of headers. The body that
// `message/mime.ts` makes is canonical as it stands, so that its hash is taken of the very bytes.

import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { PressrunError } from '../problem.ts'
import type { HeaderField } from './header.ts'

export interface DkimKey {
  /** The `d=` domain: that of the From address or one above it. */
  readonly domain: string
  readonly selector: string
  readonly key: KeyObject
}

const MIN_BITS = 2048

/** RFC 8058 section 4 makes the List-Unsubscribe pair a must. */
const SIGNED = [
  'from',
  'reply-to',
  'to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'content-language',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'list-help',
  'list-archive',
  'feedback-id',
  'auto-submitted',
  'precedence',
]
/** Named once more than they stand there, so that nobody can add a second. */
const OVERSIGNED = ['from', 'to', 'subject', 'date', 'reply-to', 'list-unsubscribe']

const signAsync = promisify(sign)

/**
 * @param pem PKCS #1 or #8.
 * @throws PressrunError `config`; the key itself is never shown.
 */
export function dkimKey(domain: string, selector: string, pem: string): DkimKey {
  const fail = (message: string) =>
    new PressrunError({
      code: 'config',
      message,
      mend: 'Make a key with: pressrun dkim',
    })
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch {
    throw fail('the DKIM key is not a private key in PEM form')
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType !== 'rsa' || bits < MIN_BITS) {
    throw fail(`the DKIM key is not RSA of ${MIN_BITS} bits or more`)
  }
  return { domain, selector, key }
}

/**
 * @param body the canonical body, in pieces.
 * @returns the DKIM-Signature field, to stand before the others.
 */
export async function dkimSignature(
  { domain, selector, key }: DkimKey,
  fields: readonly HeaderField[],
  body: readonly Uint8Array[],
  at: Date,
): Promise<HeaderField> {
  const hash = createHash('sha256')
  for (const piece of body) hash.update(piece)
  const byName = new Map(fields.map((field) => [field.name.toLowerCase(), field]))
  const names = SIGNED.filter((name) => byName.has(name))
  const listed = [...names, ...OVERSIGNED]
  const value = [
    `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=${selector};`,
    `t=${Math.floor(at.getTime() / 1000)};`,
    `h=${foldNames(listed)};`,
    `bh=${hash.digest('base64')};`,
    'b=',
  ].join('\r\n ')
  const canonical = [
    ...names.map((name) => relaxed(byName.get(name) as HeaderField)),
    relaxed({ name: 'DKIM-Signature', value }),
  ].join('\r\n')
  const signature = await signAsync('RSA-SHA256', Buffer.from(canonical), key)
  const folded = signature.toString('base64').replace(/.{72}(?=.)/g, '$&\r\n ')
  return { name: 'DKIM-Signature', value: value + folded }
}

/** RFC 6376 section 3.4.2. */
function relaxed({ name, value }: HeaderField): string {
  return `${name.toLowerCase()}:${value
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim()}`
}

/** Colons may be followed by folding white space. */
function foldNames(names: readonly string[]): string {
  let line = 0
  return names
    .map((name, index) => {
      const last = index === names.length - 1
      line += name.length + 1
      if (last || line < 60) return last ? name : `${name}:`
      line = 0
      return `${name}:\r\n  `
    })
    .join('')
}
