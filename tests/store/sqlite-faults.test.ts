import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SCHEMA_VERSION } from '../../src/store/migrations.ts'
import { openStore, STORE_FILE } from '../../src/store/open.ts'
import { countsOf, recount } from '../../src/store/tallies.ts'
import { reader, sendOf } from './engines.ts'

describe('a SQLite store in trouble', () => {
  let root: string
  let file: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'pressrun-faults-'))
    file = join(root, STORE_FILE)
  })
  afterEach(() => {
    spawnSync('chmod', ['-R', 'u+rwX', root])
    rmSync(root, { recursive: true })
  })

  const problem = (message: RegExp) => ({
    problems: [
      { code: 'store', message: expect.stringMatching(message), mend: expect.any(String) },
    ],
  })
  const make = async () => (await openStore(root, 'write')).close()

  it('says so when the disk is full, and is none the worse', async () => {
    const store = await openStore(root, 'write')
    const send = await sendOf(store, 10)
    await sql`pragma max_page_count = 40`.execute(store.db)
    const many = Array.from({ length: 5_000 }, (_, i) => reader(100 + i))
    await expect(store.ledger.insert(send, many)).rejects.toMatchObject(problem(/disk is full/))
    expect((await countsOf(store, send)).states.pending).toBe(10)
    await sql`pragma max_page_count = 100000`.execute(store.db)
    expect((await store.ledger.insert(send, many)).filter(Boolean)).toHaveLength(5_000)
    expect(await countsOf(store, send)).toEqual(await recount(store, send))
    expect(await sql`pragma integrity_check`.execute(store.db)).toMatchObject({
      rows: [{ integrity_check: 'ok' }],
    })
    await store.close()
  })

  it('says so when another program holds it locked, and goes on when that has ended', async () => {
    const store = await openStore(root, 'write')
    const send = await sendOf(store, 1)
    await sql`pragma busy_timeout = 20`.execute(store.db)
    const other = new SqliteDatabase(file)
    other.exec('begin immediate')
    await expect(store.ledger.insert(send, [reader(5)])).rejects.toMatchObject(
      problem(/another program holds the store locked/),
    )
    other.exec('rollback')
    other.close()
    expect(await store.ledger.insert(send, [reader(5)])).toEqual([true])
    await store.close()
  })

  it('says so when the file is damaged', async () => {
    const store = await openStore(root, 'write')
    await sendOf(store, 2_000)
    await store.close()
    truncateSync(file, 60_000)
    const opened = openStore(root, 'write').then(async (damaged) => {
      try {
        await recount(damaged, 1)
      } finally {
        await damaged.close()
      }
    })
    await expect(opened).rejects.toMatchObject(problem(/damaged/))
  })

  it('says so when the file is no database, or no store', async () => {
    mkdirSync(join(root, '.pressrun'))
    writeFileSync(file, 'Dear reader,\n'.repeat(500))
    await expect(openStore(root, 'write')).rejects.toMatchObject(problem(/not a store of Pressrun/))
    rmSync(file)
    const foreign = new SqliteDatabase(file)
    foreign.exec('create table recipes (name text)')
    foreign.close()
    await expect(openStore(root, 'read')).rejects.toMatchObject(problem(/not a store of Pressrun/))
    await expect(openStore(root, 'write')).rejects.toMatchObject(problem(/not a store of Pressrun/))
  })

  it('refuses a schema that a newer version made, and says what to do', async () => {
    await make()
    const newer = new SqliteDatabase(file)
    newer.exec(`update schema set version = ${SCHEMA_VERSION + 1}`)
    newer.close()
    for (const access of ['read', 'write'] as const) {
      await expect(openStore(root, access)).rejects.toMatchObject({
        problems: [
          {
            message: expect.stringMatching(/newer Pressrun/),
            mend: expect.stringMatching(/npm install/),
          },
        ],
      })
    }
  })

  it('says that there is none yet, and makes none, when it is only read', async () => {
    await expect(openStore(root, 'read')).rejects.toMatchObject(problem(/no store yet/))
    await expect(openStore(root, 'read')).rejects.toMatchObject(problem(/no store yet/))
  })

  it('says so at once when the file or its folder may not be written', async () => {
    await make()
    chmodSync(file, 0o444)
    chmodSync(join(root, '.pressrun'), 0o555)
    // Root may write anything: another user tries.
    const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    chmodSync(root, 0o755)
    const open = new URL('../../src/store/open.ts', import.meta.url).href
    const program = `
      const { openStore } = await import(${JSON.stringify(open)})
      await openStore(${JSON.stringify(root)}, 'write').then(
        () => console.log('opened'), ({ problems }) => console.log(problems[0].message))`
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      ...user,
      encoding: 'utf8',
    })
    expect(stdout + stderr).toBe('the store may not be written\n')
  })
})
