// A mail server that counts by itself: each message is in its receipts on disk before it answers. Takes now and then
// a moment longer, so that a kill finds messages at every stage. It lives until its input ends.

import { appendFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

const [receipts] = process.argv.slice(2) as [string]

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, session, done) {
    stream.resume()
    stream.on('end', () => {
      const [rcpt] = session.envelope.rcptTo
      appendFileSync(receipts, `${rcpt?.address}\n`)
      if (Math.random() < 0.9) done()
      else setTimeout(done, Math.random() * 10)
    })
  },
})
// Whoever was killed in the middle leaves a connection behind.
server.on('error', () => {})
server.listen(0, '127.0.0.1', () => {
  console.log((server.server.address() as AddressInfo).port)
})
process.stdin.on('end', () => process.exit()).resume()
