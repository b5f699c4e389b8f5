// What becomes of workers when something becomes of their store.

import { Client } from 'pg'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { lockName } from '../../../src/delivery/worker-input.ts'
import { SCHEMA_VERSION } from '../../../src/store/migrations.ts'
import { lockKey } from '../../../src/store/postgres/lock.ts'
import { countsOf } from '../../../src/store/tallies.ts'
import { allWorkers } from '../../../src/store/workers.ts'
import { endServer, theServer } from '../../store/engines.ts'
import { readers } from './fixture.ts'
import { type Scripted, scripted } from './scripted.ts'
import { type Shared, shared } from './workers.ts'

afterAll(endServer)
const READERS = 500

const nameOf = ({ place }: Shared) => new URL(place.secrets.databaseUrl ?? '').pathname.slice(1)

describe('the store of workers', () => {
  it('waits while the database is away, and goes on', async () => {
    const here = await shared()
    await here.plan(readers(READERS))
    await here.give()
    const server = await theServer()
    const stopped = Promise.withResolvers<void>()
    const relay = scripted(async () => {
      if (relay.tried.length === 50) {
        await server.stop('hard')
        await server.start()
        stopped.resolve()
      }
      return 'accept' as const
    })
    const { words } = await here.worker(relay)
    await stopped.promise
    await expectWhole(here, relay)
    expect(words.join()).toMatch(/waiting for the store: .*the store is back/)
  })

  it('takes no more connections: they wait, and go on', async () => {
    const here = await shared()
    await here.plan(readers(READERS))
    await here.give()
    const server = await theServer()
    const hogs: Client[] = []
    const free = async () => void (await Promise.all(hogs.splice(0).map((hog) => hog.end())))
    onTestFinished(free)
    let hogged: Promise<void> | undefined
    const relay = scripted(async () => {
      if (relay.tried.length >= 50) {
        hogged ??= hog()
        await hogged
      }
      return 'accept' as const
    })
    /** Takes every connection there is, those of the worker as well. */
    async function hog(): Promise<void> {
      for (let cut = false; ; ) {
        const client = new Client(server.url('postgres'))
        client.on('error', () => {})
        try {
          await client.connect()
          hogs.push(client)
        } catch (error) {
          if ((error as { code?: unknown }).code !== '53300') throw error
          if (cut) return
          cut = true
          await hogs[0]?.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${nameOf(here)}'`,
          )
        }
      }
    }
    const { words } = await here.worker(relay)
    while (!words.some((word) => word.includes('takes no more connections')))
      await new Promise((resolve) => setImmediate(resolve))
    await free()
    await expectWhole(here, relay)
    expect(words.join()).toMatch(/the store is back/)
  })

  it('fails over: while the address leads to a server that may only be read they wait, and go on', async () => {
    const here = await shared()
    await here.plan(readers(READERS))
    await here.give()
    const { query } = await theServer()
    const name = nameOf(here)
    const become = async (only: 'on' | 'off') => {
      await query(`alter database ${name} set default_transaction_read_only = ${only}`)
      await query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
      )
    }
    let demoted: Promise<void> | undefined
    const relay = scripted(async () => {
      if (relay.tried.length >= 50) {
        demoted ??= become('on')
        await demoted
      }
      return 'accept' as const
    })
    const { words } = await here.worker(relay)
    while (!words.some((word) => word.includes('may only be read')))
      await new Promise((resolve) => setImmediate(resolve))
    const before = relay.bodies.length
    await become('off')
    await expectWhole(here, relay)
    expect(before).toBeLessThanOrEqual(50 + relay.lanes)
    expect(words.join()).toMatch(/waiting for the store: .*the store is back/)
  })

  it('lets go of a worker’s lock with a connection that is cut: the worker takes it again, and is the same', async () => {
    const here = await shared()
    const { query } = await theServer()
    await here.worker(scripted())
    const [worker] = await until(async () => {
      const found = await allWorkers(here.store)
      return found.length > 0 && found
    })
    const holders = () =>
      query<{ pid: number }>(
        `select pid from pg_locks where locktype = 'advisory' and granted
         and (classid::bigint << 32 | objid::bigint) = ${lockKey(lockName(worker?.id ?? 0))}`,
      )
    const [first] = await until(async () => {
      const found = await holders()
      return found.length > 0 && found
    })
    await query(`select pg_terminate_backend(${first?.pid})`)
    await until(async () => (await holders()).some(({ pid }) => pid !== first?.pid))
    expect(await allWorkers(here.store)).toMatchObject([{ id: worker?.id, gone_at: null }])
  })

  it.each([
    ['at their next look', ''],
    ['at the first statement that fails', 'alter table deliveries rename column tries to attempts'],
  ])('is of a newer Pressrun: they take no more, say so, and end, %s', async (_, change) => {
    const here = await shared()
    await here.plan(readers(READERS))
    await here.give()
    const { query } = await theServer()
    const relay = scripted(async () => {
      if (relay.tried.length === 50) {
        if (change) await query(change, nameOf(here))
        await query(`update "schema" set version = ${SCHEMA_VERSION + 1}`, nameOf(here))
      }
      return 'accept' as const
    })
    const { ended } = await here.worker(relay)
    await expect(ended).rejects.toThrow(
      `a newer Pressrun has changed the store (schema ${SCHEMA_VERSION + 1}; this one knows up to ${SCHEMA_VERSION}), so this worker takes no more`,
    )
    expect(new Set(relay.bodies).size).toBe(relay.bodies.length)
    expect(relay.bodies.length).toBeLessThan(READERS)
  })
})

/** It ends by itself: nobody twice, and nobody forgotten but a message a lane, whose record was lost. */
async function expectWhole(here: Shared, relay: Scripted): Promise<void> {
  const { id } = await here.over()
  const { states } = await countsOf(here.store, id)
  expect(states.accepted + states.in_doubt).toBe(READERS)
  expect(states.in_doubt).toBeLessThanOrEqual(relay.lanes)
  expect(new Set(relay.bodies).size).toBe(relay.bodies.length)
}

/** Asks until the answer is not false. */
async function until<T>(ask: () => Promise<T | false>): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer !== false) return answer
  }
}
