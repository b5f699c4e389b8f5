// The public half of a DKIM key, as it stands in DNS (RFC 6376 section 3.6.1), and new pairs of keys.

import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'

export interface DkimRecord {
  /** `news._domainkey.example.com` */
  readonly name: string
  /** `v=DKIM1; k=rsa; p=…` */
  readonly value: string
  /** The value as a zone file wants it: strings of 255 octets at most. */
  readonly strings: readonly string[]
}

const MAX_STRING = 255

/** @param key private or public. */
export function dkimRecord(domain: string, selector: string, key: KeyObject): DkimRecord {
  const publicKey = key.type === 'public' ? key : createPublicKey(key)
  const bytes = publicKey.export({ type: 'spki', format: 'der' })
  const value = `v=DKIM1; k=rsa; p=${bytes.toString('base64')}`
  const strings = value.match(new RegExp(`.{1,${MAX_STRING}}`, 'g')) as string[]
  return { name: dkimName(domain, selector), value, strings }
}

export const dkimName = (domain: string, selector: string): string =>
  `${selector}._domainkey.${domain}`

const generate = promisify(generateKeyPair)

/** @returns a new private key: RSA, PKCS #8 in PEM. */
export async function newDkimKey(bits: 2048 | 4096): Promise<string> {
  const { privateKey } = await generate('rsa', { modulusLength: bits })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
}
