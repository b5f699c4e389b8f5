// pressrun preview: the studio, in the browser, until ctrl-C.

import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import type { ReaderList } from '../preview/readers.ts'
import type { SendTest } from '../preview/studio.ts'
import {
  type CommonOptions,
  command,
  findProjectRoot,
  issueSlugs,
  portToListenOn,
  type Register,
} from './command.ts'
import { sendStates } from './send-states.ts'
import type { Terminal } from './terminal.ts'

interface Options extends CommonOptions {
  readonly list?: string
  readonly port?: number
  readonly smtpPort?: number
  readonly host?: string
  readonly open: boolean
}

export const previewCommand: Register = (program, terminal) => {
  command(program, 'preview [issue]', 'open the studio: letters as each reader will get them')
    .option('--list <file>', 'the list to pick readers from (default: subscribers/*)')
    .option(
      '--port <number>',
      'port of the studio (default: 4400, or the next free one)',
      portToListenOn,
    )
    .option(
      '--smtp-port <number>',
      'port of its inbox (default: 1025, or the next free one)',
      portToListenOn,
    )
    .option('--host <address>', 'let other machines in, on this address (default: this one alone)')
    .option('--no-open', 'open no browser')
    .action(async (name: string | undefined, options: Options) => {
      const root = await findProjectRoot(options, terminal)
      const { openPreview } = await import('../preview/preview.ts')
      const [issue] = name === undefined ? [] : await issueSlugs(root, [name])
      const list = await readerList(root, options.list, terminal)
      const preview = await openPreview({
        root,
        env: terminal.env,
        sendTest,
        now: () => new Date(),
        states: () => sendStates(root, terminal.env),
        onTrouble: (sentence) =>
          terminal.note(`${terminal.paint('yellow', 'warning')}  ${sentence}`),
        ...(issue === undefined ? {} : { issue }),
        ...(list ? { list } : {}),
        ...(options.host === undefined ? {} : { host: options.host }),
        ...(options.port === undefined ? {} : { port: options.port }),
        ...(options.smtpPort === undefined ? {} : { smtpPort: options.smtpPort }),
      })
      if (options.json) terminal.print(JSON.stringify({ url: preview.url }))
      else terminal.print(`studio  ${preview.url}  ctrl-C ends it`)
      if (options.host !== undefined) {
        terminal.note('Whoever has this address sees your letters and your readers.')
      }
      if (options.open && terminal.interactive) openBrowser(preview.url)
      await interrupted(terminal)
      await preview.close()
    })
}

function interrupted(terminal: Terminal): Promise<void> {
  return new Promise((resolve) => {
    const release = terminal.onInterrupt(() => {
      release()
      resolve()
    })
  })
}

/** The list that was named, or every list in `subscribers/`, one after the other. */
async function readerList(
  root: string,
  named: string | undefined,
  terminal: Terminal,
): Promise<ReaderList | undefined> {
  const { listFiles } = await import('../project/files.ts')
  const { join, relative } = await import('node:path')
  const FOLDER = 'subscribers'
  const isList = (name: string) => /\.(csv|tsv|json|jsonl|ndjson|ya?ml)$/i.test(name)
  const inFolder = () => listFiles(join(root, FOLDER)).filter((name) => isList(name))
  if (named === undefined && inFolder().length === 0) return undefined
  const files = () =>
    named === undefined
      ? inFolder().map((name) => join(root, FOLDER, name))
      : [resolve(terminal.cwd, named)]
  return {
    name: named ?? (inFolder().length === 1 ? `${FOLDER}/${inFolder()[0]}` : `${FOLDER}/`),
    async *rows() {
      const { readList } = await import('../audience/list.ts')
      for (const file of files()) {
        for await (const row of readList(file, relative(root, file)))
          yield row.kind === 'subscriber' ? row.subscriber : 'rejected'
      }
    },
    reads: (name) =>
      named === undefined ? name.startsWith(`${FOLDER}/`) : resolve(root, name) === files()[0],
  }
}

/** One message over SMTP, and what the server said. */
export const sendTest: SendTest = async (message, relay, project) => {
  const { sendOne } = await import('../delivery/send-one.ts')
  const { smtpServer } = await import('../delivery/smtp/server.ts')
  const { smtpTransport } = await import('../delivery/smtp/smtp.ts')
  const { limits } = project
  const transport = smtpTransport(smtpServer(relay.url, 'PRESSRUN_SMTP_URL'), { limits })
  const { accepted, detail } = await sendOne([transport], message)
  const { to } = message.envelope
  return accepted
    ? { sent: true, detail: `Sent to ${to}: ${detail}` }
    : { sent: false, detail: `Not sent: ${detail}` }
}

/** Whatever the machine opens addresses with; where that fails, the address is on the screen. */
function openBrowser(url: string): void {
  const [program, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url]
  const child = spawn(program as string, args, { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}
