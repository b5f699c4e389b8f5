// Several workers at one send, and each of them, and the database, and the way to it, taken away again and again: killed,
// stopped past the lease and let go on, restarted hard, cut. Then what the ledger says is held to what the mail server
// counted.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { steadyClock } from '../../src/delivery/clock.ts'
import { handOut } from '../../src/delivery/hand-out.ts'
import { planSend } from '../../src/delivery/plan.ts'
import { openStore, type Publication } from '../../src/store/open.ts'
import { findSend } from '../../src/store/sends.ts'
import { type PostgresServer, postgresServer } from '../postgres-server.ts'
import { check, randomFrom, type SendFigures, sumOf } from './count.ts'
import { proxyTo, type Way } from './proxy.ts'
import type { WorkerOrder } from './worker.ts'

export const FAULTS = ['kill', 'stop', 'restart', 'cut'] as const
type Fault = (typeof FAULTS)[number]

export interface PostgresChaosOptions {
  readonly rounds: number
  readonly workers: number
  /** Of each send; when one is through, the next begins. */
  readonly readers: number
  readonly lanes: number
  readonly onInDoubt: 'hold' | 'resend'
  readonly seed: number
  readonly onRound?: (rounds: number) => void
}

export interface PostgresChaosFigures extends SendFigures {
  readonly rounds: number
  readonly faults: Readonly<Record<Fault, number>>
  readonly sends: number
  readonly readers: number
}

const BEAT_MS = 200
const LEASE_MS = 1_500
/** A worker that was killed is another's after so long at most: its batches come back in 15 to 20 seconds. */
const END_MS = 90_000

/** @throws Error where a send that nobody troubles any more does not come to its end */
export async function postgresChaos(options: PostgresChaosOptions): Promise<PostgresChaosFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'pressrun-chaos-'))
  const receipts = join(folder, 'receipts.txt')
  const server = await postgresServer()
  const proxy = await proxyTo(server.port)
  const sink = spawn(process.execPath, [join(import.meta.dirname, 'sink.ts'), receipts], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  try {
    await server.make('chaos')
    const [said] = (await once(sink.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
    const order: WorkerOrder = {
      databaseUrl: server.url('chaos', { port: proxy.port }),
      ...{ port: Number(said), lanes: options.lanes, beatMs: BEAT_MS, leaseMs: LEASE_MS },
    }
    return await allRounds({ server, proxy, receipts, order, folder }, options)
  } finally {
    sink.stdin?.end()
    await proxy.close()
    await server.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Place {
  readonly server: PostgresServer
  readonly proxy: Way
  readonly receipts: string
  readonly order: WorkerOrder
  readonly folder: string
}

async function allRounds(
  place: Place,
  options: PostgresChaosOptions,
): Promise<PostgresChaosFigures> {
  const { server, receipts } = place
  const random = randomFrom(options.seed)
  const store: Publication = { root: place.folder, secrets: { databaseUrl: server.url('chaos') } }
  const faults: Record<Fault, number> = { kill: 0, stop: 0, restart: 0, cut: 0 }
  const found: SendFigures[] = []
  const crew = Array.from({ length: options.workers }, () => begin(place))
  let rounds = 0
  try {
    while (rounds < options.rounds) {
      const issue = `issue-${found.length + 1}`
      await give(store, issue, options)
      while (rounds < options.rounds && !(await isOver(store, issue))) {
        await setTimeout(50 + random() * 250)
        const fault = FAULTS[rounds % FAULTS.length] as Fault
        await trouble(fault, place, crew, Math.floor(random() * crew.length))
        faults[fault]++
        rounds++
        options.onRound?.(rounds)
      }
      const patience = performance.now() + END_MS
      while (!(await isOver(store, issue))) {
        if (performance.now() > patience) throw new Error(`${issue} does not come to its end`)
        await setTimeout(50)
      }
      found.push(await check({ store, receipts }, issue, options.readers))
    }
  } finally {
    for (const worker of crew) worker.kill('SIGKILL')
  }
  return {
    ...{ rounds, faults, sends: found.length, readers: found.length * options.readers },
    ...sumOf(found),
  }
}

const begin = ({ order, folder }: Place): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, 'worker.ts'), JSON.stringify(order)], {
    // It ends with this process: its input does.
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
  })

async function trouble(
  fault: Fault,
  place: Place,
  crew: ChildProcess[],
  who: number,
): Promise<void> {
  const worker = crew[who] as ChildProcess
  if (worker.exitCode !== null) throw new Error(`a worker ended by itself, with ${worker.exitCode}`)
  switch (fault) {
    case 'kill': {
      const gone = once(worker, 'exit')
      worker.kill('SIGKILL')
      await gone
      crew[who] = begin(place)
      return
    }
    case 'stop':
      worker.kill('SIGSTOP')
      await setTimeout(LEASE_MS + 5 * BEAT_MS)
      worker.kill('SIGCONT')
      return
    case 'restart':
      await place.server.stop('hard')
      await place.server.start()
      return
    case 'cut':
      place.proxy.cut()
  }
}

async function give(
  place: Publication,
  issue: string,
  { readers, onInDoubt }: PostgresChaosOptions,
): Promise<void> {
  const store = await openStore(place, 'write')
  const clock = steadyClock()
  const digest = 'the same each time'
  const parts = { subject: digest, preheader: digest, html: digest, text: digest, images: digest }
  try {
    const agreed = await planSend({
      ...{ store, issue, sender: 'letters@longmeridian.example', clock },
      ...{ parts: { ...parts, list: String(readers) }, list: list(readers) },
    })
    await handOut({ store, issue, agreed, letter: {}, proof: '', onInDoubt, clock })
  } finally {
    await store.close()
  }
}

async function* list(readers: number) {
  for (let line = 1; line <= readers; line++) {
    const email = `reader-${line}@domain-${line % 7}.example`
    const subscriber = { email, name: '', firstName: '', lang: '', tags: [], fields: {} }
    yield { kind: 'subscriber', line, subscriber } as const
  }
}

async function isOver(place: Publication, issue: string): Promise<boolean> {
  const store = await openStore(place, 'read')
  try {
    return (await findSend(store, issue))?.state === 'done'
  } finally {
    await store.close()
  }
}
