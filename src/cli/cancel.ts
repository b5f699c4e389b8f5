// pressrun cancel: an issue is sent to nobody more.

import { type CommonOptions, command, issueSlugs, openProject, type Register } from './command.ts'
import { readersWord } from './count-words.ts'

interface Options extends CommonOptions {
  readonly yes?: boolean
}

export const cancelCommand: Register = (program, terminal) => {
  command(program, 'cancel <issue>', 'send an issue to nobody more')
    .option('--yes', 'do not ask')
    .action(async (name: string, options: Options) => {
      const { project } = await openProject(options, terminal)
      const [slug] = (await issueSlugs(project.root, [name])) as [string]
      const { openStore } = await import('../store/open.ts')
      const { cancelSend } = await import('../delivery/cancel.ts')
      const { statusOf } = await import('../delivery/status.ts')
      const { steadyClock } = await import('../delivery/clock.ts')
      const reading = await openStore(project, 'read')
      const clock = steadyClock()
      const { counts, state } = await statusOf(reading, slug, clock).finally(() => reading.close())
      const left = counts.states.pending + counts.states.deferred
      const over = state === 'done' || state === 'cancelled'
      if (terminal.interactive && !options.yes && !options.json && !over) {
        const answer = await terminal.ask(`${readersWord(left)} would not get it. Cancel? [y/N] `)
        if (!/^y(es)?$/i.test(answer.trim())) {
          terminal.print('Nothing was cancelled.')
          process.exitCode = 1
          return
        }
      }
      const store = await openStore(project, 'write')
      try {
        const { running } = await cancelSend(store, slug, clock)
        if (options.json) {
          terminal.print(JSON.stringify({ issue: slug, cancelled: true, notSent: left }, null, 2))
        } else {
          const when = running ? '; the process that sends it stops within seconds' : ''
          terminal.print(`cancelled  ${readersWord(left)} will not get it${when}`)
          terminal.print(`next: who they are: pressrun export ${slug} --state unsent`)
        }
      } finally {
        await store.close()
      }
    })
}
