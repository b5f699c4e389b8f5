// pressrun pause: nobody more is sent to until it is resumed.

import { type CommonOptions, command, issueSlugs, openProject, type Register } from './command.ts'
import { readersWord } from './count-words.ts'

export const pauseCommand: Register = (program, terminal) => {
  command(program, 'pause <issue>', 'let nobody more be sent to until `resume`').action(
    async (name: string, options: CommonOptions) => {
      const { project } = await openProject(options, terminal)
      const [slug] = (await issueSlugs(project.root, [name])) as [string]
      const { openStore } = await import('../store/open.ts')
      const { pauseSend } = await import('../delivery/pause.ts')
      const { steadyClock } = await import('../delivery/clock.ts')
      const store = await openStore(project, 'write')
      try {
        const { changed, status } = await pauseSend(store, slug, steadyClock())
        const { running, counts, pausedAt } = status
        const left = counts.states.pending + counts.states.deferred
        if (options.json) {
          const result = { issue: slug, paused: true, changed, pausedAt, notSent: left }
          terminal.print(JSON.stringify(result, null, 2))
          return
        }
        const what = running
          ? 'whoever sends it begins no more letters within seconds'
          : 'nobody is sending it now'
        terminal.print(
          changed
            ? `paused  ${readersWord(left)} still to be sent to; ${what}`
            : `paused already  ${readersWord(left)} still to be sent to`,
        )
        terminal.print(`next: go on: pressrun resume ${slug}; call it off: pressrun cancel ${slug}`)
      } finally {
        await store.close()
      }
    },
  )
}
