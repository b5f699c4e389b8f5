// One signed call to a webhook, as https://www.standardwebhooks.com has it: whoever is called can tell that it is from
// here, that nobody changed it, and that it is not an old one played again. Never to a private address unless that was
// said; no redirect is followed; what comes back is not read.

import { createHmac } from 'node:crypto'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { isPublicAddress, onlyTo, PrivateAddress } from '../project/public-address.ts'
import { version } from '../version.ts'

export interface Call {
  readonly url: string
  readonly messageId: string
  /** JSON. */
  readonly body: string
  /** Milliseconds since 1970: of this attempt. */
  readonly at: number
  readonly secrets: readonly string[]
  readonly isPrivate: boolean
}

export type Answer =
  | { readonly kind: 'arrived' }
  /** `final`: it is of no use to try again. */
  | { readonly kind: 'failed'; readonly problem: string; readonly final?: boolean }

const MS = 10_000

/** `v1,…`, one for each secret. @param seconds since 1970 */
export function signatures(
  secrets: readonly string[],
  messageId: string,
  seconds: number,
  body: string,
): string {
  const signed = `${messageId}.${seconds}.${body}`
  return secrets
    .map((secret) => `v1,${createHmac('sha256', keyOf(secret)).update(signed).digest('base64')}`)
    .join(' ')
}

/** `whsec_` and base64, as other tools make them; or the characters as they are. */
const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)

/** @param ms for all of it. */
export async function callOut(call: Call, ms = MS): Promise<Answer> {
  try {
    const { statusCode = 0 } = await post(call, AbortSignal.timeout(ms))
    if (statusCode >= 200 && statusCode < 300) return { kind: 'arrived' }
    // 410: whoever is called says that they want no more of it.
    return { kind: 'failed', problem: `answered ${statusCode}`, final: statusCode === 410 }
  } catch (error) {
    const { name, code, message } = error as NodeJS.ErrnoException
    if (error instanceof PrivateAddress) return { kind: 'failed', problem: PRIVATE }
    const isLate = name === 'AbortError' || name === 'TimeoutError'
    return { kind: 'failed', problem: isLate ? `no answer in ${ms / 1000} s` : (code ?? message) }
  }
}

const PRIVATE =
  'is inside a private network: where that is meant, write private: true in newsletter.yaml'

function post(call: Call, signal: AbortSignal): Promise<IncomingMessage> {
  const { url: address, messageId, body, at, secrets, isPrivate } = call
  const url = new URL(address)
  const allows = isPrivate ? () => true : isPublicAddress
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !allows(host)) throw new PrivateAddress()
  const seconds = Math.floor(at / 1000)
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const request = send(url, {
      ...{ method: 'POST', agent: false, signal, maxHeaderSize: 16_384, lookup: onlyTo(allows) },
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': `Pressrun/${version}`,
        'webhook-id': messageId,
        'webhook-timestamp': String(seconds),
        'webhook-signature': signatures(secrets, messageId, seconds, body),
      },
    })
    request.on('response', (response) => {
      resolve(response)
      response.on('error', () => {})
      response.destroy()
    })
    request.on('error', reject)
    request.end(body)
  })
}
