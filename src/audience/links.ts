// The links in a reader's letter. A token seals who it is for: it cannot be guessed, forged or read, needs no
// table to be opened, and is the same each time it is made. Which key made it is named, so that keys can change.

import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto'
import type { Project } from '../project/project.ts'

export interface Key {
  /** Four characters: which key made a token. */
  readonly id: string
  readonly mac: KeyObject
  readonly cipher: KeyObject
}

/** The first key makes tokens; every key opens them. */
export type Keyring = readonly [Key, ...Key[]]

/**
 * What a token says. `leave`: the one-click link of RFC 8058. `confirm`: the link in the mail that asks whether the
 * address is theirs.
 */
export interface Claim {
  readonly purpose: 'leave' | 'confirm'
  readonly email: string
  /** `leave`: the issue in whose letter the link stood. `confirm`: `list+list.time`, see `confirmToken`. */
  readonly slug: string
  /** `leave`: the list that the letter was for, where the publication has several. */
  readonly list?: string
}

export interface ReaderLinks {
  readonly unsubscribe: string
  readonly browser: string
}

const TAG_BYTES = 16
const CLAIM_BYTES_MAX = 1024

/** @param secrets the current one, then earlier ones whose links still work. */
export function keyring(secrets: readonly [string, ...string[]]): Keyring {
  return secrets.map((secret) => {
    const derive = (use: string) => createHmac('sha256', secret).update(`pressrun ${use}`).digest()
    return {
      id: derive('key id').toString('base64url').slice(0, 4),
      // Made once: from bytes a key is made anew for each token, which takes four times as long as the token.
      mac: createSecretKey(derive('mac')),
      cipher: createSecretKey(derive('cipher')),
    }
  }) as unknown as Keyring
}

/** What stands in for a secret where nothing is sent: links made with it open nothing. */
export const PREVIEW_KEYS: Keyring = keyring(['pressrun preview: not a secret'])

/** A synthetic IV (RFC 5297 in spirit): the tag of the claim is the nonce of its cipher. */
export function seal([key]: Keyring, { purpose, email, slug, list }: Claim): string {
  // No slug holds a slash. Where there is one list, a token is the same as before there could be several.
  const about = list === undefined ? slug : `${slug}/${list}`
  const plain = Buffer.from(`${purpose}\0${about}\0${email}`)
  const tag = tagOf(key, plain)
  const cipher = createCipheriv('aes-256-ctr', key.cipher, tag)
  const sealed = Buffer.concat([tag, cipher.update(plain), cipher.final()])
  return key.id + sealed.toString('base64url')
}

/** @returns undefined for whatever was not made with one of the keys, whole. */
export function unseal(keys: Keyring, token: string): Claim | undefined {
  const key = keys.find(({ id }) => token.startsWith(id))
  if (!key || token.length > CLAIM_BYTES_MAX * 2 || !/^[\w-]+$/.test(token)) return undefined
  const sealed = Buffer.from(token.slice(key.id.length), 'base64url')
  if (sealed.length <= TAG_BYTES) return undefined
  const tag = sealed.subarray(0, TAG_BYTES)
  const decipher = createDecipheriv('aes-256-ctr', key.cipher, tag)
  const plain = Buffer.concat([decipher.update(sealed.subarray(TAG_BYTES)), decipher.final()])
  if (!timingSafeEqual(tag, tagOf(key, plain))) return undefined
  const [purpose, about, email] = plain.toString().split('\0') as [Claim['purpose'], string, string]
  const [slug, list] = about.split('/') as [string, string | undefined]
  return { purpose, email, slug, ...(list === undefined ? {} : { list }) }
}

const tagOf = (key: Key, plain: Buffer) =>
  createHmac('sha256', key.mac).update(plain).digest().subarray(0, TAG_BYTES)

/**
 * A reader's links in one issue's letter. With a list, leaving is about that list first.
 * The way to leave is theirs alone; the letter on the web is the same
 * for all.
 */
export function readerLinks(
  project: Pick<Project, 'url'>,
  keys: Keyring,
  list?: string,
): (email: string, slug: string) => ReaderLinks {
  const ofList = list === undefined ? {} : { list }
  return (email, slug) => ({
    unsubscribe: `${project.url}/unsubscribe/${seal(keys, { purpose: 'leave', email, slug, ...ofList })}`,
    browser: `${project.url}/${slug}/`,
  })
}

/**
 * Names a reader in one issue: what a Message-ID is made of. The same at every attempt; says nothing to whoever
 * has no key.
 */
export function readerMark([key]: Keyring, email: string, slug: string): string {
  return createHmac('sha256', key.mac).update(`mark\0${slug}\0${email}`).digest('hex').slice(0, 32)
}

/** @param at milliseconds since 1970: when they asked. */
export const confirmToken = (
  keys: Keyring,
  email: string,
  lists: readonly string[],
  at: number,
): string =>
  seal(keys, { purpose: 'confirm', email, slug: `${lists.join('+')}.${Math.floor(at / 1000)}` })

export interface Confirmation {
  readonly email: string
  readonly lists: readonly [string, ...string[]]
  readonly askedAt: number
}

/** @returns undefined for whatever is no token of `confirmToken`. */
export function confirmationOf(keys: Keyring, token: string): Confirmation | undefined {
  const claim = unseal(keys, token)
  const parts = claim?.purpose === 'confirm' ? /^([a-z0-9+-]+)\.(\d+)$/.exec(claim.slug) : null
  if (!claim || !parts) return undefined
  const lists = (parts[1] as string).split('+') as [string, ...string[]]
  return { email: claim.email, lists, askedAt: Number(parts[2]) * 1000 }
}
