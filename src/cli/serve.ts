// pressrun serve: what readers reach (leaving, joining, the archive), until ctrl-C.

import { join } from 'node:path'
import type { Press } from '../build/press.ts'
import { PressrunError } from '../problem.ts'
import type { Files } from '../project/files.ts'
import type { Engine } from '../store/engine.ts'
import type { WebhookSender } from '../web/webhook-sender.ts'
import {
  type CommonOptions,
  command,
  findProjectRoot,
  portToListenOn,
  type Register,
} from './command.ts'
import { webhookSecrets } from './webhooks.ts'

interface Options extends CommonOptions {
  readonly host: string
  readonly port: number
  readonly behindProxy?: boolean
}

export const serveCommand: Register = (program, terminal) => {
  command(program, 'serve', 'serve what readers reach: unsubscribe, subscribe, the archive')
    .option('--host <address>', 'on this address', '127.0.0.1')
    .option('--port <number>', 'on this port', portToListenOn, 8080)
    .option('--behind-proxy', 'believe X-Forwarded-For: only where a proxy of yours sets it')
    .action(async (options: Options) => {
      const root = await findProjectRoot(options, terminal)
      const { openPress } = await import('../build/press.ts')
      const { openStore } = await import('../store/open.ts')
      const { webApp } = await import('../web/app.ts')
      const { serveWeb } = await import('../web/serve.ts')
      const { openConfirmations } = await import('./confirmations.ts')
      const { sentLetters } = await import('./sent-letters.ts')
      const { pino, stdTimeFunctions } = await import('pino')
      const press = openPress(root, terminal.env)
      if (!press.project.secrets.secret) throw noSecret()
      const files = await webFiles(press)
      const log = pino(
        { base: null, timestamp: stdTimeFunctions.isoTime },
        { write: (line) => terminal.note(line.trimEnd()) },
      )
      const trouble = (sentence: string) => log.warn(sentence)
      const store = await openStore(press.project, 'write')
      try {
        const confirmations = await openConfirmations(press, files, store, trouble)
        const webhooks = await openWebhooks(press, store, trouble)
        const app = webApp({
          project: press.project,
          keys: press.keys,
          store,
          files,
          archive: sentLetters(press, store, trouble),
          ...(confirmations ? { confirmations } : {}),
          now: Date.now,
          behindProxy: options.behindProxy ?? false,
          log: ({ status, ...line }) =>
            log[status >= 500 ? 'error' : 'info']({ ...line, status }, 'request'),
        })
        const serving = await serveWeb(app, options.host, options.port)
        webhooks?.start()
        const url = `http://${options.host}:${serving.port}${new URL(press.project.url).pathname}`
        if (options.json) terminal.print(JSON.stringify({ url }))
        else {
          terminal.print(`serving ${press.project.url} on ${url}  ctrl-C ends it`)
          if (!confirmations)
            terminal.note('No mail server is configured, so nobody can subscribe here.')
        }
        await new Promise<void>((resolve) => {
          const release = terminal.onInterrupt(() => {
            release()
            resolve()
          })
        })
        await serving.close()
        await Promise.all([confirmations?.settled(), webhooks?.stop()])
      } finally {
        await store.close()
      }
    })
}

const noSecret = () =>
  new PressrunError({
    code: 'config',
    message: 'without PRESSRUN_SECRET no link in a letter can be opened',
    mend: 'Put the PRESSRUN_SECRET into .env that letters were sent with.',
  })

/** The project's templates for the web, or, where it has none of its own, those of the package. */
export async function webFiles({ files }: Press): Promise<Files> {
  if (files.has('templates/web/page.hbs')) return files
  const { projectFiles } = await import('../project/files.ts')
  return projectFiles(join(import.meta.dirname, '../..'))
}

/** Absent where nobody is to be told. @throws PressrunError `config` */
async function openWebhooks(
  { project: { webhooks, secrets } }: Press,
  store: Engine,
  onTrouble: (sentence: string) => void,
): Promise<WebhookSender | undefined> {
  if (webhooks.length === 0) return undefined
  const { callOut } = await import('../web/call-out.ts')
  const { webhookSender } = await import('../web/webhook-sender.ts')
  return webhookSender({
    ...{ store, webhooks, secrets: webhookSecrets(secrets), call: callOut, onTrouble },
    ...{ now: Date.now, random: Math.random },
  })
}
