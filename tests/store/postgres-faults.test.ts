// A Postgres store in trouble: a real server, made to fail. Each time one sentence and its mend.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { PostgresServer } from '../../scripts/postgres-server.ts'
import type { Engine } from '../../src/store/engine.ts'
import { SCHEMA_VERSION } from '../../src/store/migrations.ts'
import { openStore, type Publication } from '../../src/store/open.ts'
import { countsOf, recount } from '../../src/store/tallies.ts'
import { emptyDatabase, endServer, reader, sendOf, theServer } from './engines.ts'

const problem = (message: RegExp, mend = /\w/) => ({
  exitCode: expect.any(Number),
  problems: [
    {
      code: expect.stringMatching(/^(store|config)$/),
      message: expect.stringMatching(message),
      mend: expect.stringMatching(mend),
    },
  ],
})

describe('a Postgres store in trouble', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await theServer()
  })
  afterAll(endServer)

  const at = (databaseUrl: string): Publication => ({ root: '/nowhere', secrets: { databaseUrl } })
  const opened = async (place: Publication): Promise<Engine> => {
    const store = await openStore(place, 'write')
    onTestFinished(() => store.close())
    return store
  }
  const nameOf = ({ secrets }: Publication) =>
    new URL(secrets.databaseUrl as string).pathname.slice(1)

  it.each([
    ['no server', () => server.url('x', { port: 1 }), /no database server answers/, /Start it/],
    [
      'another password',
      () => server.url('postgres', { password: 'hunter2' }),
      /refuses this user or password/,
      /PRESSRUN_DATABASE/,
    ],
    [
      'no such database',
      () => server.url('nowhere'),
      /there is no such database \(nowhere on 127/,
      /createdb/,
    ],
    ['no such host', () => 'postgres://a:b@host.invalid/x', /host/, /\w/],
    ['no TLS', () => `${server.url('postgres')}?sslmode=verify-full`, /speaks no TLS/, /sslmode/],
    [
      'another kind of address',
      () => 'mysql://a:b@localhost/x',
      /not the address of a Postgres database/,
      /postgres:\/\//,
    ],
    ['no address', () => 'hunter2', /not the address of a Postgres database/, /postgres:\/\//],
  ])('says so where there is %s', async (_, url, message, mend) => {
    for (const access of ['read', 'write'] as const) {
      const error = await openStore(at(url()), access).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject(problem(message, mend))
      expect(String(error)).not.toMatch(/hunter2|a pass|pass%2Fword/)
    }
  })

  it('says that nothing is there yet, and makes nothing, where it is only read', async () => {
    const place = await emptyDatabase()
    await expect(openStore(place, 'read')).rejects.toMatchObject(problem(/no store in it yet/))
    await expect(openStore(place, 'read')).rejects.toMatchObject(problem(/no store in it yet/))
  })

  it('refuses a schema that a newer version made, a database that is somebody else’s, and one without UTF-8', async () => {
    const place = await emptyDatabase()
    await (await openStore(place, 'write')).close()
    await server.query(`update "schema" set version = ${SCHEMA_VERSION + 1}`, nameOf(place))
    const foreign = await emptyDatabase()
    await server.query('create table recipes (name text)', nameOf(foreign))
    await server.query(`create database latin template template0 encoding 'LATIN1' locale 'C'`)
    for (const access of ['read', 'write'] as const) {
      await expect(openStore(place, access)).rejects.toMatchObject(
        problem(/newer Pressrun/, /npm install/),
      )
      await expect(openStore(foreign, access)).rejects.toMatchObject(
        problem(/something else/, /createdb/),
      )
      await expect(openStore(at(server.url('latin')), access)).rejects.toMatchObject(
        problem(/LATIN1/, /UTF8/),
      )
    }
  })

  it('waits for the disk with every commit, after a pace was taken that does not', async () => {
    const store = await opened(await emptyDatabase())
    const setting = async () =>
      (
        await sql<{ how: string }>`select current_setting('synchronous_commit') as how`.execute(
          store.db,
        )
      ).rows[0]?.how
    const pace = { kind: 'pace', name: 'p', intervalMs: 10, count: 1 } as const
    const quota = { kind: 'quota', name: 'q', windowMs: 3_600_000, limit: 9, count: 1 } as const
    for (const wants of [[pace], [pace, quota], [quota]]) {
      expect(await store.ledger.reserve(wants, 1_000)).toHaveLength(wants.length)
      expect(await setting()).toBe('on')
    }
  })

  it('is brought to this version’s schema by whoever comes first of several', async () => {
    const place = await emptyDatabase()
    const stores = await Promise.all([1, 2, 3, 4].map(() => openStore(place, 'write')))
    for (const store of stores) await store.close()
    const [row] = await server.query<{ version: number }>('select * from "schema"', nameOf(place))
    expect(row).toEqual({ version: SCHEMA_VERSION })
  })

  it('undoes what the connection was lost in the middle of, says so, and is well afterwards', async () => {
    const place = await emptyDatabase()
    const store = await opened(place)
    const send = await sendOf(store, 3)
    const slow = store.write([
      store.db.deleteFrom('deliveries').compile(),
      sql`select pg_sleep(60)`.compile(store.db),
    ])
    const said = expect(slow).rejects.toMatchObject(problem(/shutting down|connection/, /again/))
    const cut = `select pg_terminate_backend(pid) as cut from pg_stat_activity
                 where datname = '${nameOf(place)}' and wait_event = 'PgSleep'`
    for (let found: readonly unknown[] = []; found.length === 0; ) found = await server.query(cut)
    await said
    expect((await countsOf(store, send)).states.pending).toBe(3)
    expect(await store.ledger.insert(send, [reader(5)])).toEqual([true])
    expect(await countsOf(store, send)).toEqual(await recount(store, send))
  })

  it('goes on where the server was restarted between two statements', async () => {
    const place = await emptyDatabase()
    const store = await opened(place)
    const send = await sendOf(store, 3)
    await server.stop('hard')
    await expect(countsOf(store, send)).rejects.toMatchObject(
      problem(/lost|no database server answers|shutting/),
    )
    await server.start()
    expect((await countsOf(store, send)).states.pending).toBe(3)
  })

  it('lets go of a lock whose holder was killed', async () => {
    const place = await emptyDatabase()
    const store = await opened(place)
    const program = `
      const { openStore } = await import(${JSON.stringify(new URL('../../src/store/open.ts', import.meta.url).href)})
      const store = await openStore(${JSON.stringify(place)}, 'write')
      console.log((await store.lock('send-x')) !== undefined)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    expect(String(said)).toBe('true\n')
    expect(await store.lock('send-x')).toBeUndefined()
    child.kill('SIGKILL')
    await once(child, 'exit')
    let lock = await store.lock('send-x')
    while (!lock) lock = await store.lock('send-x')
    await lock.release()
  })
})
