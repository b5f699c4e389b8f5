// pressrun webhooks: who is told when readers join and leave, what waits and what was given up; a call to try them.

import { randomUUID } from 'node:crypto'
import { PressrunError } from '../problem.ts'
import type { Project, Secrets } from '../project/project.ts'
import type { Webhook } from '../project/webhooks.ts'
import type { Engine } from '../store/engine.ts'
import { type CommonOptions, command, openProject, type Register } from './command.ts'
import { grouped } from './format.ts'
import type { Terminal } from './terminal.ts'

interface Options extends CommonOptions {
  readonly test?: boolean
  readonly again?: boolean
}

export const webhooksCommand: Register = (program, terminal) => {
  command(program, 'webhooks', 'who is told when readers join and leave, and what has not arrived')
    .option('--test', 'call each of them once, about nobody')
    .option('--again', 'try again what was given up')
    .action(async (options: Options) => {
      const { project } = await openProject(options, terminal)
      const { webhooks, secrets } = project
      if (options.test && webhooks.length > 0)
        return test(webhooks, webhookSecrets(secrets), options, terminal)
      const { openStore, storeExists } = await import('../store/open.ts')
      // Where there is no store, nobody was called yet.
      const access = options.again ? 'write' : 'read'
      const store = (await storeExists(project)) ? await openStore(project, access) : undefined
      try {
        if (options.again) await again(store, options, terminal)
        else print(store ? await figures(project, store) : webhooks.map(idle), options, terminal)
      } finally {
        await store?.close()
      }
    })
}

function print(rows: readonly Row[], { json }: Options, terminal: Terminal): void {
  if (json) terminal.print(JSON.stringify(rows, null, 2))
  else if (rows.length === 0) terminal.print('newsletter.yaml names no webhooks')
  for (const { url, events, waiting, givenUp, problem } of json ? [] : rows) {
    terminal.print(`${url}  ${events.join(', ') || 'in newsletter.yaml no more'}`)
    terminal.print(`  ${grouped(waiting)} waiting, ${grouped(givenUp)} given up`)
    if (problem) terminal.print(`  the last try: ${problem}`)
  }
}

interface Row {
  readonly url: string
  readonly events: readonly string[]
  readonly waiting: number
  readonly givenUp: number
  readonly problem: string | null
}

const idle = ({ url, events }: Pick<Webhook, 'url' | 'events'>): Row => ({
  ...{ url, events, waiting: 0, givenUp: 0, problem: null },
})

/** Those of newsletter.yaml, then those that calls wait for and it names no more. */
async function figures({ webhooks }: Project, store: Engine): Promise<readonly Row[]> {
  const { callFigures } = await import('../store/webhook-calls.ts')
  const rows = new Map(webhooks.map((webhook) => [webhook.url, idle(webhook)]))
  for (const figure of await callFigures(store))
    rows.set(figure.url, { events: rows.get(figure.url)?.events ?? [], ...figure })
  return [...rows.values()]
}

async function again(
  store: Engine | undefined,
  { json }: Options,
  terminal: Terminal,
): Promise<void> {
  const { callAgain } = await import('../store/webhook-calls.ts')
  const count = store ? await callAgain(store, Date.now()) : 0
  if (json) terminal.print(JSON.stringify({ again: count }))
  else terminal.print(`${grouped(count)} to be tried again, by pressrun serve`)
}

async function test(
  webhooks: readonly Webhook[],
  secrets: readonly string[],
  { json }: Options,
  terminal: Terminal,
): Promise<void> {
  const { callOut } = await import('../web/call-out.ts')
  const at = Date.now()
  const timestamp = new Date(at).toISOString()
  const body = JSON.stringify({ type: 'test', timestamp, data: {} })
  for (const { url, isPrivate } of webhooks) {
    const messageId = `msg_${randomUUID()}`
    const answer = await callOut({ ...{ url, isPrivate, messageId, body, secrets }, at })
    if (json) terminal.print(JSON.stringify({ url, ...answer }))
    else terminal.print(`${url}  ${answer.kind === 'arrived' ? 'arrived' : answer.problem}`)
    if (answer.kind !== 'arrived') process.exitCode = 1
  }
}

/** @throws PressrunError `config` */
export function webhookSecrets({ webhookSecrets: secrets }: Secrets): readonly string[] {
  if (secrets) return secrets
  throw new PressrunError({
    code: 'config',
    message: 'without PRESSRUN_WEBHOOK_SECRET no webhook can tell whose calls it gets',
    mend: 'Put it into .env, and give it to whoever is called; make one with: openssl rand -base64 32',
  })
}
