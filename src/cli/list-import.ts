// pressrun list import: a file of readers into the store.

import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { Option } from 'commander'
import { MERGE_RULES, type MergeRule } from '../audience/merge.ts'
import type { Imported } from '../circulation/import.ts'
import { LEFT_REASONS } from '../circulation/import-tally.ts'
import { command, openProject, type Register } from './command.ts'
import { counted, duration, grouped } from './format.ts'
import { type ListOptions, listNamed, onOption } from './list-open.ts'
import { progressBar } from './progress.ts'
import type { Terminal } from './terminal.ts'

interface Options extends ListOptions {
  readonly merge: MergeRule
  readonly tag?: readonly string[]
  readonly note?: string
  readonly dryRun?: boolean
}

const PROGRAMS: Readonly<Record<string, string>> = {
  pressrun: 'an export of Pressrun',
  mailchimp: 'an export of Mailchimp',
  listmonk: 'an export of listmonk',
}

export const registerImport: Register = (program, terminal) => {
  onOption(command(program, 'import <file>', 'bring readers in from a file'))
    .addOption(
      new Option(
        '--merge <rule>',
        'readers who are there already: update (the file counts where it says something), fill (only what is empty), replace',
      )
        .choices([...MERGE_RULES])
        .default('update'),
    )
    .option('--tag <tags...>', 'give these tags to every reader of the file')
    .option('--note <text>', 'why these readers may be written to; kept with each of them')
    .option('--dry-run', 'change nothing, and say what would happen')
    .addHelpText(
      'after',
      '\nWho unsubscribed, bounced, complained or was erased is never brought back by an import.',
    )
    .action(async (file: string, options: Options) => {
      const start = performance.now()
      const done = await importFile(file, options, terminal)
      if (options.json) printJson(file, done, options, terminal)
      else printTally(file, done, options, terminal, performance.now() - start)
      if (!done.whole) process.exitCode = 1
    })
}

interface Done extends Imported {
  readonly list: string
  readonly rejects: string | undefined
}

async function importFile(file: string, options: Options, terminal: Terminal): Promise<Done> {
  const { keepNurserySmall } = await import('./flat-memory.ts')
  keepNurserySmall()
  const { project } = await openProject(options, terminal)
  const list = listNamed(project, options.on)
  const path = resolve(terminal.cwd, file)
  const { readList } = await import('../audience/list.ts')
  const { openRejects } = await import('../audience/rejects.ts')
  const { importList } = await import('../circulation/import.ts')
  const { openStore, storeExists } = await import('../store/open.ts')
  const { merge, tag = [], note = '', dryRun = false } = options
  const rows = readList(path, file)
  // A file that is none makes no store.
  const first = await rows.next()
  const hasStore = !dryRun || (await storeExists(project))
  const opening = hasStore ? openStore(project, dryRun ? 'read' : 'write') : undefined
  const store = await opening?.catch(async (error: unknown) => {
    await rows.return(undefined)
    throw error
  })
  const stop = new AbortController()
  const release = terminal.onInterrupt(() => stop.abort())
  const bar = progressBar(terminal, likelyRows(path), 'rows')
  const rejects = openRejects(project.root, file)
  try {
    const { size, mtimeMs } = statSync(path)
    const imported = await importList({
      ...(store ? { store } : {}),
      list: list.slug,
      isOnlyList: project.lists.length === 1,
      rows: (async function* () {
        if (!first.done) yield first.value
        yield* rows
      })(),
      place: file,
      stamp: JSON.stringify([path, size, mtimeMs, list.slug, merge, tag]),
      note,
      rule: merge,
      tags: tag,
      dryRun,
      now: Date.now,
      onRejected: (row) => rejects.add(row),
      onProgress: ({ read }) => bar.update(read),
      signal: stop.signal,
    })
    const written = rejects.close()
    return { ...imported, list: list.slug, rejects: written > 0 ? rejects.shown : undefined }
  } catch (error) {
    rejects.discard()
    throw error
  } finally {
    bar.end()
    release()
    await store?.close()
  }
}

/** Of a file whose rows nobody has counted. */
function likelyRows(path: string): number {
  return Math.max(1, Math.round(statSync(path).size / 60))
}

function printJson(file: string, done: Done, options: Options, terminal: Terminal): void {
  const { tally, whole, list, rejects } = done
  terminal.print(
    JSON.stringify(
      { file, list, dryRun: options.dryRun ?? false, whole, ...tally, rejects },
      null,
      2,
    ),
  )
}

function printTally(
  file: string,
  { tally, whole, list, rejects, resumedAt }: Done,
  options: Options,
  terminal: Terminal,
  ms: number,
): void {
  for (const [program, name] of Object.entries(PROGRAMS))
    if (tally.programs[program]) terminal.note(`${file} is ${name}`)
  if (resumedAt > 0)
    terminal.note(`an import that was cut off went on after ${counted(resumedAt, 'row')}`)
  const left = LEFT_REASONS.filter((reason) => tally.left[reason] > 0)
  const leftCount = left.reduce((sum, reason) => sum + tally.left[reason], 0)
  const lines: [number, string][] = [
    [tally.added, 'added'],
    [tally.changed, 'changed'],
    [tally.unchanged, 'as they were'],
  ]
  if (leftCount > 0)
    lines.push([
      leftCount,
      `left alone: ${left.map((reason) => `${grouped(tally.left[reason])} ${reason}`).join(', ')}`,
    ])
  if (tally.refused > 0) lines.push([tally.refused, `refused: ${rejects ?? ''}`])
  const width = Math.max(...lines.map(([count]) => grouped(count).length))
  for (const [count, what] of lines) terminal.print(`${grouped(count).padStart(width)}  ${what}`)
  if (!whole) terminal.print('stopped; run the same command again, and it goes on from here')
  else if (options.dryRun) terminal.print('dry run: nothing was changed')
  else
    terminal.print(
      `${terminal.paint('green', 'imported')}  ${file} onto "${list}", in ${duration(ms)}`,
    )
}
