// pressrun send: an issue to a list of readers over SMTP.

import { resolve } from 'node:path'
import type { Subscriber } from '../audience/subscriber.ts'
import { PressrunError } from '../problem.ts'
import type { Limits } from '../project/project.ts'
import {
  type CommonOptions,
  command,
  findProjectRoot,
  issueSlugs,
  type Register,
  wholeNumber,
} from './command.ts'
import { counted, duration, size } from './format.ts'
import { progressBar } from './progress.ts'
import { studioRelay } from './to-studio.ts'

interface Options extends CommonOptions {
  readonly list?: string
  readonly to?: string
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly despiteErrors?: boolean
  readonly toStudio?: true | number
}

/** A catching inbox has nothing to be spared. */
const unhurried = ({ perSecond: _, ...rest }: Limits): Limits => rest

const port = (text: string): number => wholeNumber(1)(text)

export const sendCommand: Register = (program, terminal) => {
  command(program, 'send <issue>', 'send an issue to a list of readers')
    .option('--list <file>', 'the list: CSV, TSV, JSON, JSON Lines or YAML')
    .option('--to <address>', 'send one test copy to this address, marked [Test]')
    .option('--dry-run', 'send nothing, and say what would be done')
    .option('--yes', 'do not ask')
    .option('--despite-errors', 'send what the checks find errors in')
    .option('--to-studio [port]', 'send to the inbox of the open studio, and to no reader', port)
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
      const { subscriberFrom } = await import('../audience/record.ts')
      const { messageMaker } = await import('../message/maker.ts')
      const { send, smtpCarrier } = await import('../delivery/send.ts')
      const press = openPress(root, terminal.env)
      const { secrets, limits } = press.project
      const { issue, rendered } = await press.render(slug)
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

      const rehearsal = options.toStudio !== undefined
      // A test copy is for looking at what is wrong.
      if (list !== undefined) {
        const { checkBeforeSend } = await import('./letter-checks.ts')
        await checkBeforeSend(
          {
            ...{ root, press, issue, rendered, list: { name: list, rows: rows() } },
            ...{ despiteErrors: rehearsal || options.despiteErrors === true },
            quiet: options.json ?? false,
          },
          terminal,
        )
      }

      let readers = 0
      let bytes = 0
      let rejected = 0
      for await (const row of rows()) {
        if (row.kind === 'rejected') {
          rejected++
          if (!options.json) terminal.note(`left out  ${list}:${row.line}  ${row.reason}`)
          continue
        }
        readers++
        if (bytes === 0) bytes = (await make(row.subscriber)).bytes.length
      }
      const plan = `"${rendered.title}" goes to ${counted(readers, 'reader')}, about ${size(bytes)} each; ${counted(rejected, 'row')} left out.`
      if (!options.json) terminal.note(plan)
      if (options.dryRun) {
        if (options.json) terminal.print(JSON.stringify({ slug, readers, rejected, sent: false }))
        else terminal.print('dry run: nothing was sent.')
        return
      }
      const smtpUrl = rehearsal
        ? await studioRelay(root, options.toStudio ?? true)
        : secrets.smtpUrl
      if (!smtpUrl) {
        throw new PressrunError({
          code: 'config',
          message: 'no mail server is configured, so nothing was sent',
          mend: 'Set PRESSRUN_SMTP_URL=smtp://user:password@host:587 in .env or the environment.',
        })
      }
      if (!secrets.secret && !rehearsal) {
        throw new PressrunError({
          code: 'config',
          message: 'without PRESSRUN_SECRET nobody could unsubscribe, so nothing was sent',
          mend: 'Put PRESSRUN_SECRET into .env; make one with: openssl rand -base64 32',
        })
      }
      if (!options.yes && !rehearsal) {
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
      const carrier = smtpCarrier(smtpUrl, rehearsal ? unhurried(limits) : limits)
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
