// A send by several workers on Postgres: how long a plan of a list in the store takes, what a reader takes on disk,
// and how many deliveries a second workers claim and settle with a transport that accepts at once, and how limits hold
// over several. The server is from npm, on this machine, and as durable as it comes. `BENCH_ROWS=100000 npm run bench
// -- scale` plans fewer readers.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { segment } from '../../src/audience/segments.ts'
import { steadyClock } from '../../src/delivery/clock.ts'
import { handOut } from '../../src/delivery/hand-out.ts'
import { type Plan, type PlanInput, planSend } from '../../src/delivery/plan.ts'
import type { Engine } from '../../src/store/engine.ts'
import { openStore } from '../../src/store/open.ts'
import { findSend } from '../../src/store/sends.ts'
import { newSource } from '../../src/store/sources.ts'
import { countsOf } from '../../src/store/tallies.ts'
import { type PostgresServer, postgresServer } from '../postgres-server.ts'
import { limitRows } from './scale/limits.ts'
import { printTable, type Row } from './table.ts'

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000)
/** Of each round: long enough that it is not the start of processes that is measured. */
const SENT = Math.min(ROWS, Number(process.env.BENCH_SENT ?? 400_000))
const CREWS = [1, 2, 4, 8]
const NAME = 'scale'
const FOLDER = join(import.meta.dirname, '../../build/bench/scale')
const SEGMENT = 'lang = "en" and city != "Port 7"'
const ASKED_EACH_SECOND = 20_000
const ASKED_PLAN_MS = 30_000

const digest = 'the same each time'
const PARTS = { subject: digest, preheader: digest, html: digest, text: digest, images: digest }

export async function bench(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  // On the disk that the repository is on.
  const server = await postgresServer({ folder: FOLDER, durable: true })
  try {
    printTable(
      `${ROWS.toLocaleString('en-US')} readers on Postgres`,
      await publication(server, ROWS, ({ store }) => planning(store, server)),
    )
    await publication(server, SENT, async ({ store, url }) => {
      const rates: Row[] = []
      for (const workers of CREWS) {
        // As it is by the next issue, whatever the last one left.
        await server.query('vacuum analyze', NAME)
        rates.push(await sending(store, url, workers))
      }
      printTable(`${SENT.toLocaleString('en-US')} deliveries, accepted at once`, rates)
      printTable('limits over 4 workers', await limitRows(store, url))
    })
  } finally {
    await server.remove()
    rmSync(FOLDER, { recursive: true, force: true })
  }
}

interface Publication {
  readonly store: Engine
  readonly url: string
}

/** With so many readers on its list, in a database of its own. */
async function publication<T>(
  server: PostgresServer,
  readers: number,
  use: (publication: Publication) => Promise<T>,
): Promise<T> {
  await server.make(NAME)
  const url = server.url(NAME)
  const store = await openStore({ root: FOLDER, secrets: { databaseUrl: url } }, 'write')
  try {
    await addReaders(store, server, readers)
    return await use({ store, url })
  } finally {
    await store.close()
    await server.query(`drop database ${NAME} with (force)`)
  }
}

async function addReaders(store: Engine, server: PostgresServer, readers: number): Promise<void> {
  const source = await newSource(store, { way: 'import', place: 'bench' }, 1)
  await server.query(
    `insert into subscribers (address_hash, email, name, first_name, lang, tags, fields, created_at, changed_at)
     select substr(encode(sha256(i::text::bytea), 'base64'), 1, 22), 'reader-' || i || '@domain-' || i % 1000 || '.example',
            'Reader ' || i, 'Reader', 'en', '["member"]', '{"city":"Port ' || i % 1000 || '"}', 1, 1
     from generate_series(1, ${readers}) as i`,
    NAME,
  )
  await server.query(
    `insert into memberships select id, 'main', 'active', 1, ${source}, null from subscribers`,
    NAME,
  )
  await server.query('vacuum analyze', NAME)
}

async function planning(store: Engine, server: PostgresServer): Promise<readonly Row[]> {
  const ms = await timed(() => planOf(store, 'planned'))
  const [size] = await server.query<{ bytes: string }>(
    `select pg_total_relation_size('deliveries') as bytes`,
    NAME,
  )
  return [
    planned('planned from the list in the store', ms),
    planned(
      `planned with a segment, ${SEGMENT}`,
      await timed(() => planOf(store, 'a-segment', {}, SEGMENT)),
    ),
    {
      what: 'ledger on disk, indexes and all',
      value: `${Math.round(Number(size?.bytes) / ROWS)} bytes a reader`,
    },
  ]
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const planned = (what: string, ms: number): Row => ({
  what,
  value: `${(ms / 1_000).toFixed(1)} s`,
  asked: `under ${ASKED_PLAN_MS / 1_000} s`,
  met: ms < ASKED_PLAN_MS,
})

const planOf = (
  store: Engine,
  issue: string,
  selection: PlanInput['selection'] = {},
  expression?: string,
): Promise<Plan> =>
  planSend({
    ...{ store, issue, sender: 'letters@longmeridian.example', clock: steadyClock() },
    ...{ parts: { ...PARTS, list: 'store main' }, forList: 'main', isStored: true },
    list: (async function* () {})(),
    selection: expression === undefined ? selection : { ...selection, segment: expression },
    ...(expression === undefined ? {} : { segment: segment({}, expression, Date.now()) }),
  })

async function sending(store: Engine, url: string, workers: number): Promise<Row> {
  const issue = `by-${workers}`
  const agreed = await planOf(store, issue, { limit: SENT })
  const crew = Array.from({ length: workers }, () =>
    spawn(process.execPath, [join(import.meta.dirname, 'scale/worker.ts'), url], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  )
  await Promise.all(crew.map(({ stdout }) => once(stdout, 'data')))
  const clock = steadyClock()
  await handOut({ store, issue, agreed, letter: {}, proof: '', onInDoubt: 'hold', clock })
  const start = performance.now()
  const id = (await findSend(store, issue))?.id as number
  while ((await countsOf(store, id)).states.accepted < SENT) await setTimeout(100)
  const rate = SENT / ((performance.now() - start) / 1_000)
  for (const worker of crew) {
    worker.stdin.end()
    await once(worker, 'exit')
  }
  const row = {
    what: workers === 1 ? '1 worker' : `${workers} workers`,
    value: `${Math.round(rate).toLocaleString('en-US')} a second`,
  }
  if (workers !== 4) return row
  const asked = `at least ${ASKED_EACH_SECOND.toLocaleString('en-US')}`
  return { ...row, asked, met: rate >= ASKED_EACH_SECOND }
}
