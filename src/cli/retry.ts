// pressrun retry: readers who failed or are in doubt are sent to once more.

import { PressrunError } from '../problem.ts'
import { command, type Register } from './command.ts'
import { readersWord } from './count-words.ts'
import { grouped } from './format.ts'
import { resultLines, runSend } from './send-run.ts'
import { openSending, type SendingOptions } from './sending.ts'

interface Options extends SendingOptions {
  readonly failed?: boolean
  readonly inDoubt?: boolean
  readonly acceptChanges?: boolean
  readonly yes?: boolean
  readonly wait: boolean
}

export const retryCommand: Register = (program, terminal) => {
  command(
    program,
    'retry <issue>',
    'send once more to readers who failed, were put off, or are in doubt',
  )
    .option('--failed', 'who failed, but for addresses without a mailbox (the default)')
    .option('--in-doubt', 'who may have it already: they may get it twice')
    .option('--accept-changes', 'go on although the issue has changed since')
    .option('--no-wait', 'end when all that is left are readers whose time has not come')
    .option('--yes', 'do not ask')
    .action(async (name: string, options: Options) => {
      const sending = await openSending(name, options, terminal)
      const { slug, sender, parts } = sending
      sending.relays()
      const { putBack, retryable } = await import('../delivery/retry.ts')
      const { steadyClock } = await import('../delivery/clock.ts')
      const inDoubt = options.inDoubt ?? false
      const failed = options.failed ?? !inDoubt
      const store = await sending.openStore()
      try {
        const found = await retryable(store, slug)
        const count = (failed ? found.failed : 0) + (inDoubt ? found.inDoubt : 0) + found.putOff
        if (!options.json && failed && found.noMailbox > 0) {
          terminal.note(
            `${readersWord(found.noMailbox)} failed because there is no such mailbox, and stay so.`,
          )
        }
        if (count === 0) {
          if (options.json) terminal.print(JSON.stringify({ issue: slug, ...found, sent: false }))
          else {
            terminal.print('nobody is to be sent to again.')
            if (found.inDoubt > 0) {
              terminal.print(
                `next: ${grouped(found.inDoubt)} are in doubt; add --in-doubt to send to them`,
              )
            }
          }
          return
        }
        if (!options.yes) {
          if (!terminal.interactive || options.json) throw unasked()
          const twice = inDoubt && found.inDoubt > 0 ? ' Some may get it twice.' : ''
          const answer = await terminal.ask(`Send to ${readersWord(count)} again?${twice} [y/N] `)
          if (!/^y(es)?$/i.test(answer.trim())) {
            terminal.print('Nothing was sent.')
            process.exitCode = 1
            return
          }
        }
        const start = performance.now()
        const { plan } = await putBack({
          ...{ store, issue: slug, sender, parts, failed, inDoubt, clock: steadyClock() },
          acceptChanges: options.acceptChanges ?? false,
        })
        const applied = await runSend(sending, plan, store, options, terminal)
        const { failed: again, in_doubt: doubtful, pending, deferred } = applied.counts.states
        if (options.json) {
          terminal.print(
            JSON.stringify({ issue: slug, retried: count, sent: true, ...applied }, null, 2),
          )
        } else {
          const lines = resultLines(applied, sending, performance.now() - start, terminal)
          for (const line of lines) terminal.print(line)
        }
        if (again + doubtful + pending + deferred > 0) process.exitCode = 1
      } finally {
        await store.close()
      }
    })
}

const unasked = () =>
  new PressrunError({
    code: 'usage',
    message: 'nobody is there to be asked, so nothing was sent',
    mend: 'Add --yes to send without asking.',
  })
