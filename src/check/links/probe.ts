// Asks a page on the web whether it is there. HEAD, then GET where HEAD does not settle it; no body is read.
// Redirects are followed here, so that each hop's address is looked at: no request ever goes to a private one,
// whatever a name resolves to, and the address that was looked at is the one that is connected to.

import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPrivateAddress } from './addresses.ts'

export type LinkState =
  | { readonly kind: 'fine'; readonly status: number }
  /** The server turns programs away; a reader may well get in. */
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'broken'; readonly reason: string; readonly status?: number }
  /** Nobody outside could get there. */
  | { readonly kind: 'private'; readonly host: string }
  /** No answer in time: it may be the network. */
  | { readonly kind: 'silent'; readonly reason: string }

export interface LinkProber {
  /** Never throws; asks each address once. */
  probe(url: string): Promise<LinkState>
}

export interface ProbeOptions {
  /** Resolves names; the machine's own where nothing is said. */
  readonly lookup?: typeof systemLookup
  /** Addresses that are not to be connected to. */
  readonly refuses?: (address: string) => boolean
  /** For a whole probe, all hops. */
  readonly timeoutMs?: number
}

const MOST_HOPS = 10
const USER_AGENT = 'Mozilla/5.0 (compatible; pressrun-check)'
/** What servers say to programs that they do not want. 999 is LinkedIn's own. */
const REFUSALS = new Set([401, 403, 405, 406, 407, 418, 429, 451, 999])

export async function probeLink(url: string, options: ProbeOptions = {}): Promise<LinkState> {
  const { timeoutMs = 20_000 } = options
  const signal = AbortSignal.timeout(timeoutMs)
  const head = await follow(url, 'HEAD', signal, options)
  if (head.kind === 'fine' || head.kind === 'private' || head.kind === 'silent') return head
  // Many servers answer HEAD wrongly: only what GET says counts against a link.
  return follow(url, 'GET', signal, options)
}

async function follow(
  first: string,
  method: 'HEAD' | 'GET',
  signal: AbortSignal,
  options: ProbeOptions,
): Promise<LinkState> {
  const seen = new Set<string>()
  let cookies = ''
  for (let url = new URL(first); ; ) {
    // A page may send a reader back to itself once, with a cookie.
    const visit = `${url.href.replace(/#.*$/, '')}\n${cookies}`
    if (seen.has(visit)) return { kind: 'broken', reason: 'it leads around in a circle' }
    if (seen.size >= MOST_HOPS)
      return { kind: 'broken', reason: `it is redirected more than ${MOST_HOPS} times` }
    seen.add(visit)
    const answer = await ask(url, method, cookies, signal, options)
    if ('kind' in answer) return answer
    const { statusCode: status = 0, headers } = answer
    const { location } = headers
    if (status >= 300 && status < 400 && status !== 304 && location !== undefined) {
      const next = URL.parse(location, url.href)
      if (!next || !/^https?:$/.test(next.protocol))
        return { kind: 'broken', status, reason: 'it is redirected to no web page' }
      const given = (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0])
      if (given.length > 0 && next.host === url.host) cookies = given.join('; ')
      else if (next.host !== url.host) cookies = ''
      url = next
      continue
    }
    return stateOf(status, answer)
  }
}

function stateOf(status: number, { headers }: IncomingMessage): LinkState {
  if (status >= 200 && status < 400) return { kind: 'fine', status }
  const guarded = status === 503 && /cloudflare|akamai|ddos-guard/i.test(String(headers.server))
  if (REFUSALS.has(status) || guarded || headers['cf-mitigated'] !== undefined)
    return { kind: 'refused', status }
  const reason =
    status === 404
      ? 'the page is not there (404)'
      : status === 410
        ? 'the page is gone (410)'
        : `the server answers ${status}`
  return { kind: 'broken', status, reason }
}

class PrivateAddress extends Error {}

/** One request; its answer's head. */
function ask(
  url: URL,
  method: 'HEAD' | 'GET',
  cookies: string,
  signal: AbortSignal,
  { lookup = systemLookup, refuses = isPrivateAddress }: ProbeOptions,
): Promise<IncomingMessage | LinkState> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) > 0 && refuses(host)) return Promise.resolve({ kind: 'private', host })
  const guarded: LookupFunction = (hostname, options, callback) => {
    lookup(
      hostname,
      { all: true, family: options.family ?? 0 } as never,
      ((error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => {
        if (error) return callback(error, '', 0)
        if (addresses.length === 0 || addresses.some(({ address }) => refuses(address)))
          return callback(new PrivateAddress(hostname), '', 0)
        const [first] = addresses as [LookupAddress]
        return options.all
          ? (callback as unknown as (error: null, all: LookupAddress[]) => void)(null, addresses)
          : callback(null, first.address, first.family)
      }) as never,
    )
  }
  return new Promise((resolve) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method,
      agent: false,
      signal,
      lookup: guarded,
      headers: {
        'user-agent': USER_AGENT,
        accept: 'text/html,*/*;q=0.8',
        'accept-language': 'en,*;q=0.5',
        ...(cookies === '' ? {} : { cookie: cookies }),
      },
    })
    request.on('response', (response) => {
      resolve(response)
      // The head is all that is asked for, however slow or large the body.
      response.destroy()
    })
    request.on('error', (error) => resolve(failure(error, host, signal)))
    request.end()
  })
}

function failure(error: NodeJS.ErrnoException, host: string, signal: AbortSignal): LinkState {
  if (error instanceof PrivateAddress) return { kind: 'private', host }
  if (signal.aborted || error.code === 'ETIMEDOUT')
    return { kind: 'silent', reason: 'no answer came in time' }
  const reasons: Record<string, string> = {
    ENOTFOUND: `there is no host "${host}"`,
    ECONNREFUSED: 'nothing answers there',
    ECONNRESET: 'the connection is cut before an answer',
    CERT_HAS_EXPIRED: 'its certificate has expired',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
    ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
  }
  const known = reasons[error.code ?? '']
  if (known !== undefined) return { kind: 'broken', reason: known }
  if (/^(EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/.test(error.code ?? ''))
    return { kind: 'silent', reason: 'the network cannot be reached' }
  return { kind: 'broken', reason: `it cannot be read: ${error.message.split('\n')[0]}` }
}
