// pressrun export: readers of a send as CSV, by what became of them. A spreadsheet runs nothing of it as a formula.

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { Option } from 'commander'
import { EXPORT_STATES, type ExportState } from '../delivery/export-states.ts'
import { type CommonOptions, command, issueSlugs, openProject, type Register } from './command.ts'
import { readersWord } from './count-words.ts'

interface Options extends CommonOptions {
  readonly state: ExportState
  readonly out?: string
}

export const exportCommand: Register = (program, terminal) => {
  command(program, 'export <issue>', 'readers of a send as CSV, by what became of them')
    .addOption(
      new Option('--state <state>', 'whom').choices([...EXPORT_STATES]).makeOptionMandatory(),
    )
    .option('--out <file>', 'write it to this file')
    .action(async (name: string, options: Options) => {
      const { project } = await openProject(options, terminal)
      const [slug] = (await issueSlugs(project.root, [name])) as [string]
      const { openStore } = await import('../store/open.ts')
      const { EXPORT_HEADER, exportLine, exportRows } = await import('../delivery/export.ts')
      const { plannedSend } = await import('../delivery/status.ts')
      const store = await openStore(project, 'read')
      try {
        const { id } = await plannedSend(store, slug)
        if (options.json) {
          const rows = await Array.fromAsync(exportRows(store, id, options.state))
          terminal.print(JSON.stringify({ issue: slug, state: options.state, rows }, null, 2))
          return
        }
        if (options.out === undefined) {
          terminal.print(EXPORT_HEADER.trimEnd())
          for await (const row of exportRows(store, id, options.state))
            terminal.print(exportLine(row).trimEnd())
          return
        }
        const file = createWriteStream(resolve(terminal.cwd, options.out), { mode: 0o600 })
        let count = 0
        file.write(EXPORT_HEADER)
        for await (const row of exportRows(store, id, options.state)) {
          count++
          if (!file.write(exportLine(row))) await once(file, 'drain')
        }
        file.end()
        await once(file, 'finish')
        terminal.print(`${options.out}  ${readersWord(count)}`)
      } finally {
        await store.close()
      }
    })
}
