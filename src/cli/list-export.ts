// pressrun list export: readers to a file, or to standard output, that can be imported again.

import { createWriteStream, renameSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Option } from 'commander'
import type { ExportFormat } from '../circulation/export.ts'
import { PressrunError } from '../problem.ts'
import { command, type Register } from './command.ts'
import { counted } from './format.ts'
import { type ListOptions, onOption, withList } from './list-open.ts'
import { type PickOptions, pickOptions, pickReaders } from './list-pick.ts'

interface Options extends ListOptions, PickOptions {
  readonly out?: string
  readonly format?: ExportFormat
}

export const registerExport: Register = (program, terminal) => {
  pickOptions(onOption(command(program, 'export', 'write readers to a file')))
    .option('--out <file>', 'the file: .csv or .jsonl (default: to standard output, as CSV)')
    .addOption(
      new Option('--format <format>', 'whatever the file is called').choices(['csv', 'jsonl']),
    )
    .action(async (options: Options) => {
      const { exportLines } = await import('../circulation/export.ts')
      const { fieldNames } = await import('../circulation/figures.ts')
      const { out } = options
      const format = options.format ?? (/\.(jsonl|ndjson)$/i.test(out ?? '') ? 'jsonl' : 'csv')
      await withList(options, terminal, 'read', async ({ project, list, store }) => {
        let count = 0
        const readers = (async function* () {
          for await (const reader of pickReaders(store, list.slug, project, options)) {
            count++
            yield reader
          }
        })()
        const fields = format === 'csv' ? await fieldNames(store, list.slug) : []
        const lines = exportLines(readers, format, fields)
        if (out === undefined) {
          for await (const line of lines) terminal.print(line.replace(/\n$/, ''))
          return
        }
        await writeWhole(resolve(terminal.cwd, out), out, lines)
        if (options.json) terminal.print(JSON.stringify({ file: out, readers: count }))
        else terminal.print(`${counted(count, 'reader')} in ${out}`)
      })
    })
}

/** Whole or not at all, and for nobody else: it names readers. */
export async function writeWhole(
  path: string,
  shown: string,
  lines: AsyncIterable<string>,
): Promise<void> {
  const fresh = `${path}.${process.pid}.new`
  try {
    await pipeline(Readable.from(lines), createWriteStream(fresh, { mode: 0o600 }))
    renameSync(fresh, path)
  } catch (error) {
    rmSync(fresh, { force: true })
    if (error instanceof PressrunError) throw error
    throw new PressrunError(
      {
        code: 'file',
        message: `this cannot be written: ${(error as Error).message.split(',')[0]}`,
        mend: 'Check that its folder is there and can be written to.',
        file: shown,
      },
      { exitCode: 1, cause: error },
    )
  }
}
