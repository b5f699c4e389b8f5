// A connection that is ready for messages: greeted, encrypted as the address asks, logged in. Nothing about any
// reader has been said yet, so whatever goes wrong here is the sender's trouble and nobody else's.

import { hostname } from 'node:os'
import type { Reply } from '../transport.ts'
import { type Capabilities, capabilitiesOf, NO_CAPABILITIES } from './capabilities.ts'
import { WireTrouble } from './dial.ts'
import { LoginRefused, logIn } from './login.ts'
import type { TokenSource } from './oauth2.ts'
import { type RawReply, replyOf, replyText } from './reply.ts'
import { isLoopback, type SmtpServer } from './server.ts'
import type { Timeouts } from './timeouts.ts'
import { Wire } from './wire.ts'

export interface Session {
  readonly wire: Wire
  readonly capabilities: Capabilities
  /** SASL mechanism; absent where nobody logged in. */
  readonly mechanism?: string
}

/** The sender is the trouble. The message is a sentence, with no full stop. */
export class SenderTrouble extends Error {
  readonly reply: Reply | undefined

  constructor(message: string, reply?: Reply) {
    super(message)
    this.reply = reply
  }
}

export interface Means {
  /** For a login with OAuth2. */
  readonly tokens?: TokenSource | undefined
  /** Gives the connection up, however far it is. */
  readonly signal?: AbortSignal
}

/** @throws SenderTrouble */
export async function openSession(
  server: SmtpServer,
  timeouts: Timeouts,
  { tokens, signal }: Means = {},
): Promise<Session> {
  let wire: Wire | undefined
  const giveUp = () => wire?.destroy()
  try {
    wire = await Wire.connect(server, timeouts.connect, signal)
    signal?.addEventListener('abort', giveUp)
    const greeting = await wire.hear('with a greeting', timeouts.greeting)
    if (greeting.code !== 220) throw said(wire, 'answers the connection', greeting)
    let capabilities = await introduce(wire, server, timeouts)
    if (wants(server, capabilities)) {
      await startTls(wire, server, timeouts)
      // What was offered in the clear is worth nothing.
      capabilities = await introduce(wire, server, timeouts)
    }
    if (!server.login) return { wire, capabilities }
    return {
      wire,
      capabilities,
      mechanism: await enter(wire, server, capabilities, timeouts, tokens),
    }
  } catch (error) {
    wire?.destroy()
    if (error instanceof WireTrouble) throw new SenderTrouble(error.message)
    throw error
  } finally {
    signal?.removeEventListener('abort', giveUp)
  }
}

async function introduce(
  wire: Wire,
  { clientName }: SmtpServer,
  { command }: Timeouts,
): Promise<Capabilities> {
  const name = clientName ?? ownName(wire.localAddress)
  wire.say(`EHLO ${name}\r\n`)
  const long = await wire.hear('EHLO', command)
  if (isYes(long)) return capabilitiesOf(long.lines)
  if (long.code < 500) throw said(wire, 'answers EHLO', long)
  wire.say(`HELO ${name}\r\n`)
  const short = await wire.hear('HELO', command)
  if (isYes(short)) return NO_CAPABILITIES
  throw said(wire, 'answers HELO', short)
}

/** RFC 5321 section 4.1.3: an address in brackets where there is no name in full. */
function ownName(address = '127.0.0.1'): string {
  const name = hostname()
  if (/^[\w-]+(\.[\w-]+)+$/.test(name)) return name
  return address.includes(':') ? `[IPv6:${address}]` : `[${address}]`
}

function wants(server: SmtpServer, { startTls }: Capabilities): boolean {
  if (server.encryption === 'required') return true
  return server.encryption === 'optional' && startTls
}

async function startTls(wire: Wire, server: SmtpServer, timeouts: Timeouts): Promise<void> {
  wire.say('STARTTLS\r\n')
  const reply = await wire.hear('STARTTLS', timeouts.command)
  if (reply.code !== 220)
    throw said(
      wire,
      'offers no encryption, and without it nothing is sent: it answers STARTTLS',
      reply,
    )
  await wire.secure(server, timeouts.connect)
}

async function enter(
  wire: Wire,
  server: SmtpServer,
  { logins }: Capabilities,
  { command }: Timeouts,
  tokens: TokenSource | undefined,
): Promise<string> {
  if (!wire.tls && server.encryption !== 'off' && !isLoopback(server.host))
    throw new SenderTrouble(
      `${wire.name} offers no encryption, and a password is not sent without it`,
    )
  const ask = (line: string) => {
    wire.say(`${line}\r\n`)
    return wire.hear('AUTH', command)
  }
  try {
    return await logIn(ask, server.login as NonNullable<typeof server.login>, logins, tokens)
  } catch (error) {
    if (!(error instanceof LoginRefused)) throw error
    throw new SenderTrouble(`${wire.name} ${error.message}`, error.reply)
  }
}

const isYes = ({ code }: RawReply) => code >= 200 && code < 300

function said(wire: Wire, how: string, raw: RawReply): SenderTrouble {
  const reply = replyOf(raw)
  return new SenderTrouble(`${wire.name} ${how} with ${replyText(reply)}`, reply)
}
