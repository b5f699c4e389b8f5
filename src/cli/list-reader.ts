// pressrun list add, remove, show, erase: one reader.

import { PressrunError } from '../problem.ts'
import { command, type Register } from './command.ts'
import { printHeld } from './list-held.ts'
import {
  addressNamed,
  atTheCommandLine,
  type ListOptions,
  onOption,
  withList,
} from './list-open.ts'

interface AddOptions extends ListOptions {
  readonly name?: string
  readonly lang?: string
  readonly tag?: readonly string[]
  readonly field?: readonly string[]
  readonly note?: string
  readonly again?: boolean
}

export const registerOneReader: Register = (program, terminal) => {
  onOption(command(program, 'add <address>', 'add a reader, or put their data right'))
    .option('--name <name>', 'their whole name')
    .option('--lang <lang>', 'their language: ko, en-GB')
    .option('--tag <tags...>', 'tags to give them')
    .option('--field <key=value...>', 'anything else that a letter can use')
    .option('--note <text>', 'how they asked for it; kept as proof')
    .option('--again', 'they had left, and asked to come back: say how with --note')
    .action(async (address: string, options: AddOptions) => {
      const subscriber = await subscriberFromOptions(address, options)
      if (options.again && !options.note?.trim()) {
        throw new PressrunError({
          code: 'usage',
          message: 'nobody knows how they asked to come back',
          mend: 'Say it with --note: it is the proof.',
        })
      }
      const { join } = await import('../circulation/readers.ts')
      await withList(options, terminal, 'write', async ({ list, store, announce }) => {
        const joined = await join(
          store,
          {
            list: list.slug,
            subscriber,
            state: 'active',
            rule: 'update',
            again: options.again ?? false,
          },
          { source: atTheCommandLine('add', options.note ?? ''), at: Date.now(), announce },
        )
        if (options.json)
          terminal.print(JSON.stringify({ email: subscriber.email, list: list.slug, ...joined }))
        else if (joined.kind === 'refused') {
          terminal.note(`${subscriber.email} was not added: ${REFUSED[joined.because]}`)
          if (joined.because !== 'complained')
            terminal.note('If they asked to come back: --again --note "how they asked".')
        } else terminal.print(`${subscriber.email}  ${SAID[joined.kind]}`)
        if (joined.kind === 'refused') process.exitCode = 1
      })
    })

  interface RemoveOptions extends ListOptions {
    readonly all?: boolean
    readonly note?: string
  }
  onOption(
    command(
      program,
      'remove <addresses...>',
      'unsubscribe readers; imports do not bring them back',
    ),
  )
    .option('--all', 'from every list of the publication')
    .option('--note <text>', 'why; kept with them')
    .action(async (addresses: readonly string[], options: RemoveOptions) => {
      const emails = await Promise.all(addresses.map(addressNamed))
      const { leave } = await import('../circulation/leaving.ts')
      await withList(options, terminal, 'write', async ({ project, list, store, announce }) => {
        const all = options.all === true || project.lists.length === 1
        const removed: string[] = []
        for (const email of emails) {
          const changed = await leave(
            store,
            { email, lists: [list.slug], all, because: 'removed' },
            { source: atTheCommandLine('remove', options.note ?? ''), at: Date.now(), announce },
          )
          if (changed) removed.push(email)
          if (!options.json) terminal.print(`${email}  ${changed ? 'removed' : 'was not there'}`)
        }
        if (options.json) terminal.print(JSON.stringify({ removed }))
      })
    })

  command(program, 'show <address>', 'everything that is held on one reader').action(
    async (address: string, options: ListOptions) => {
      const email = await addressNamed(address)
      const { heldOn } = await import('../circulation/record.ts')
      await withList(options, terminal, 'read', async ({ store }) => {
        const held = await heldOn(store, email)
        if (options.json) terminal.print(JSON.stringify(held ?? null, null, 2))
        else if (held) printHeld(terminal, held)
        else terminal.print(`nothing is held on ${email}`)
      })
    },
  )

  interface EraseOptions extends ListOptions {
    readonly yes?: boolean
  }
  command(program, 'erase <address>', 'forget a reader, and keep only that nobody writes to them')
    .option('--yes', 'do not ask')
    .action(async (address: string, options: EraseOptions) => {
      const email = await addressNamed(address)
      if (!options.yes) {
        if (!terminal.interactive) {
          throw new PressrunError({
            code: 'usage',
            message: 'nobody is there to be asked, so nothing was erased',
            mend: 'Add --yes to erase without asking: it cannot be undone.',
          })
        }
        const answer = await terminal.ask(`Forget all about ${email}? It cannot be undone. [y/N] `)
        if (!/^y(es)?$/i.test(answer.trim())) {
          terminal.print('Nothing was erased.')
          process.exitCode = 1
          return
        }
      }
      const { erase } = await import('../circulation/record.ts')
      await withList(options, terminal, 'write', async ({ store, announce }) => {
        const at = Date.now()
        const erased = await erase(store, email, { at, source: 'list erase', announce })
        if (options.json) terminal.print(JSON.stringify({ erased }))
        else
          terminal.print(
            erased
              ? 'Erased. A hash of the address is kept, so that nobody writes to it again.'
              : 'Nothing was held. A hash of the address is kept, so that nobody writes to it.',
          )
        if (!options.json)
          terminal.note(
            'Files of your own (lists, exports, .pressrun/rejects, build) are yours to look through.',
          )
      })
    })
}

const SAID = {
  added: 'added',
  changed: 'changed',
  unchanged: 'was there already, with the same data',
  back: 'is back',
} as const
const REFUSED: Readonly<Record<string, string>> = {
  unsubscribed: 'they unsubscribed',
  bounced: 'their mailbox is gone',
  mailbox: 'their mailbox is gone',
  complained: 'they reported a letter as spam, and nobody may write to them again',
  removed: 'they were removed',
  erased: 'they were erased',
}

async function subscriberFromOptions(address: string, options: AddOptions) {
  const { subscriberFrom } = await import('../audience/record.ts')
  const fields: Record<string, string> = {}
  for (const field of options.field ?? []) {
    const at = field.indexOf('=')
    if (at < 1) {
      throw new PressrunError({
        code: 'usage',
        message: `"${field}" is no field`,
        mend: 'Write it as --field city=Cadiz.',
      })
    }
    fields[field.slice(0, at)] = field.slice(at + 1)
  }
  const { name, lang, tag } = options
  const read = subscriberFrom({ ...fields, email: address, name, lang, tags: tag })
  if ('subscriber' in read) return read.subscriber
  throw new PressrunError({ code: 'usage', message: read.reason, mend: 'Nobody was added.' })
}
