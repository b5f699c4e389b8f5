// pressrun dkim: a key that signs letters, and the DNS record that lets everybody verify them.

import { relative, resolve } from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import { PressrunError } from '../problem.ts'
import { type CommonOptions, command, openProject, type Register } from './command.ts'
import type { Terminal } from './terminal.ts'

interface Options extends CommonOptions {
  readonly selector?: string
  readonly domain?: string
  readonly out?: string
  readonly bits: '2048' | '4096'
  readonly show?: boolean
}

export const dkimCommand: Register = (program, terminal) => {
  command(program, 'dkim', 'make a DKIM key and print its DNS record')
    .option(
      '--selector <name>',
      'which key this is (default: the one in newsletter.yaml, or news)',
      selectorOf,
    )
    .option('--domain <domain>', 'who signs (default: the domain of the From address)')
    .option('--out <file>', 'where the key goes (default: .pressrun/dkim-<selector>.pem)')
    .addOption(
      new Option('--bits <number>', 'size of the key').choices(['2048', '4096']).default('2048'),
    )
    .option('--show', 'make nothing, and print the record of the key that is there')
    .action(async (options: Options) => {
      const { project } = await openProject(options, terminal)
      const { parseAddress } = await import('../project/mailbox.ts')
      const { signingKey, signingKeyFile, usualKeyFile, writeSigningKey } = await import(
        '../delivery/signing.ts'
      )
      const { dkimKey } = await import('../message/dkim.ts')
      const { dkimRecord, newDkimKey } = await import('../message/dkim-record.ts')
      const fromDomain = project.from.address.slice(project.from.address.lastIndexOf('@') + 1)
      const selector = options.selector ?? project.dkim?.selector ?? 'news'
      const named = parseAddress(`x@${options.domain ?? project.dkim?.domain ?? fromDomain}`)
      if ('problem' in named) {
        throw new PressrunError({
          code: 'usage',
          message: `"${options.domain}" is not a domain`,
          mend: 'Write it as example.com.',
        })
      }
      const { domain } = named
      const configured = { ...project, dkim: { ...project.dkim, domain, selector } }
      const file =
        options.out === undefined
          ? (signingKeyFile(configured) ?? usualKeyFile(project.root, selector))
          : resolve(terminal.cwd, options.out)
      let key: NonNullable<ReturnType<typeof signingKey>>
      if (options.show) {
        const shown =
          options.out === undefined
            ? configured
            : { ...configured, secrets: {}, dkim: { ...configured.dkim, keyFile: file } }
        key = signingKey(shown) as typeof key
      } else {
        const pem = await newDkimKey(Number(options.bits) as 2048 | 4096)
        key = dkimKey(domain, selector, pem)
        writeSigningKey(file, pem)
      }
      const record = dkimRecord(domain, selector, key.key)
      const isConfigured =
        project.dkim?.selector === selector &&
        project.dkim.domain === domain &&
        (project.secrets.dkimKey !== undefined || signingKeyFile(project) === file)
      if (options.json) {
        const { name, value, strings } = record
        terminal.print(
          JSON.stringify(
            {
              made: !options.show,
              file,
              domain,
              selector,
              record: { name, type: 'TXT', value, strings },
            },
            null,
            2,
          ),
        )
        return
      }
      const shownFile = nearer(file, terminal)
      if (!options.show) terminal.print(`${terminal.paint('green', 'made')}  ${shownFile}`)
      for (const text of dnsAdvice(record)) terminal.print(text)
      if (!isConfigured) {
        const usual = usualKeyFile(project.root, selector) === file
        const parts = [
          `selector: ${selector}`,
          ...(domain === fromDomain ? [] : [`domain: ${domain}`]),
          ...(usual ? [] : [`key-file: ${relative(project.root, file)}`]),
        ]
        terminal.print('\nThen add to newsletter.yaml, so that letters are signed:\n')
        terminal.print(`  dkim: { ${parts.join(', ')} }`)
      }
      terminal.print('\nSee whether it is there with: pressrun doctor')
    })
}

function dnsAdvice({
  name,
  value,
  strings,
}: {
  name: string
  value: string
  strings: readonly string[]
}) {
  const lines = [
    '\nAdd this record to your domain’s DNS:\n',
    '  type   TXT',
    `  name   ${name}`,
    `  value  ${value}`,
  ]
  if (strings.length > 1) {
    lines.push('\nWhere the form takes 255 characters at most, or in a zone file, in parts:\n')
    lines.push(`  ${name}. TXT (`, ...strings.map((text) => `    "${text}"`), '  )')
  }
  return lines
}

const nearer = (file: string, { cwd }: Terminal) => {
  const path = relative(cwd, file)
  return path.startsWith('..') ? file : path
}

function selectorOf(text: string): string {
  if (/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(text) && text.length <= 63) return text
  throw new InvalidArgumentError('Use letters, digits and hyphens.')
}
