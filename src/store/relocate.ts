// A publication's store moved to another place, of whatever engine: every row of every table as it was at one moment,
// then read back and held against that. A target that is being filled says so in its schema's version, which is
// negative until all is there: no command takes half a store for a whole one.

import { sql } from 'kysely'
import { PressrunError } from '../problem.ts'
import type { Engine } from './engine.ts'
import { isSamePlace, openStore, type StorePlace, storeExists, storeShown } from './open.ts'
import { type Digest, digesting, digestOf, rowsOf } from './rows.ts'
import { numbersItself, TABLES, type TableName } from './transfer.ts'

export interface Relocated {
  readonly tables: readonly (Digest & { readonly table: TableName })[]
}

/**
 * The store at `from` stays as it is. One that was cut off is begun anew.
 * @throws PressrunError `usage` where there is nothing to copy; `store` where the target is not empty, or what was
 * read back is not what was read
 */
export async function relocateStore(
  from: StorePlace,
  to: StorePlace,
  onRows: (table: TableName, rows: number) => void = () => {},
): Promise<Relocated> {
  if (isSamePlace(from, to)) throw same(storeShown(to))
  if (!(await storeExists(from))) throw nothing(storeShown(from))
  const source = await openStore(from, 'read')
  try {
    const target = await openStore(to, 'fill')
    try {
      return await fillFrom(source, target, storeShown(to), onRows)
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

async function fillFrom(
  source: Engine,
  target: Engine,
  shown: string,
  onRows: (table: TableName, rows: number) => void,
): Promise<Relocated> {
  await makeReady(target, shown)
  const moment = await source.transfer.moment()
  const tables: Relocated['tables'][number][] = []
  try {
    for (const table of TABLES) {
      const digest = digesting()
      for await (const rows of rowsOf(moment.db, table)) {
        digest.add(rows)
        await target.transfer.fill(table, rows)
        onRows(table, rows.length)
      }
      if (numbersItself(table)) await target.transfer.numberOn(table)
      tables.push({ table, ...digest.end() })
    }
  } finally {
    await moment.end()
  }
  for (const { table, rows, digest } of tables) {
    const there = await digestOf(target.db, table)
    if (there.rows !== rows || there.digest !== digest) throw different(table, rows, there, shown)
  }
  await target.write([filling(target, false)])
  return { tables }
}

/** @throws PressrunError `store` */
async function makeReady(target: Engine, shown: string): Promise<void> {
  const { version } = await target.db
    .selectFrom('schema')
    .select('version')
    .executeTakeFirstOrThrow()
  if (version < 0) {
    const away = [...TABLES].reverse().map((table) => target.db.deleteFrom(table).compile())
    await target.write(away)
    return
  }
  for (const table of TABLES) {
    const [row] = (await sql`select 1 from ${sql.table(table)} limit 1`.execute(target.db)).rows
    if (row) throw taken(shown)
  }
  await target.write([filling(target, true)])
}

const filling = ({ db }: Engine, on: boolean) =>
  db
    .updateTable('schema')
    .set(({ fn, neg }) => ({
      version: on ? neg(fn<number>('abs', ['version'])) : fn<number>('abs', ['version']),
    }))
    .compile()

const problem = (message: string, mend: string, code: 'usage' | 'store' = 'store') =>
  new PressrunError({ code, message, mend }, { exitCode: code === 'usage' ? 2 : 1 })

const same = (shown: string) =>
  problem(
    `the store is in ${shown} already, and that is where it would go`,
    'Name another place with --to or --from.',
    'usage',
  )

const nothing = (shown: string) =>
  problem(`there is no store in ${shown}`, 'Name the one that is to be copied.', 'usage')

const taken = (shown: string) =>
  problem(
    `there is a store in ${shown} already, and it is not empty`,
    'Name an empty one: what is in it would be mixed with what comes.',
  )

const different = (table: string, rows: number, there: Digest, shown: string) =>
  problem(
    `${table} did not arrive as it was: ${rows} rows left, ${there.rows} came, ${rows === there.rows ? 'and they differ' : 'and that is not as many'}`,
    `Run it again; it begins anew. Until then nothing uses ${shown}.`,
  )
