// pressrun pause and pressrun resume: nobody more is sent to, until somebody says so.

import type { Paused } from '../delivery/pause.ts'
import { type CommonOptions, command, issueSlugs, openProject, type Register } from './command.ts'
import { readersWord } from './count-words.ts'
import type { Terminal } from './terminal.ts'

export const pauseCommand: Register = (program, terminal) => {
  command(program, 'pause <issue>', 'let nobody more be sent to until `resume`').action(
    async (name: string, options: CommonOptions) => {
      const { slug, left, changed, status } = await change('pauseSend', name, options, terminal)
      if (options.json) {
        const { pausedAt } = status
        const result = { issue: slug, paused: true, changed, pausedAt, notSent: left }
        terminal.print(JSON.stringify(result, null, 2))
        return
      }
      const what = status.running
        ? 'whoever sends it begins no more letters within seconds'
        : 'nobody is sending it now'
      terminal.print(
        changed
          ? `paused  ${readersWord(left)} still to be sent to; ${what}`
          : `paused already  ${readersWord(left)} still to be sent to`,
      )
      terminal.print(`next: go on: pressrun resume ${slug}; call it off: pressrun cancel ${slug}`)
    },
  )
}

export const resumeCommand: Register = (program, terminal) => {
  command(program, 'resume <issue>', 'let a send go on that was paused').action(
    async (name: string, options: CommonOptions) => {
      const { slug, left, changed, status } = await change('resumeSend', name, options, terminal)
      const { running, workers } = status
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
      else terminal.print(`next: ${left > 0 ? `pressrun send ${slug}` : `pressrun report ${slug}`}`)
    },
  )
}

interface Change extends Paused {
  readonly slug: string
  /** Readers still to be sent to. */
  readonly left: number
}

/** @throws PressrunError `usage`, `send`, `store` */
async function change(
  how: 'pauseSend' | 'resumeSend',
  name: string,
  options: CommonOptions,
  terminal: Terminal,
): Promise<Change> {
  const { project } = await openProject(options, terminal)
  const [slug] = (await issueSlugs(project.root, [name])) as [string]
  const { openStore } = await import('../store/open.ts')
  const { [how]: apply } = await import('../delivery/pause.ts')
  const { steadyClock } = await import('../delivery/clock.ts')
  const store = await openStore(project, 'write')
  try {
    const paused = await apply(store, slug, steadyClock())
    const { pending, deferred } = paused.status.counts.states
    return { ...paused, slug, left: pending + deferred }
  } finally {
    await store.close()
  }
}
