// A worker whose messages are accepted as soon as they are marked: what is left is the ledger. Given limits, it says in the
// end when each message began, in milliseconds since 1970.

import { steadyClock } from '../../../src/delivery/clock.ts'
import type { Lane } from '../../../src/delivery/transport.ts'
import { runWorker } from '../../../src/delivery/worker.ts'
import { messageOf } from '../../../src/message/message.ts'
import { openStore } from '../../../src/store/open.ts'

const [databaseUrl, limited] = process.argv.slice(2) as [string, string?]
const LANES = 100
const from = 'letters@longmeridian.example'
const limits = {
  ...{ connections: LANES, messagesPerConnection: 100 },
  ...(limited === undefined ? {} : JSON.parse(limited)),
}
const times: number[] = []
const body = [Buffer.from('Subject: A letter\r\n\r\nHello.\r\n')]

const lane: Lane = {
  async send(_, beforeBody) {
    if (limited !== undefined) times.push(performance.timeOrigin + performance.now())
    if (!(await beforeBody())) return { kind: 'withheld' }
    return { kind: 'accepted', reply: { code: 250, text: 'ok' }, relay: 'at once' }
  },
  close: async () => {},
}
const transport = {
  ...{ name: 'at once', lanes: LANES, open: () => lane },
  verify: async () => ({ ok: true, detail: '' }),
  close: async () => {},
}
const stop = new AbortController()
process.stdin.on('end', () => stop.abort()).resume()
const store = await openStore({ root: '.', secrets: { databaseUrl } }, 'write')
console.log('ready')
await runWorker({
  ...{ store, name: String(process.pid), version: 'bench', limits },
  ...{ clock: steadyClock(), random: Math.random, stop: stop.signal },
  relays: [{ transport, weight: 1 }],
  makerFor:
    async () =>
    async ({ email }) =>
      messageOf({ id: '<x>', envelope: { from, to: email }, pieces: body, needsSmtpUtf8: false }),
  onWord: () => {},
})
if (limited !== undefined) console.log(JSON.stringify(times))
await store.close()
