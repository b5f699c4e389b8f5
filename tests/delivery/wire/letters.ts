// Messages to send, and lanes to send them over, for tests of the wire.

import { onTestFinished } from 'vitest'
import { smtpServer } from '../../../src/delivery/smtp/server.ts'
import { type SmtpSettings, smtpTransport } from '../../../src/delivery/smtp/smtp.ts'
import type { Lane, Transport } from '../../../src/delivery/transport.ts'
import { type Message, messageOf } from '../../../src/message/message.ts'

export function letter(
  to = 'ana@example.com',
  parts: Partial<Pick<Message, 'id' | 'envelope' | 'pieces' | 'needsSmtpUtf8'>> = {},
): Message {
  const mark = to.replace(/\W/g, '').padEnd(32, '0')
  const text = `Subject: a letter\r\nTo: ${to}\r\n\r\nGood morning.\r\n.dot\r\n..dots\r\n`
  return messageOf({
    id: `<${mark}@longmeridian.example>`,
    envelope: { from: 'letters@longmeridian.example', to },
    pieces: [Buffer.from(text)],
    needsSmtpUtf8: false,
    ...parts,
  })
}

export const yes = () => true

type Settings = Partial<Omit<SmtpSettings, 'limits'>> & Partial<SmtpSettings['limits']>

export function transportTo(url: string, settings: Settings = {}): Transport {
  const { connections = 3, messagesPerConnection = 100, ...rest } = settings
  const limits = { connections, messagesPerConnection }
  const transport = smtpTransport(smtpServer(url, 'PRESSRUN_SMTP_URL'), {
    name: 'relay',
    ...rest,
    limits,
  })
  onTestFinished(() => transport.close())
  return transport
}

export const laneTo = (url: string, settings: Settings = {}): Lane =>
  transportTo(url, settings).open()
