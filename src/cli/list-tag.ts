// pressrun list tag: gives readers a tag, or takes it away.

import { PressrunError } from '../problem.ts'
import { command, type Register } from './command.ts'
import { counted } from './format.ts'
import { addressNamed, type ListOptions, onOption, withList } from './list-open.ts'
import { pickReaders } from './list-pick.ts'

interface Options extends ListOptions {
  readonly segment?: string
  readonly remove?: boolean
}

export const registerTag: Register = (program, terminal) => {
  onOption(command(program, 'tag <tag> [addresses...]', 'give readers a tag'))
    .option('--segment <segment>', 'to all readers of a segment, or of an expression')
    .option('--remove', 'take it away instead')
    .action(async (tag: string, addresses: readonly string[], options: Options) => {
      if ((addresses.length === 0) === (options.segment === undefined)) {
        throw new PressrunError({
          code: 'usage',
          message: 'nobody knows whose tag it is to be',
          mend: 'Name addresses, or a segment with --segment.',
        })
      }
      const { addressHash } = await import('../audience/address.ts')
      const { parseTags } = await import('../audience/record.ts')
      const [wanted, ...more] = parseTags([tag])
      if (wanted === undefined || more.length > 0 || wanted !== tag.trim().normalize('NFC')) {
        throw new PressrunError({
          code: 'usage',
          message: 'that is no tag',
          mend: 'Write a word or two, without line breaks.',
        })
      }
      const hashes = new Set<string>()
      for (const address of addresses) hashes.add(addressHash(await addressNamed(address)))
      const { tagReaders } = await import('../circulation/tags.ts')
      await withList(options, terminal, 'write', async ({ project, list, store }) => {
        const { segment, remove = false } = options
        const readers = pickReaders(
          store,
          list.slug,
          project,
          segment === undefined ? {} : { segment },
        )
        const { found, changed } = await tagReaders(
          store,
          (async function* () {
            for await (const reader of readers)
              if (segment !== undefined || hashes.has(addressHash(reader.subscriber.email)))
                yield reader
          })(),
          { tag: wanted, remove, at: Date.now() },
        )
        if (options.json) terminal.print(JSON.stringify({ tag: wanted, found, changed }))
        else
          terminal.print(
            `${counted(changed, 'reader')} ${remove ? 'lost' : 'got'} the tag "${wanted}"; ${counted(found - changed, 'reader')} ${found - changed === 1 ? 'was' : 'were'} so already`,
          )
        if (segment === undefined && found < hashes.size) {
          terminal.note(`${counted(hashes.size - found, 'address', 'addresses')} not on the list`)
          process.exitCode = 1
        }
      })
    })
}
