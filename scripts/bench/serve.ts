// How leaving holds up: 10,000 one-click POSTs, 200 at a time, to `pressrun serve` in a process of its own, while a send
// claims its readers from the same store. None may be lost, and nobody who has left may be claimed afterwards.
// `BENCH_POSTS=1000 npm run bench -- serve` asks for fewer.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { addressHash } from '../../src/audience/address.ts'
import { keyring, seal } from '../../src/audience/links.ts'
import type { Engine } from '../../src/store/engine.ts'
import { openStore } from '../../src/store/open.ts'
import { createSend } from '../../src/store/sends.ts'
import { newSource } from '../../src/store/sources.ts'
import { printTable } from './table.ts'

const REPOSITORY = join(import.meta.dirname, '../..')
/** On the disk that the repository is on: a folder in memory would make durability free. */
const FOLDER = join(REPOSITORY, 'build/bench/serve')
const POSTS = Number(process.env.BENCH_POSTS ?? 10_000)
const AT_A_TIME = 200
const SECRET = 'a secret for figures alone'
const SLUG = 'a-letter'
/** Readers whom the send claims at once, as the sending process does. */
const CLAIMED = 50
const LEASE_MS = 600_000
const CLAIM_EVERY_MS = 100

const emailOf = (reader: number) => `reader-${reader}@example.com`

async function sendTo(store: Engine, readers: number): Promise<number> {
  const text = { sender: 'letters@example.com', digest: 'd', parts: '{}', selection: '{}' }
  const { id } = await createSend(store, { issue: SLUG, state: 'sending', created_at: 1, ...text })
  const row = (reader: number) => ({
    addressHash: addressHash(emailOf(reader)),
    email: emailOf(reader),
    domain: 'example.com',
    subscriber: '{}',
    notBefore: 0,
  })
  await store.ledger.insert(
    id,
    Array.from({ length: readers }, (_, reader) => row(reader)),
  )
  return id
}

/** They are on the list, as readers of a letter are. */
async function enterReaders(store: Engine): Promise<void> {
  const at = Date.now()
  const place = 'readers.csv'
  const sourceId = await newSource(store, { way: 'import', place }, at)
  const rows = Array.from({ length: POSTS }, (_, reader) => ({
    ...{ addressHash: addressHash(emailOf(reader)), email: emailOf(reader) },
    ...{ name: '', firstName: '', lang: 'en', tags: '[]', fields: '{}', proof: null },
    ...{ state: 'active' as const, since: at },
  }))
  await store.roll.enter({ list: 'main', sourceId, at, rows, also: [] })
}

/** Whose leaving is on disk, as the list and as the suppressions have it. */
async function written({ db }: Engine): Promise<number> {
  const left = await db
    .selectFrom('memberships')
    .innerJoin('subscribers', 'subscribers.id', 'memberships.subscriber_id')
    .innerJoin('suppressions', 'suppressions.address_hash', 'subscribers.address_hash')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('memberships.state', '=', 'unsubscribed')
    .executeTakeFirstOrThrow()
  return left.count
}

const claim = (store: Engine, sendId: number, limit: number) => {
  const now = Date.now()
  return store.ledger.claim({ sendId, band: 'fresh', now, leaseUntil: now + LEASE_MS, limit })
}

function post(agent: Agent, port: number, path: string): Promise<number> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const asked = request({ agent, port, path, method: 'POST', headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
    })
    asked.on('error', () => resolve(0)).end('List-Unsubscribe=One-Click')
  })
}

/** @returns how long each took, in milliseconds, and how many were not answered with 200. */
async function postAll(port: number): Promise<{ readonly times: number[]; readonly lost: number }> {
  const keys = keyring([SECRET])
  const agent = new Agent({ keepAlive: true, maxSockets: AT_A_TIME })
  const times: number[] = []
  let next = 0
  let lost = 0
  const lane = async () => {
    while (next < POSTS) {
      const email = emailOf(next++)
      const token = seal(keys, { purpose: 'leave', email, slug: SLUG })
      const start = performance.now()
      if ((await post(agent, port, `/unsubscribe/${token}`)) !== 200) lost++
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, lane))
  agent.destroy()
  return { times: times.sort((a, b) => a - b), lost }
}

export async function bench(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  for (const name of ['newsletter.yaml', 'templates'])
    cpSync(join(REPOSITORY, name), join(FOLDER, name), { recursive: true })
  const store = await openStore(FOLDER, 'write')
  const main = join(REPOSITORY, 'src/cli/main.ts')
  const server = spawn(process.execPath, [main, 'serve', '--port', '0', '--json'], {
    cwd: FOLDER,
    env: { ...process.env, PRESSRUN_SECRET: SECRET },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const sendId = await sendTo(store, POSTS * 2)
    await enterReaders(store)
    const [said] = (await once(server.stdout, 'data')) as [Buffer]
    const port = Number(new URL((JSON.parse(String(said)) as { url: string }).url).port)
    let isOver = false
    const sending = (async () => {
      // A tenth of the readers who do not leave are claimed in the midst of it.
      for (let batch = 0; !isOver && batch < POSTS / 10 / CLAIMED; batch++) {
        await claim(store, sendId, CLAIMED)
        // Those who ask are in this process, too, and must get their turn.
        await setTimeout(CLAIM_EVERY_MS)
      }
    })()
    const start = performance.now()
    const { times, lost } = await postAll(port)
    const ms = performance.now() - start
    isOver = true
    await sending
    const missing = POSTS - (await written(store))
    const { rows } = await claim(store, sendId, POSTS * 2)
    const left = new Set(Array.from({ length: POSTS }, (_, reader) => emailOf(reader)))
    const claimed = rows.filter(({ email }) => left.has(email)).length
    const at = (part: number) => `${(times[Math.floor(times.length * part)] ?? 0).toFixed(0)} ms`
    printTable(
      `${POSTS.toLocaleString('en-US')} one-click POSTs, ${AT_A_TIME} at a time, while a send runs`,
      [
        { what: 'a second', value: Math.round(POSTS / (ms / 1000)).toLocaleString('en-US') },
        { what: 'median', value: at(0.5) },
        { what: 'p99', value: at(0.99) },
        { what: 'not answered', value: String(lost), asked: 'none', met: lost === 0 },
        { what: 'not on disk', value: String(missing), asked: 'none', met: missing === 0 },
        {
          what: 'claimed after they left',
          value: String(claimed),
          asked: 'none',
          met: claimed === 0,
        },
      ],
    )
  } finally {
    server.kill()
    await once(server, 'exit')
    await store.close()
    rmSync(FOLDER, { recursive: true, force: true })
  }
}
