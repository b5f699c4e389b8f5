// A mail server tried: connected to, encrypted, logged in, and left again. Nothing is sent.

import type { Capabilities } from './capabilities.ts'
import type { TokenSource } from './oauth2.ts'
import { type SmtpServer, serverName } from './server.ts'
import { openSession } from './session.ts'
import type { Timeouts } from './timeouts.ts'

export interface SmtpFacts {
  /** `mail.example.com:587` */
  readonly name: string
  /** Absent: the connection is not encrypted. */
  readonly tls?: {
    readonly version: string
    readonly cipher: string
    /** When the server's certificate expires. */
    readonly until?: Date
  }
  readonly login?: { readonly user: string; readonly mechanism: string }
  readonly capabilities: Capabilities
}

/** @throws SenderTrouble */
export async function probe(
  server: SmtpServer,
  timeouts: Timeouts,
  tokens?: TokenSource,
): Promise<SmtpFacts> {
  const { wire, capabilities, mechanism } = await openSession(server, timeouts, { tokens })
  const { tls } = wire
  wire.say('QUIT\r\n')
  await wire.hear('QUIT', timeouts.connect).catch(() => {})
  wire.destroy()
  const user = server.login?.user
  return {
    name: serverName(server),
    ...(tls ? { tls } : {}),
    ...(user !== undefined && mechanism !== undefined ? { login: { user, mechanism } } : {}),
    capabilities,
  }
}

/** `mail.example.com:587: TLSv1.3, logs in as ana with PLAIN, takes 25 MB, offers PIPELINING, SMTPUTF8` */
export function describeFacts({ name, tls, login, capabilities }: SmtpFacts): string {
  const { pipelining, smtpUtf8, dsn, maxSize } = capabilities
  const offers = [pipelining && 'PIPELINING', smtpUtf8 && 'SMTPUTF8', dsn && 'DSN'].filter(Boolean)
  const parts = [
    tls ? tls.version : 'not encrypted',
    login ? `logs in as ${login.user} with ${login.mechanism}` : 'no login',
    maxSize === undefined ? '' : `takes ${(maxSize / 1_000_000).toFixed(1)} MB`,
    offers.length > 0 ? `offers ${offers.join(', ')}` : '',
  ]
  return `${name}: ${parts.filter((part) => part !== '').join(', ')}`
}
