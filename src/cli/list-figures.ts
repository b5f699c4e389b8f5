// pressrun list count, search, stats: the list looked at, and not changed.

import type { Figure } from '../circulation/figures.ts'
import { command, type Register, wholeNumber } from './command.ts'
import { counted, grouped } from './format.ts'
import { dayOf, type ListOptions, onOption, withList } from './list-open.ts'
import { type PickOptions, pickOptions, pickReaders } from './list-pick.ts'
import type { Terminal } from './terminal.ts'

export const registerFigures: Register = (program, terminal) => {
  onOption(
    command(program, 'count [segment]', 'how many readers a segment has who would get a letter'),
  ).action(async (segment: string | undefined, options: ListOptions) => {
    await withList(options, terminal, 'read', async ({ project, list, store }) => {
      let count = 0
      const picked = { state: ['active'] as const, ...(segment === undefined ? {} : { segment }) }
      for await (const _ of pickReaders(store, list.slug, project, picked)) count++
      if (options.json)
        terminal.print(JSON.stringify({ list: list.slug, segment: segment ?? null, count }))
      else terminal.print(counted(count, 'reader'))
    })
  })

  interface SearchOptions extends ListOptions, PickOptions {
    readonly limit: number
  }
  pickOptions(onOption(command(program, 'search [text]', 'find readers by address or name')))
    .option('--limit <count>', 'show so many', wholeNumber(1), 20)
    .action(async (text: string | undefined, options: SearchOptions) => {
      await withList(options, terminal, 'read', async ({ project, list, store }) => {
        const found = []
        const asked = { ...options, ...(text === undefined ? {} : { text }) }
        let isMore = false
        for await (const reader of pickReaders(store, list.slug, project, asked)) {
          isMore = found.length === options.limit
          if (isMore) break
          found.push(reader)
        }
        if (options.json) {
          terminal.print(
            JSON.stringify(
              found.map(({ subscriber, state, since }) => ({ ...subscriber, state, since })),
              null,
              2,
            ),
          )
          return
        }
        for (const { subscriber, state, since } of found) {
          const { email, name, lang, tags } = subscriber
          const more = [name, lang, tags.join(', ')].filter((part) => part !== '').join('  ')
          terminal.print(`${email}  ${state} since ${dayOf(since)}  ${more}`.trimEnd())
        }
        if (found.length === 0) terminal.note('nobody')
        if (isMore) terminal.note(`… and more; --limit shows more than ${options.limit}`)
      })
    })

  onOption(command(program, 'stats', 'the list in figures')).action(
    async (options: ListOptions) => {
      const { figuresOf } = await import('../circulation/figures.ts')
      await withList(options, terminal, 'read', async ({ list, store }) => {
        const figures = await figuresOf(store, list.slug)
        if (options.json) terminal.print(JSON.stringify({ list: list.slug, ...figures }, null, 2))
        else {
          printFigures(terminal, `${list.name} (${list.slug})`, figures.states)
          printFigures(terminal, 'languages', figures.languages, 'none said')
          printFigures(terminal, 'mail domains', figures.domains)
          printFigures(terminal, 'tags', figures.tags)
          printFigures(terminal, 'joined', figures.joined)
          printFigures(terminal, 'suppressed addresses', figures.suppressions)
        }
      })
    },
  )
}

const BAR_COLUMNS = 24

function printFigures(
  terminal: Terminal,
  title: string,
  figures: readonly Figure[],
  nameless = '',
): void {
  if (figures.length === 0) return
  terminal.print(terminal.paint('bold', title))
  const most = Math.max(...figures.map(({ count }) => count))
  const width = grouped(most).length
  const names = Math.max(...figures.map(({ name }) => (name || nameless).length))
  for (const { name, count } of figures) {
    const bar = '█'.repeat(Math.max(1, Math.round((count / most) * BAR_COLUMNS)))
    terminal.print(
      `  ${(name || nameless).padEnd(names)}  ${grouped(count).padStart(width)}  ${terminal.paint('dim', bar)}`,
    )
  }
}
