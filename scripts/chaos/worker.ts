// A worker that is killed and stopped: the store, the loop and the SMTP transport that `pressrun worker` has, and signs
// in quick succession.

import { steadyClock } from '../../src/delivery/clock.ts'
import { smtpServer } from '../../src/delivery/smtp/server.ts'
import { smtpTransport } from '../../src/delivery/smtp/smtp.ts'
import { runWorker } from '../../src/delivery/worker.ts'
import { messageOf } from '../../src/message/message.ts'
import { openStore } from '../../src/store/open.ts'

export interface WorkerOrder {
  readonly databaseUrl: string
  readonly port: number
  readonly lanes: number
  readonly beatMs: number
  readonly leaseMs: number
}

const order = JSON.parse(process.argv[2] as string) as WorkerOrder
const { databaseUrl, port, lanes, beatMs, leaseMs } = order
const from = 'letters@longmeridian.example'
const limits = { connections: lanes, messagesPerConnection: 50 }
const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())
process.stdin.on('end', () => process.exit()).resume()

async function opened() {
  for (;;) {
    try {
      return await openStore({ root: '.', secrets: { databaseUrl } }, 'write')
    } catch {
      // Begun while the database is away.
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

const store = await opened()
const transport = smtpTransport(smtpServer(`smtp://127.0.0.1:${port}`, 'chaos'), { limits })
await runWorker({
  ...{ store, name: String(process.pid), version: 'chaos', limits, beatMs, leaseMs },
  ...{ clock: steadyClock(), random: Math.random, stop: stop.signal, graceMs: 2_000 },
  relays: [{ transport, weight: 1 }],
  senderBackoff: { firstMs: 50, mostMs: 200, jitter: 0.2 },
  makerFor:
    async ({ issue }) =>
    async ({ email }) =>
      messageOf({
        id: `<${issue}-${email}>`,
        envelope: { from, to: email },
        pieces: [
          Buffer.from(
            `From: ${from}\r\nTo: ${email}\r\nSubject: A letter\r\n\r\n${'All is well here.\r\n'.repeat(100)}`,
          ),
        ],
        needsSmtpUtf8: false,
      }),
  onWord: () => {},
})
await transport.close()
await store.close()
