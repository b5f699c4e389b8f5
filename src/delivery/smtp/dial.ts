// How a connection comes about, and in words for whoever runs the send why one does not.

import net from 'node:net'
import tls from 'node:tls'
import { type SmtpServer, serverName } from './server.ts'

/** Nothing will be heard any more. The message is a sentence about the server, with no full stop. */
export class WireTrouble extends Error {}

/**
 * A connection, encrypted where it is so from the first octet.
 * @throws WireTrouble
 */
export async function dial(
  server: SmtpServer,
  ms: number,
  signal?: AbortSignal,
): Promise<net.Socket> {
  const { host, port } = server
  const patience = { ms, name: serverName(server), signal }
  if (server.encryption !== 'implicit')
    return established(net.connect({ host, port }), 'connect', patience)
  const options = { ...secureOptions(server), host, port }
  return established(tls.connect(options), 'secureConnect', patience)
}

/**
 * TLS over a connection as it stands.
 * @throws WireTrouble
 */
export async function encrypt(
  socket: net.Socket,
  server: SmtpServer,
  ms: number,
): Promise<tls.TLSSocket> {
  const secure = tls.connect({ ...secureOptions(server), socket, host: server.host })
  return established(secure, 'secureConnect', { ms, name: serverName(server) })
}

function secureOptions({ host, ca, verify }: SmtpServer): tls.ConnectionOptions {
  return {
    rejectUnauthorized: verify,
    ...(net.isIP(host) ? {} : { servername: host }),
    ...(ca === undefined ? {} : { ca: [...tls.rootCertificates, ca] }),
  }
}

/** @param name `host:port` */
function unreachable(name: string, error: Error): string {
  const { code } = error as NodeJS.ErrnoException
  const host = name.slice(0, name.lastIndexOf(':'))
  switch (code) {
    case 'ECONNREFUSED':
      return `${name} refused the connection`
    case 'ENOTFOUND':
      return `there is no host ${host}`
    case 'EAI_AGAIN':
      return `the address of ${host} could not be looked up: DNS does not answer`
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'ETIMEDOUT':
      return `${name} cannot be reached (${code})`
    default:
      return `no connection to ${name} (${code ?? error.message})`
  }
}

const TLS_REASONS: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by somebody unknown',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by somebody unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by somebody unknown',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ECONNRESET: 'it broke off',
}

function tlsTrouble(name: string, error: Error): string {
  const { code = '', reason } = error as NodeJS.ErrnoException & { reason?: string }
  const [message = ''] = error.message.split('\n')
  return `no secure connection to ${name}: ${TLS_REASONS[code] ?? reason ?? message}`
}

interface Patience {
  readonly ms: number
  readonly name: string
  readonly signal?: AbortSignal | undefined
}

/** @throws WireTrouble */
async function established<T extends net.Socket>(
  socket: T,
  event: 'connect' | 'secureConnect',
  { ms, name, signal }: Patience,
): Promise<T> {
  let connected = !socket.connecting
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const fail = (problem: string) => reject(new WireTrouble(problem))
  const failed = (error: Error) =>
    fail(connected ? tlsTrouble(name, error) : unreachable(name, error))
  const closed = () =>
    fail(`${name} closed the connection before it was ${connected ? 'encrypted' : 'made'}`)
  const givenUp = () => fail(`the connection to ${name} was given up`)
  const timer = setTimeout(() => fail(silence(name, connected ? 'TLS' : 'the connection', ms)), ms)
  socket.once('connect', () => {
    connected = true
  })
  socket.once(event, resolve).on('error', failed).once('close', closed)
  if (signal?.aborted) givenUp()
  signal?.addEventListener('abort', givenUp)
  try {
    await promise
    return socket
  } catch (error) {
    // What comes after is of no account; left unheard it would end the process.
    socket.on('error', () => {}).destroy()
    throw error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', givenUp)
    socket.off('error', failed).off('close', closed)
  }
}

/** `smtp.example.com:587 did not answer DATA within 120 s` */
export const silence = (name: string, awaited: string, ms: number) =>
  `${name} did not answer ${awaited} within ${ms < 1000 ? `${ms} ms` : `${Math.round(ms / 1000)} s`}`
