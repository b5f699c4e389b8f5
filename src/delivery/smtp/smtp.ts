// Messages over SMTP to one mail server. The client is our own, over node:net and node:tls, because every reply must
// be told apart by what it answers, which nodemailer's errors do not say, and because a message of 100 kB costs it
// less than half of the CPU that nodemailer's SMTPConnection takes, which looks at every octet in JavaScript
// (ARCHITECTURE.md has the figures). OAuth2 tokens, SES and sendmail are nodemailer's.

import type { Limits } from '../../project/project.ts'
import type { Transport } from '../transport.ts'
import { type LaneSettings, SmtpLane } from './lane.ts'
import { tokenSource } from './oauth2.ts'
import { describeFacts, probe } from './probe.ts'
import { type SmtpServer, serverName } from './server.ts'
import { SenderTrouble } from './session.ts'
import { RFC_TIMEOUTS, type Timeouts } from './timeouts.ts'

export interface SmtpSettings extends Pick<LaneSettings, 'dsn'> {
  /** What outcomes call it; the server's host and port where nothing is said. */
  readonly name?: string
  readonly limits: Pick<Limits, 'connections' | 'messagesPerConnection'>
  readonly timeouts?: Partial<Timeouts>
}

export function smtpTransport(server: SmtpServer, settings: SmtpSettings): Transport {
  const { limits, dsn } = settings
  const name = settings.name ?? serverName(server)
  const timeouts = { ...RFC_TIMEOUTS, ...settings.timeouts }
  const tokens = server.login?.kind === 'oauth2' ? tokenSource(server.login) : undefined
  const lanes = new Set<SmtpLane>()
  return {
    name,
    lanes: limits.connections,
    open() {
      const lane = new SmtpLane({
        relay: name,
        server,
        timeouts,
        messagesPerConnection: limits.messagesPerConnection,
        ...(dsn ? { dsn } : {}),
        ...(tokens ? { tokens } : {}),
      })
      lanes.add(lane)
      return lane
    },
    async verify() {
      try {
        return { ok: true, detail: describeFacts(await probe(server, timeouts, tokens)) }
      } catch (error) {
        if (!(error instanceof SenderTrouble)) throw error
        return { ok: false, detail: error.message }
      }
    },
    async close() {
      await Promise.all([...lanes].map((lane) => lane.close()))
      lanes.clear()
    },
  }
}
