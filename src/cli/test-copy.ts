// pressrun send --to: one copy for looking at, marked [Test], outside of the ledger.

import { subscriberFrom } from '../audience/record.ts'
import { PressrunError } from '../problem.ts'
import { openSending, type SendingOptions } from './sending.ts'
import type { Terminal } from './terminal.ts'

export async function sendTestCopy(
  name: string,
  to: string,
  options: SendingOptions,
  terminal: Terminal,
): Promise<void> {
  const { project, slug, makerFor, relays } = await openSending(name, options, terminal, true)
  const read = subscriberFrom({ ...project.sample, email: to })
  if ('reason' in read) {
    throw new PressrunError({ code: 'usage', message: read.reason, mend: 'Check --to.' })
  }
  const message = await makerFor().make(read.subscriber, new Date())
  const answer = { issue: slug, to: read.subscriber.email, bytes: message.size }
  if (options.dryRun) {
    if (options.json) terminal.print(JSON.stringify({ ...answer, accepted: false, dryRun: true }))
    else terminal.print(`dry run: nothing was sent to ${to}.`)
    return
  }
  const { sendOne } = await import('../delivery/send-one.ts')
  const { accepted, detail } = await sendOne(
    relays().map(({ transport }) => transport),
    message,
  )
  if (options.json) terminal.print(JSON.stringify({ ...answer, accepted, detail }))
  else if (accepted) terminal.print(`${terminal.paint('green', 'sent')}  to ${to}  ${detail}`)
  else terminal.note(`${terminal.paint('red', 'not sent')}  to ${to}  ${detail}`)
  if (!accepted) process.exitCode = 1
}
