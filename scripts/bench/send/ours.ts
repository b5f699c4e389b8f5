// One contestant, in a process of its own: plans a send to so many readers and applies it, with the ledger on disk.
// Prints what it took as JSON.

import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { keepHeapSmall, keepNurserySmall } from '../../../src/cli/flat-memory.ts'
import { applyPlan } from '../../../src/delivery/apply.ts'
import { steadyClock } from '../../../src/delivery/clock.ts'
import { planSend } from '../../../src/delivery/plan.ts'
import { smtpServer } from '../../../src/delivery/smtp/server.ts'
import { smtpTransport } from '../../../src/delivery/smtp/smtp.ts'
import { messageOf } from '../../../src/message/message.ts'
import { openStore } from '../../../src/store/open.ts'
import { letter, reader } from './letter.ts'

export interface OurOrder {
  /** Where the store is made: on a disk, not in memory. */
  readonly folder: string
  readonly port: number
  readonly readers: number
  readonly lanes: number
  /** Bytes of a letter that is made for nobody in particular; absent: the sample issue, signed. */
  readonly plainBytes?: number
  readonly planOnly?: boolean
}

export interface OurFigures {
  readonly planMs: number
  readonly sendMs: number
  readonly accepted: number
  readonly messageBytes: number
  /** Processor time of sending, all threads. */
  readonly cpuMs: number
  /** Peak resident memory, bytes. */
  readonly peakRss: number
}

// As the command does.
keepHeapSmall()
keepNurserySmall()
const order = JSON.parse(process.argv[2] as string) as OurOrder
const { folder, port, readers, lanes, plainBytes, planOnly } = order
const root = mkdtempSync(join(folder, 'pressrun-bench-'))
const limits = { connections: lanes, messagesPerConnection: 1_000 }
const clock = steadyClock()

async function* list() {
  for (let line = 1; line <= readers; line++)
    yield { kind: 'subscriber', line, subscriber: reader(line) } as const
}

const body = Buffer.from(
  `From: a@longmeridian.example\r\nSubject: A letter\r\n\r\n${'All is well here, and the ferry is late again today.\r\n'.repeat(Math.ceil((plainBytes ?? 0) / 54))}`,
)
const { maker } = await letter()
let messageBytes = body.length
const store = await openStore(root, 'write')
const part = 'the same'
const parts = { subject: part, preheader: part, html: part, text: part, images: part, list: part }
const issue = 'bench'
const start = performance.now()
const plan = await planSend({ store, issue, sender: 'a', parts, list: list(), clock })
const planned = performance.now()
const cpu = process.cpuUsage()
let accepted = 0
if (!planOnly) {
  const transport = smtpTransport(smtpServer(`smtp://127.0.0.1:${port}?tls=off`, 'bench'), {
    limits,
  })
  const { counts } = await applyPlan({
    ...{ store, issue, agreed: plan, limits, clock, random: Math.random },
    relays: [{ transport, weight: 1 }],
    stop: new AbortController().signal,
    async make(subscriber) {
      if (plainBytes !== undefined) {
        const { email: to } = subscriber
        const envelope = { from: 'a@longmeridian.example', to }
        return messageOf({ id: `<${to}>`, envelope, pieces: [body], needsSmtpUtf8: false })
      }
      const message = await maker.make(subscriber, new Date())
      messageBytes = message.size
      return message
    },
  })
  accepted = counts.states.accepted
  await transport.close()
}
const ended = performance.now()
const { user, system } = process.cpuUsage(cpu)
await store.close()
rmSync(root, { recursive: true })
const figures: OurFigures = {
  planMs: planned - start,
  sendMs: ended - planned,
  cpuMs: (user + system) / 1_000,
  accepted,
  messageBytes,
  peakRss: process.resourceUsage().maxRSS * 1024,
}
console.log(JSON.stringify(figures))
