// How fast a send is, and how much memory it takes: the sample issue, personalised, signed (RSA-2048), with the
// ledger on disk, against a nodemailer pool and Postfix's smtp-source, in turns, to a sink in another process.
// `BENCH_READERS=1000000 npm run bench -- send` also plans and sends to so many.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { OurFigures, OurOrder } from './send/ours.ts'
import { median, printTable, type Row } from './table.ts'

const HERE = join(import.meta.dirname, 'send')
/** On the disk that the repository is on: a folder in memory would make durability free. */
const FOLDER = join(import.meta.dirname, '../../build/bench')
const LANES = 10
const ROUNDS = 3
const OURS = 2_000
const THEIRS = 400
const SOURCE = 4_000
const FAR_MS = 50
const SINK = '/usr/sbin/smtp-sink'
const SMTP_SOURCE = '/usr/sbin/smtp-source'

interface Server {
  readonly port: number
  close(): Promise<void>
}

async function free(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

async function script(name: string, ...args: readonly string[]): Promise<Server> {
  const child = spawn(process.execPath, [join(HERE, name), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [said] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  return { port: Number(said), close: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.stdin?.end()
  child.kill()
  await gone
}

/** Postfix's own where it is installed: it costs less than one in JavaScript. */
async function sink(): Promise<Server> {
  if (!existsSync(SINK)) return script('sink.ts')
  const port = await free()
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child = spawn(SINK, [...user, `127.0.0.1:${port}`, '1000'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  await setTimeout(300)
  return { port, close: () => end(child) }
}

/** Without blocking: a proxy or a sink may be in this process' group. */
async function contestant<T>(name: string, order: object): Promise<T> {
  const child = spawn(process.execPath, [join(HERE, name), JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  const [code] = (await once(child, 'close')) as [number]
  if (code !== 0) throw new Error(`${name} ended with ${code}`)
  return JSON.parse(out) as T
}

const ours = (port: number, order: Partial<OurOrder>) =>
  contestant<OurFigures>('ours.ts', { folder: FOLDER, port, readers: OURS, lanes: LANES, ...order })
const rate = (count: number, ms: number) => (count / ms) * 1_000
const whole = (value: number) => Math.round(value).toLocaleString('en-US')
const megabytes = (bytes: number) => `${Math.round(bytes / 1_000_000)} MB`

function source(port: number, bytes: number): number | undefined {
  if (!existsSync(SMTP_SOURCE)) return undefined
  const args = ['-s', LANES, '-l', bytes, '-m', SOURCE, '-f', 'a@a.example', '-t', 'b@b.example']
  const start = performance.now()
  const { status } = spawnSync(SMTP_SOURCE, [...args.map(String), `127.0.0.1:${port}`])
  return status === 0 ? rate(SOURCE, performance.now() - start) : undefined
}

async function speed(port: number): Promise<Row[]> {
  const [mine, pool, fastest]: [number[], number[], number[]] = [[], [], []]
  const [myCpu, poolCpu]: [number[], number[]] = [[], []]
  let bytes = 0
  for (let round = 0; round < ROUNDS; round++) {
    const figures = await ours(port, {})
    bytes = figures.messageBytes
    mine.push(rate(figures.accepted, figures.sendMs))
    myCpu.push(figures.cpuMs / figures.accepted)
    const theirs = await contestant<{ sendMs: number; cpuMs: number }>('nodemailer-pool.ts', {
      ...{ port, readers: THEIRS, lanes: LANES },
    })
    pool.push(rate(THEIRS, theirs.sendMs))
    poolCpu.push(theirs.cpuMs / THEIRS)
    const raw = source(port, bytes)
    if (raw !== undefined) fastest.push(raw)
  }
  const [our, their] = [median(mine), median(pool)]
  const times = our / their
  const rows: Row[] = [
    { what: 'one message', value: `${whole(bytes / 1_000)} kB` },
    { what: 'Pressrun: filled, signed, ledger on disk', value: `${whole(our)}/s` },
    { what: 'nodemailer pool: Handlebars for each, its DKIM', value: `${whole(their)}/s` },
    {
      what: 'against the nodemailer pool',
      value: `${times.toFixed(1)}x`,
      asked: 'at least 5x',
      met: times >= 5,
    },
  ]
  // Wall clocks lie on a machine that others use as well; this does not.
  rows.push(
    { what: 'processor time of one message: Pressrun', value: `${median(myCpu).toFixed(2)} ms` },
    { what: 'processor time of one message: the pool', value: `${median(poolCpu).toFixed(2)} ms` },
  )
  if (fastest.length === 0) return [...rows, { what: 'smtp-source', value: 'not installed' }]
  const share = our / median(fastest)
  return [
    ...rows,
    { what: 'smtp-source: makes no content, signs nothing', value: `${whole(median(fastest))}/s` },
    {
      what: 'against smtp-source',
      value: `${share.toFixed(2)}x`,
      asked: 'at least 0.5x',
      met: share >= 0.5,
    },
  ]
}

async function memory(port: number): Promise<Row[]> {
  const small = await ours(port, { readers: 10_000, plainBytes: 5_000 })
  const rows: Row[] = [
    { what: 'peak memory, 10,000 readers', value: megabytes(small.peakRss) },
    { what: 'planning 10,000 readers', value: `${(small.planMs / 1_000).toFixed(1)} s` },
  ]
  const asked = Number(process.env.BENCH_READERS ?? 0)
  if (!(asked > 0)) return rows
  const large = await ours(port, { readers: asked, plainBytes: 5_000 })
  const growth = large.peakRss / small.peakRss
  return [
    ...rows,
    {
      what: `planning ${whole(asked)} readers`,
      value: `${(large.planMs / 1_000).toFixed(1)} s`,
      asked: 'under 30 s a million',
      met: large.planMs / asked < 0.03,
    },
    {
      what: `sending to ${whole(asked)} readers, 5 kB each`,
      value: `${whole(rate(large.accepted, large.sendMs))}/s`,
    },
    {
      what: `peak memory, ${whole(asked)} readers`,
      value: megabytes(large.peakRss),
      asked: 'under 350 MB',
      met: large.peakRss < 350_000_000,
    },
    {
      what: 'against 10,000 readers',
      value: `${growth.toFixed(2)}x`,
      asked: 'at most 1.2x',
      met: growth <= 1.2,
    },
  ]
}

/** Throughput to a server that is far away, by connections. */
async function distance(port: number): Promise<Row[]> {
  const far = await script('far.ts', String(port), String(FAR_MS))
  try {
    const rows: Row[] = []
    for (const lanes of [5, 10, 20, 40]) {
      const { accepted, sendMs } = await ours(far.port, {
        lanes,
        readers: lanes * 30,
        plainBytes: 20_000,
      })
      const value = `${whole(rate(accepted, sendMs))}/s`
      rows.push({ what: `a server ${FAR_MS} ms away, ${lanes} connections`, value })
    }
    return rows
  } finally {
    await far.close()
  }
}

export async function bench(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  const server = await sink()
  try {
    printTable(`send: ${LANES} connections, medians of ${ROUNDS}`, await speed(server.port))
    printTable('send: memory', await memory(server.port))
    printTable('send: distance', await distance(server.port))
  } finally {
    await server.close()
  }
}
