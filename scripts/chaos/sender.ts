// The process that is killed: plans a send and applies it, with the store, the engine and the SMTP transport that
// `pressrun send` has. At a named step, the nth time it comes there, it kills itself.

import { writeSync } from 'node:fs'
import { applyPlan } from '../../src/delivery/apply.ts'
import { steadyClock } from '../../src/delivery/clock.ts'
import { planSend } from '../../src/delivery/plan.ts'
import { smtpServer } from '../../src/delivery/smtp/server.ts'
import { smtpTransport } from '../../src/delivery/smtp/smtp.ts'
import { messageOf } from '../../src/message/message.ts'
import { openStore } from '../../src/store/open.ts'

export interface SenderOrder {
  /** Where the store is. */
  readonly root: string
  readonly issue: string
  readonly port: number
  readonly readers: number
  readonly lanes: number
  readonly onInDoubt: 'hold' | 'resend'
  /** Where to die; absent: only when killed from outside. */
  readonly die?: { readonly step: string; readonly time: number }
}

const order = JSON.parse(process.argv[2] as string) as SenderOrder
const { root, issue, port, readers, lanes, onInDoubt, die } = order
const limits = { connections: lanes, messagesPerConnection: 50 }
const clock = steadyClock()
const from = 'letters@longmeridian.example'

let times = 0
function at(step: string): void {
  if (step === 'recovered') writeSync(1, 'sending\n')
  if (step === die?.step && ++times === die.time) process.kill(process.pid, 'SIGKILL')
}

async function* list() {
  for (let line = 1; line <= readers; line++) {
    if (line % 100 === 0) at('planning')
    const email = `reader-${line}@domain-${line % 7}.example`
    const subscriber = { email, name: '', firstName: '', lang: '', tags: [], fields: {} }
    yield { kind: 'subscriber', line, subscriber } as const
  }
}

const store = await openStore(root, 'write')
const digest = 'the same each time'
const parts = { subject: digest, preheader: digest, html: digest, text: digest, images: digest }
const plan = await planSend({
  ...{
    store,
    issue,
    sender: from,
    parts: { ...parts, list: String(readers) },
    list: list(),
    clock,
  },
})
at('planned')
// Whoever is killed at the very end leaves nothing to do.
if (plan.state === 'done') {
  writeSync(1, 'done\n')
  await store.close()
  process.exit()
}
const transport = smtpTransport(smtpServer(`smtp://127.0.0.1:${port}`, 'chaos'), { limits })
const { counts } = await applyPlan({
  ...{ store, issue, agreed: plan, limits, clock, random: Math.random },
  relays: [{ transport, weight: 1 }],
  rules: { onInDoubt },
  stop: new AbortController().signal,
  onStep: at,
  async make({ email }) {
    const bytes = Buffer.from(
      `From: ${from}\r\nTo: ${email}\r\nSubject: A letter\r\n\r\n${'All is well here.\r\n'.repeat(100)}`,
    )
    const envelope = { from, to: email }
    return messageOf({ id: `<${issue}-${email}>`, envelope, pieces: [bytes], needsSmtpUtf8: false })
  },
})
await transport.close()
await store.close()
writeSync(1, `done ${JSON.stringify(counts.states)}\n`)
