// A page or an image from the web, bounded in every way: time, bytes (also after decompression), redirects, types.
// An address is looked at when a connection is made, at each redirect anew, so that no name can lead elsewhere
// between the question and the call.

import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { PressrunError } from '../../problem.ts'
import { isPublicAddress, onlyTo, PrivateAddress } from '../../project/public-address.ts'

export interface FetchLimits {
  readonly bytes: number
  /** For all of it, redirects included. */
  readonly ms: number
  readonly redirects: number
  /** Types that are taken, without parameters: `text/html`; `image/` takes all that begin so. */
  readonly types: readonly string[]
}

export interface Fetched {
  /** Where it was in the end. */
  readonly url: string
  readonly bytes: Buffer
  /** Without parameters, in lower case; empty where the server said none. */
  readonly type: string
  readonly charset?: string
}

export interface FetchEdges {
  /** Whether an address may be connected to. */
  readonly allows?: (address: string) => boolean
  readonly signal?: AbortSignal
}

/** @throws PressrunError `file`, exit code 1 where the network or the server is the trouble */
export async function fetchBounded(
  address: string,
  limits: FetchLimits,
  { allows = isPublicAddress, signal }: FetchEdges = {},
): Promise<Fetched> {
  const deadline = AbortSignal.timeout(limits.ms)
  const stop = signal ? AbortSignal.any([deadline, signal]) : deadline
  let url = checkedUrl(address, address)
  for (let hops = 0; ; hops++) {
    let response: IncomingMessage
    try {
      response = await ask(url, allows, stop)
    } catch (error) {
      throw failed(url, error, deadline)
    }
    const { statusCode = 0, headers } = response
    if (statusCode >= 300 && statusCode < 400 && headers.location) {
      response.destroy()
      if (hops >= limits.redirects)
        throw refused(
          address,
          `leads on more than ${limits.redirects} times`,
          'Open it in a browser and take the address that it ends at.',
        )
      url = checkedUrl(headers.location, address, url)
      continue
    }
    try {
      return await take(response, url, limits)
    } catch (error) {
      response.destroy()
      throw failed(url, error, deadline)
    }
  }
}

function checkedUrl(text: string, shown: string, base?: URL): URL {
  const url = URL.parse(text, base?.href)
  if (!url || !/^https?:$/.test(url.protocol))
    throw refused(
      shown,
      base ? 'leads to what is no web page' : 'is no web address',
      'Write it whole, as https://host/path.',
    )
  if (url.username !== '' || url.password !== '')
    throw refused(shown, 'holds a user name or a password', 'Leave them out.')
  return url
}

function ask(
  url: URL,
  allows: (address: string) => boolean,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !allows(host)) throw new PrivateAddress()
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const request: ClientRequest = send(url, {
      method: 'GET',
      agent: false,
      signal,
      lookup: onlyTo(allows),
      maxHeaderSize: 32_768,
      headers: {
        accept: 'text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5',
        'accept-encoding': 'gzip, deflate, br',
        'user-agent': 'Pressrun/1.0 (newsletter import; one page, asked for by a person)',
      },
    })
    request.on('socket', (socket) =>
      socket.on('connect', () => {
        if (!allows(socket.remoteAddress ?? '')) request.destroy(new PrivateAddress())
      }),
    )
    request.on('response', resolve)
    request.on('error', reject)
    request.end()
  })
}

class Refusal extends Error {
  readonly mend: string
  constructor(message: string, mend: string) {
    super(message)
    this.mend = mend
  }
}

async function take(response: IncomingMessage, url: URL, limits: FetchLimits): Promise<Fetched> {
  const { statusCode = 0, headers } = response
  if (statusCode !== 200)
    throw new Refusal(
      `answers with ${statusCode}`,
      'See in a browser whether it is there, save the page and import the file.',
    )
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(/\s*;\s*/)
  const taken = limits.types.some((known) =>
    known.endsWith('/') ? type.startsWith(known) : type === known,
  )
  if (type !== '' && !taken)
    throw new Refusal(`is ${type}, which cannot be imported`, 'Save its text and import that.')
  if (Number(headers['content-length'] ?? 0) > limits.bytes) throw tooLarge(limits)
  const charset = parameters.map((text) => /^charset="?([^"]+)"?$/.exec(text)?.[1]).find(Boolean)
  const bytes = await bounded(response, headers['content-encoding'] ?? '', limits)
  return { url: url.href, bytes, type, ...(charset ? { charset } : {}) }
}

async function bounded(
  response: IncomingMessage,
  encoding: string,
  limits: FetchLimits,
): Promise<Buffer> {
  const opened = decompressed(response, encoding.trim().toLowerCase())
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of opened) {
    size += (chunk as Buffer).length
    if (size > limits.bytes) throw tooLarge(limits)
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}

function decompressed(response: IncomingMessage, encoding: string): AsyncIterable<unknown> {
  if (encoding === '' || encoding === 'identity') return response
  const makes = {
    gzip: createGunzip,
    'x-gzip': createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
  }
  const make = makes[encoding as keyof typeof makes]
  if (!make) throw new Refusal(`is packed as ${encoding}`, 'Save the page and import the file.')
  const stream = make()
  response.on('error', (error) => stream.destroy(error))
  response.on('aborted', () => stream.destroy(new Error('the connection was lost')))
  return response.pipe(stream)
}

const tooLarge = ({ bytes }: FetchLimits) =>
  new Refusal(
    `is larger than ${bytes / 1e6} MB`,
    'Save the part that you need and import the file.',
  )

function refused(address: string, message: string, mend: string): PressrunError {
  return new PressrunError({ code: 'file', message: `${shown(address)} ${message}`, mend })
}

const shown = (address: string) => (address.length > 120 ? `${address.slice(0, 120)}…` : address)

function failed(url: URL, error: unknown, deadline: AbortSignal): PressrunError {
  if (error instanceof PressrunError) return error
  const fail = (message: string, mend: string, exitCode: 1 | 2 = 1) =>
    new PressrunError(
      { code: 'file', message: `${shown(url.href)} ${message}`, mend },
      { exitCode },
    )
  if (error instanceof Refusal) return fail(error.message, error.mend, 2)
  const cause = error as NodeJS.ErrnoException
  if (cause instanceof PrivateAddress)
    return fail(
      'is an address of this machine or a private network',
      'Save the page and import the file.',
      2,
    )
  if (deadline.aborted)
    return fail('takes too long', 'Try again later, or save the page and import the file.')
  const reasons: Record<string, string> = {
    ENOTFOUND: 'cannot be found',
    EAI_AGAIN: 'cannot be found at the moment',
    ECONNREFUSED: 'refuses the connection',
    ECONNRESET: 'broke off',
    HPE_HEADER_OVERFLOW: 'sends headers without end',
  }
  const why = reasons[cause.code ?? ''] ?? `cannot be read: ${cause.message.split('\n')[0]}`
  return fail(why, 'Check the address, and that this machine is online.')
}
