// pressrun list suppress, unsuppress, suppressions: addresses that nobody writes to, whatever a list says.

import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { Option } from 'commander'
import { PressrunError } from '../problem.ts'
import type { SuppressionReason } from '../store/tables.ts'
import { command, type Register } from './command.ts'
import { counted } from './format.ts'
import { writeWhole } from './list-export.ts'
import { addressNamed, type ListOptions, withList } from './list-open.ts'

interface Options extends ListOptions {
  readonly reason: SuppressionReason
}

const REASONS = ['unsubscribed', 'mailbox', 'complained', 'removed', 'erased'] as const

const reasonOption = () =>
  new Option('--reason <reason>', 'why, where the file does not say it')
    .choices([...REASONS])
    .default('removed')

export const registerSuppressions: Register = (program, terminal) => {
  command(
    program,
    'suppress <addresses...>',
    'never write to these addresses, whatever a list says',
  )
    .addOption(reasonOption())
    .action(async (addresses: readonly string[], options: Options) => {
      const emails = await Promise.all(addresses.map(addressNamed))
      const { suppressAddresses } = await import('../circulation/suppressions.ts')
      await withList(options, terminal, 'write', async ({ store }) => {
        const count = await suppressAddresses(
          store,
          emails.map((email) => ({ email, reason: options.reason })),
          { at: Date.now(), source: 'list suppress' },
        )
        if (options.json) terminal.print(JSON.stringify({ suppressed: count }))
        else terminal.print(`${counted(count, 'address', 'addresses')} suppressed`)
      })
    })

  command(program, 'unsuppress <addresses...>', 'take addresses out of the suppressions').action(
    async (addresses: readonly string[], options: ListOptions) => {
      const emails = await Promise.all(addresses.map(addressNamed))
      const { addressHash } = await import('../audience/address.ts')
      const { removeSuppressions } = await import('../store/suppressions.ts')
      await withList(options, terminal, 'write', async ({ store }) => {
        const count = await removeSuppressions(store, emails.map(addressHash))
        if (options.json) terminal.print(JSON.stringify({ unsuppressed: count }))
        else {
          terminal.print(`${counted(count, 'address', 'addresses')} may be written to again`)
          terminal.note(
            'Whoever had left a list stays away from it: list add --again brings them back.',
          )
        }
      })
    },
  )

  const group = program.command('suppressions').description('all of them: export, import')
  command(group, 'export', 'write all suppressions to a file that can be imported')
    .option('--out <file>', 'the file (default: standard output)')
    .action(async (options: ListOptions & { readonly out?: string }) => {
      const { suppressionLines } = await import('../circulation/suppressions.ts')
      await withList(options, terminal, 'read', async ({ store }) => {
        const lines = suppressionLines(store)
        if (options.out === undefined)
          for await (const line of lines) terminal.print(line.replace(/\n$/, ''))
        else await writeWhole(resolve(terminal.cwd, options.out), options.out, lines)
      })
    })
  command(group, 'import <file>', 'suppress every address of a file')
    .addOption(reasonOption())
    .action(async (file: string, options: Options) => {
      const path = resolve(terminal.cwd, file)
      if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
        throw new PressrunError({
          code: 'list',
          message: 'there is no such file',
          mend: 'Check the path.',
          file,
        })
      }
      const { importSuppressions } = await import('../circulation/suppressions.ts')
      const { openRejects } = await import('../audience/rejects.ts')
      await withList(options, terminal, 'write', async ({ project, store }) => {
        const rejects = openRejects(project.root, file)
        const { read, added } = await importSuppressions(store, path, {
          shown: file,
          reason: options.reason,
          at: Date.now(),
          onRejected: (row) => rejects.add(row),
        })
        const refused = rejects.close()
        if (options.json) terminal.print(JSON.stringify({ read, added, refused }))
        else {
          terminal.print(
            `${counted(added, 'address', 'addresses')} suppressed; ${counted(read - added, 'row')} had nothing new`,
          )
          if (refused > 0) terminal.print(`${counted(refused, 'row')} refused: ${rejects.shown}`)
        }
      })
    })
}
