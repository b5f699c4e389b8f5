// pressrun resume: a send that was paused goes on.

import { type CommonOptions, command, issueSlugs, openProject, type Register } from './command.ts'
import { readersWord } from './count-words.ts'

export const resumeCommand: Register = (program, terminal) => {
  command(program, 'resume <issue>', 'let a send go on that was paused').action(
    async (name: string, options: CommonOptions) => {
      const { project } = await openProject(options, terminal)
      const [slug] = (await issueSlugs(project.root, [name])) as [string]
      const { openStore } = await import('../store/open.ts')
      const { resumeSend } = await import('../delivery/pause.ts')
      const { steadyClock } = await import('../delivery/clock.ts')
      const store = await openStore(project, 'write')
      try {
        const { changed, status } = await resumeSend(store, slug, steadyClock())
        const { running, workers, counts } = status
        const left = counts.states.pending + counts.states.deferred
        if (options.json) {
          const result = { issue: slug, paused: false, changed, notSent: left }
          terminal.print(JSON.stringify(result, null, 2))
          return
        }
        if (!changed) terminal.print(`${slug} is not paused; nothing was changed`)
        else {
          const what = running ? 'it goes on within seconds' : 'nobody is sending it now'
          terminal.print(`resumed  ${readersWord(left)} still to be sent to; ${what}`)
        }
        if (running) terminal.print(`next: pressrun status ${slug} --watch`)
        else if (workers) terminal.print('next: start a worker, on any machine: pressrun worker')
        else
          terminal.print(`next: ${left > 0 ? `pressrun send ${slug}` : `pressrun report ${slug}`}`)
      } finally {
        await store.close()
      }
    },
  )
}
