// pressrun send: an issue to a list of readers over SMTP.

import { resolve } from 'node:path'
import type { Subscriber } from '../audience/subscriber.ts'
import { PressrunError } from '../problem.ts'
import {
  type CommonOptions,
  command,
  findProjectRoot,
  issueSlugs,
  type Register,
} from './command.ts'
import { counted, duration, size } from './format.ts'
import { progressBar } from './progress.ts'

interface Options extends CommonOptions {
  readonly list?: string
  readonly to?: string
  readonly dryRun?: boolean
  readonly yes?: boolean
}

export const sendCommand: Register = (program, terminal) => {
  command(program, 'send <issue>', 'send an issue to a list of readers')
    .option('--list <file>', 'the list: CSV, TSV, JSON, JSON Lines or YAML')
    .option('--to <address>', 'send one test copy to this address, marked [Test]')
    .option('--dry-run', 'send nothing, and say what would be done')
    .option('--yes', 'do not ask')
    .action(async (name: string, options: Options) => {
      if ((options.list === undefined) === (options.to === undefined)) {
        throw new PressrunError({
          code: 'usage',
          message: 'nobody knows whom to send to',
          mend: 'Name a list with --list, or one address with --to.',
        })
      }
      const root = await findProjectRoot(options, terminal)
      const [slug] = (await issueSlugs(root, [name])) as [string]
      const { openPress } = await import('../build/press.ts')
      const { readList } = await import('../audience/list.ts')
      const { openRejects, withRejects } = await import('../audience/rejects.ts')
      const { listTally } = await import('../audience/tally.ts')
      const { subscriberFrom } = await import('../audience/record.ts')
      const { messageMaker } = await import('../message/maker.ts')
      const { send, smtpCarrier } = await import('../delivery/send.ts')
      const press = openPress(root, terminal.env)
      const { secrets, limits } = press.project
      const { rendered } = await press.render(slug)
      const maker = messageMaker({
        project: press.project,
        rendered,
        keys: press.keys,
        test: options.to !== undefined,
      })
      const at = new Date()
      const make = (subscriber: Subscriber) => maker.make(subscriber, at)

      async function* toOne(email: string) {
        const read = subscriberFrom({ ...press.project.sample, email })
        if ('reason' in read) {
          throw new PressrunError({ code: 'usage', message: read.reason, mend: 'Check --to.' })
        }
        yield { kind: 'subscriber', line: 1, subscriber: read.subscriber } as const
      }
      const { list, to } = options
      const rows = () =>
        to === undefined ? readList(resolve(terminal.cwd, list as string), list) : toOne(to)

      let readers = 0
      let bytes = 0
      const tally = listTally()
      const rejects = list === undefined ? undefined : openRejects(root, list)
      for await (const row of rejects ? withRejects(rows(), rejects) : rows()) {
        tally.add(row)
        if (row.kind === 'rejected') continue
        readers++
        if (bytes === 0) bytes = (await make(row.subscriber)).bytes.length
      }
      const { rejected, first } = tally.tally()
      if (!options.json) {
        for (const { line, reason } of first) terminal.note(`left out  ${list}:${line}  ${reason}`)
        if (rejected > 0) terminal.note(`all that were left out: ${rejects?.shown}`)
      }
      const plan = `"${rendered.title}" goes to ${counted(readers, 'reader')}, about ${size(bytes)} each; ${counted(rejected, 'row')} left out.`
      if (!options.json) terminal.note(plan)
      if (options.dryRun) {
        if (options.json) terminal.print(JSON.stringify({ slug, readers, rejected, sent: false }))
        else terminal.print('dry run: nothing was sent.')
        return
      }
      if (!secrets.smtpUrl) {
        throw new PressrunError({
          code: 'config',
          message: 'no mail server is configured, so nothing was sent',
          mend: 'Set PRESSRUN_SMTP_URL=smtp://user:password@host:587 in .env or the environment.',
        })
      }
      if (!secrets.secret) {
        throw new PressrunError({
          code: 'config',
          message: 'without PRESSRUN_SECRET nobody could unsubscribe, so nothing was sent',
          mend: 'Put PRESSRUN_SECRET into .env; make one with: openssl rand -base64 32',
        })
      }
      if (!options.yes) {
        if (!terminal.interactive) {
          throw new PressrunError({
            code: 'usage',
            message: 'nobody is there to be asked, so nothing was sent',
            mend: 'Add --yes to send without asking.',
          })
        }
        const answer = await terminal.ask('Send it? [y/N] ')
        if (!/^y(es)?$/i.test(answer.trim())) {
          terminal.print('Nothing was sent.')
          process.exitCode = 1
          return
        }
      }

      const stop = new AbortController()
      const release = terminal.onInterrupt(() => stop.abort())
      const carrier = smtpCarrier(secrets.smtpUrl, limits)
      const bar = progressBar(terminal, readers, 'messages')
      const start = performance.now()
      const accepted: string[] = []
      const failed: { email: string; reason: string }[] = []
      try {
        for await (const sent of send(rows(), make, carrier, stop.signal)) {
          if (sent.kind === 'accepted') accepted.push(sent.email)
          else if (sent.kind === 'failed') failed.push({ email: sent.email, reason: sent.reason })
          bar.update(accepted.length + failed.length)
        }
      } finally {
        bar.end()
        carrier.close()
        release()
      }
      const notReached = readers - accepted.length - failed.length
      if (options.json) {
        terminal.print(
          JSON.stringify({ slug, readers, rejected, accepted, failed, notReached }, null, 2),
        )
      } else {
        for (const { email, reason } of failed)
          terminal.note(`${terminal.paint('red', 'failed')}  ${email}  ${reason}`)
        if (stop.signal.aborted) {
          terminal.note('stopped. These readers were reached:')
          for (const email of accepted) terminal.note(`  ${email}`)
        }
        const word = failed.length + notReached === 0 ? terminal.paint('green', 'sent') : 'sent'
        terminal.print(
          `${word}  ${counted(accepted.length, 'message')} accepted, ${failed.length} failed, ${notReached} not reached, in ${duration(performance.now() - start)}`,
        )
      }
      if (failed.length + notReached > 0) process.exitCode = 1
    })
}
