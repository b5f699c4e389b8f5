// The other contestant, in a process of its own: nodemailer's pool, the same letter as a Handlebars template that is
// filled for each reader, signed by nodemailer. Keeps no ledger. Prints what it took as JSON.

import Handlebars from 'handlebars'
import { createTransport } from 'nodemailer'
import { letter, reader, SELECTOR } from './letter.ts'

const { port, readers, lanes } = JSON.parse(process.argv[2] as string) as {
  readonly port: number
  readonly readers: number
  readonly lanes: number
}

const { maker, images, pem, domain } = await letter()
const named = { ...reader(1), name: '{{name}}', firstName: '{{first_name}}' }
/** What differs by reader as an expression of Handlebars. */
const templateOf = (text: string) =>
  Handlebars.compile(text.replace(/https:[^"\s<>]*\/unsubscribe\/[\w-]+/g, '{{unsubscribe}}'))
const [subject, html, text] = [
  templateOf(maker.subject(named)),
  templateOf(maker.html(named)),
  templateOf(maker.text(named)),
]
const attachments = images.map(({ name, type, bytes, src }) => ({
  filename: name,
  content: Buffer.from(bytes),
  contentType: type,
  cid: src.slice('cid:'.length),
}))
const pool = createTransport({
  ...{ host: '127.0.0.1', port, pool: true, ignoreTLS: true },
  maxConnections: lanes,
  maxMessages: 1_000,
  dkim: { domainName: domain, keySelector: SELECTOR, privateKey: pem },
} as object)

let next = 0
async function work(): Promise<void> {
  while (next < readers) {
    const { email, name, firstName } = reader(++next)
    const unsubscribe = `https://letters.longmeridian.example/unsubscribe/${email}`
    const values = { name, first_name: firstName, unsubscribe }
    await pool.sendMail({
      from: 'Long Meridian <letters@longmeridian.example>',
      to: { name, address: email },
      subject: subject(values),
      html: html(values),
      text: text(values),
      attachments,
      headers: {
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    })
  }
}

const start = performance.now()
const cpu = process.cpuUsage()
// More than connections, so that none of them waits for the next message.
await Promise.all(Array.from({ length: lanes * 2 }, work))
const { user, system } = process.cpuUsage(cpu)
const cpuMs = (user + system) / 1_000
console.log(JSON.stringify({ sendMs: performance.now() - start, cpuMs, accepted: readers }))
pool.close()
