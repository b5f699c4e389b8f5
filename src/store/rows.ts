// The rows of a table, page after page, and a digest of them that does not ask for an order: engines sort texts each
// in their own way.

import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'
import { type Row, TABLE_KEYS, type TableName } from './transfer.ts'

/** Rows read at once. */
const PAGE = 2_000

/** @throws PressrunError `store` */
export async function* rowsOf(
  db: Kysely<Tables>,
  table: TableName,
): AsyncGenerator<readonly Row[]> {
  const key = TABLE_KEYS[table]
  const names = sql.join(key.map((name) => sql.ref(name)))
  for (let last: Row | undefined; ; ) {
    const after = last && sql.join(key.map((name) => last?.[name]))
    const behind = after ? sql`where (${names}) > (${after})` : sql``
    const { rows } = await sql<Row>`
      select * from ${sql.table(table)} ${behind} order by ${names} limit ${PAGE}`.execute(db)
    if (rows.length > 0) yield rows
    last = rows.at(-1)
    if (rows.length < PAGE) return
  }
}

export interface Digest {
  readonly rows: number
  /** In hexadecimal. */
  readonly digest: string
}

/** Each row's hash is added to the others: any order gives the same, and no key comes twice. */
export function digesting(): { add(rows: readonly Row[]): void; end(): Digest } {
  const sum = new Uint32Array(8)
  let count = 0
  return {
    add(rows) {
      for (const row of rows) {
        count++
        const hash = createHash('sha256').update(textOf(row)).digest()
        for (let i = 0; i < 8; i++) sum[i] = (sum[i] as number) + hash.readUInt32LE(i * 4)
      }
    },
    end: () => ({ rows: count, digest: Buffer.from(sum.buffer).toString('hex') }),
  }
}

/** Columns by name, for engines may have them in another order; texts as every engine can keep them. */
const textOf = (row: Row) =>
  JSON.stringify(
    Object.keys(row)
      .sort()
      .map((name) => [name, plain(row[name])]),
  )

const plain = (value: Row[string] | undefined) =>
  typeof value === 'string' ? value.replaceAll('\0', '\ufffd').toWellFormed() : value

/** @throws PressrunError `store` */
export async function digestOf(db: Kysely<Tables>, table: TableName): Promise<Digest> {
  const digest = digesting()
  for await (const page of rowsOf(db, table)) digest.add(page)
  return digest.end()
}
