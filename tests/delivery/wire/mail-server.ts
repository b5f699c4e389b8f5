// A mail server of flesh and blood, smtp-server's, that keeps what it takes.

import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { onTestFinished } from 'vitest'

const CERTIFICATES = join(import.meta.dirname, 'certificates')
/** `localhost`: for that name and 127.0.0.1; `elsewhere`: for another host. Both sign themselves. */
export const certificateFile = (name: 'localhost' | 'elsewhere') =>
  join(CERTIFICATES, `${name}.pem`)
export const certificate = (name: 'localhost' | 'elsewhere') => ({
  cert: readFileSync(certificateFile(name)),
  key: readFileSync(join(CERTIFICATES, `${name}.key.pem`)),
})

export interface Received {
  readonly from: string
  readonly to: string
  /** Parameters of MAIL and RCPT, as the server read them. */
  readonly mailArgs: Record<string, string | true>
  readonly bytes: Buffer
  readonly secure: boolean
  readonly user: string | undefined
  readonly session: string
}

export interface MailServer {
  readonly port: number
  readonly received: Received[]
  /** Connections that were made. */
  connections: number
}

export async function mailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const server: { port: number; received: Received[]; connections: number } = {
    port: 0,
    received: [],
    connections: 0,
  }
  const smtp = new SMTPServer({
    authOptional: true,
    onConnect(_, done) {
      server.connections++
      done()
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        server.received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo[0]?.address ?? '',
          mailArgs: (mailFrom ? mailFrom.args : {}) as Record<string, string | true>,
          bytes: Buffer.concat(chunks),
          secure: session.secure,
          user: session.user,
          session: session.id,
        })
        done()
      })
    },
    ...certificate('localhost'),
    ...options,
  })
  // Connections that a client breaks off are what some tests are about.
  smtp.on('error', () => {})
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => smtp.close(() => resolve())))
  server.port = (smtp.server.address() as AddressInfo).port
  return server
}
