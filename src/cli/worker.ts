// pressrun worker: sends what it is given, on as many machines as one likes, until ctrl-C.

import { hostname } from 'node:os'
import type { Keyring } from '../audience/links.ts'
import type { DkimKey } from '../message/dkim.ts'
import { PressrunError } from '../problem.ts'
import type { Project } from '../project/project.ts'
import type { RenderedIssue } from '../render/rendered.ts'
import type { Engine } from '../store/engine.ts'
import type { Send } from '../store/sends.ts'
import { version } from '../version.ts'
import {
  type CommonOptions,
  command,
  findProjectRoot,
  type ListenOn,
  placeToListenOn,
  type Register,
} from './command.ts'
import { counted } from './format.ts'

interface Options extends CommonOptions {
  readonly relay?: string
  readonly metrics?: ListenOn
}

export const workerCommand: Register = (program, terminal) => {
  command(program, 'worker', 'send what `send --workers` gives out, until ctrl-C; on any machine')
    .option('--relay <name>', 'through this relay of newsletter.yaml alone')
    .option('--metrics <[address:]port>', 'tell Prometheus how it does, there', placeToListenOn)
    .action(async (options: Options) => {
      const root = await findProjectRoot(options, terminal)
      const { openPress } = await import('../build/press.ts')
      const { openStore } = await import('../store/open.ts')
      const { relayTransports } = await import('../delivery/relay-transports.ts')
      const { signingKey } = await import('../delivery/signing.ts')
      const { runWorker } = await import('../delivery/worker.ts')
      const { steadyClock } = await import('../delivery/clock.ts')
      const { announcer } = await import('../circulation/announce.ts')
      const { keepHeapSmall } = await import('./flat-memory.ts')
      keepHeapSmall()
      const press = openPress(root, terminal.env)
      const project = withRelay(press.project, options.relay)
      // Whatever is missing here is said before anything is taken.
      if (project.secrets.databaseUrl === undefined) throw noDatabase()
      if (!project.secrets.secret) throw noSecret()
      const dkim = signingKey(project)
      const relays = relayTransports(project)
      const store = await openStore(project, 'write')
      const stop = new AbortController()
      const atOnce = new AbortController()
      const release = terminal.onInterrupt(() => (stop.signal.aborted ? atOnce : stop).abort())
      const say = (sentence: string) =>
        options.json
          ? terminal.print(JSON.stringify({ at: new Date().toISOString(), word: sentence }))
          : terminal.print(sentence)
      let metrics: Awaited<ReturnType<typeof openMetrics>> | undefined
      try {
        if (options.metrics) metrics = await openMetrics(options.metrics)
        const ahead = (await store.clockAhead?.()) ?? 0
        const announce = announcer(store, project.webhooks)
        const name = `${hostname()}, process ${process.pid}`
        if (metrics) say(`metrics at ${metrics.url}`)
        say(`worker ${name}: waiting for what is to be sent; ctrl-C ends it`)
        const { accepted } = await runWorker({
          ...{ store, name, version, relays, limits: project.limits },
          ...(options.relay === undefined ? {} : { relay: options.relay }),
          makerFor: (send) => makerOf(send, { ...press, dkim, store }),
          // All workers go by the clock of the store.
          clock: steadyClock(() => Date.now() + ahead),
          random: Math.random,
          stop: stop.signal,
          atOnce: atOnce.signal,
          onBounce: (send) => (reader, at) =>
            announce({
              ...{ ...reader, type: 'bounce', lists: [], all: true, at },
              ...{ way: 'bounce', place: send.issue },
            }),
          onWord: say,
          ...(metrics ? { onSettled: metrics.settled, onStore: metrics.store } : {}),
        })
        say(`ended; ${counted(accepted, 'message')} went out from here`)
      } finally {
        release()
        await metrics?.close()
        await Promise.all(relays.map(({ transport }) => transport.close()))
        await store.close()
      }
    })
}

/** @throws PressrunError `usage` where the address cannot be listened on */
async function openMetrics({ host, port }: ListenOn) {
  const { workerMetrics } = await import('../web/worker-metrics.ts')
  const { serveWeb } = await import('../web/serve.ts')
  const { app, settled, store } = workerMetrics()
  const serving = await serveWeb(app, host, port)
  return {
    ...{ settled, store },
    url: `http://${host.includes(':') ? `[${host}]` : host}:${serving.port}/metrics`,
    close: () => serving.close(0),
  }
}

interface Means {
  readonly project: Project
  readonly keys: Keyring
  readonly dkim: DkimKey | undefined
  readonly store: Engine
}

/** @throws PressrunError `send`, `config` */
async function makerOf(send: Send, { project, keys, dkim, store }: Means) {
  const { plannedLetter } = await import('../delivery/kept-letter.ts')
  const { proofOf, termsOf } = await import('../delivery/hand-out.ts')
  const { messageMaker } = await import('../message/maker.ts')
  const { envelopeSender } = await import('../delivery/envelope-sender.ts')
  if (termsOf(send)?.proof !== proofOf(keys, project, send.issue)) throw otherSettings()
  const rendered = await plannedLetter<RenderedIssue>(store, send)
  const maker = messageMaker({
    ...{ project, keys, dkim, envelopeFrom: envelopeSender(project, keys, send.issue) },
    rendered: send.list ? { ...rendered, list: send.list } : rendered,
  })
  return (subscriber: Parameters<typeof maker.make>[0]) => maker.make(subscriber, new Date())
}

/** @throws PressrunError `usage` */
function withRelay(project: Project, name: string | undefined): Project {
  if (name === undefined) return project
  const relays = project.relays.filter((relay) => relay.name === name)
  if (relays.length > 0) return { ...project, relays }
  throw new PressrunError({
    code: 'usage',
    message: `there is no relay "${name}" in newsletter.yaml`,
    mend: `There is: ${project.relays.map((relay) => relay.name).join(', ')}.`,
  })
}

const config = (message: string, mend: string) =>
  new PressrunError({ code: 'config', message, mend })

const noDatabase = () =>
  config(
    'without PRESSRUN_DATABASE there is nothing that a worker could share with others',
    'Put the address of the Postgres database into .env.',
  )
const noSecret = () =>
  config(
    'without PRESSRUN_SECRET nobody could unsubscribe, so this worker takes nothing',
    'Put the PRESSRUN_SECRET into .env that the send was planned with.',
  )
const otherSettings = () =>
  config(
    'PRESSRUN_SECRET or newsletter.yaml is not the one that it was handed out with',
    'Bring the same to every machine and start this worker again, or give it out as it is now: pressrun send <issue> --workers.',
  )
