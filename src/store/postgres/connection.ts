// A few connections to one Postgres database, as the rest of the engine uses them: statements, transactions, and every
// complaint turned into one clear error. Nothing here knows a table.

import { Client, type ClientConfig, Pool, type PoolClient, types } from 'pg'
import type { DatabaseAddress } from './address.ts'
import { complaint, isRace } from './complaint.ts'

export interface Statement {
  readonly sql: string
  readonly parameters?: readonly unknown[]
  /** Prepared once for each connection under this name. */
  readonly name?: string
}

export interface Rows<Row> {
  readonly rows: readonly Row[]
  /** How many were touched. */
  readonly count: number
}

export interface Session {
  /** Sent at once, whatever was sent before and is not answered yet; answered in order. */
  query<Row = unknown>(statement: Statement): Promise<Rows<Row>>
}

export interface Connection extends Session {
  /**
   * In one transaction, durable when it resolves; whatever is thrown undoes it all. Done again where another one was
   * quicker, so that work must do nothing but ask `session`.
   */
  atomically<T>(isolation: Isolation, work: (session: Session) => Promise<T>): Promise<T>
  /** Several statements in one text, with transactions of their own: where one fails, the connection goes with it. */
  script<Row = unknown>(statement: Statement): Promise<Rows<Row>>
  /** A connection of its own, outside the pool. @throws PressrunError `store` */
  alone(): Promise<Session & { isOpen(): boolean; end(): Promise<void> }>
  close(): Promise<void>
}

/** `repeatable read`: others who change the same rows meanwhile are noticed, and it is done again. */
export type Isolation = 'read committed' | 'repeatable read'

/** Connections of one process. A send uses two at once; a server that readers reach, all of them. */
const MOST_CONNECTIONS = 4
const CONNECT_MS = 15_000
const MOST_RACES = 30

/**
 * For each connection: a commit that was answered is on disk, whatever the server's default; a process that was
 * stopped in a transaction holds nobody up for ever; one whose machine is gone is noticed within a minute or so.
 */
const SESSION = `
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off';
  set idle_in_transaction_session_timeout = '15s';
  set lock_timeout = '30s';
  set tcp_keepalives_idle = 30;
  set tcp_keepalives_interval = 10;
  set tcp_keepalives_count = 3;
  set jit = off`

const INT8 = 20
const NUMERIC = 1700

/** Ids, times and counts are all below 2^53. */
const numbers = {
  getTypeParser: (oid: number, format: 'text' | 'binary' = 'text') =>
    oid === INT8 || oid === NUMERIC ? Number : types.getTypeParser(oid, format as 'text'),
} as unknown as NonNullable<ClientConfig['types']>

/** @param access `read`: the server refuses whatever would change something. */
export function connect(address: DatabaseAddress, access: 'read' | 'write'): Connection {
  const setUp = access === 'read' ? `${SESSION}; set default_transaction_read_only = on` : SESSION
  const config = {
    connectionString: address.url,
    fallback_application_name: 'pressrun',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    pipeline: true,
    types: numbers,
  }
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw complaint(error, address)
    }
  }
  const pool = new Pool({
    ...config,
    max: MOST_CONNECTIONS,
    onConnect: async (client) => void (await client.query(setUp)),
  })
  // Whoever asks something hears of it; where nobody does, the next statement gets another connection.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    query: (statement) => guard(() => withClient(pool, (client) => ask(client, statement))),
    script: (statement) =>
      guard(() => withClient(pool, (client) => ask(client, statement), 'discard')),
    atomically: (isolation, work) =>
      guard(async () => {
        for (let races = 0; ; races++) {
          try {
            return await withClient(pool, (client) => transact(client, isolation, work))
          } catch (error) {
            if (!isRace(error) || races >= MOST_RACES) throw error
          }
        }
      }),
    alone: () =>
      guard(async () => {
        const client = new Client(config)
        let isOpen = true
        client.on('error', () => {
          isOpen = false
        })
        client.on('end', () => {
          isOpen = false
        })
        await client.connect()
        await client.query(setUp)
        return {
          isOpen: () => isOpen,
          query: (statement) => guard(() => ask(client, statement)),
          end: () => client.end(),
        }
      }),
    close: () => pool.end(),
  }
}

async function withClient<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  onError: 'keep' | 'discard' = 'keep',
): Promise<T> {
  const client = await pool.connect()
  let isWhole = false
  try {
    const result = await work(client)
    isWhole = true
    return result
  } catch (error) {
    // One that the server answered is good for the next; after anything else nobody knows what comes from it.
    isWhole = onError === 'keep' && isFromServer(error)
    throw error
  } finally {
    client.release(!isWhole)
  }
}

const isFromServer = (error: unknown) =>
  /^[0-9A-Z]{5}$/.test(String((error as { code?: unknown } | null)?.code)) &&
  !/^(08|57P|25P03)/.test(String((error as { code?: unknown }).code))

async function ask<Row>(client: Client | PoolClient, statement: Statement): Promise<Rows<Row>> {
  const { sql: text, parameters = [], name } = statement
  const values = parameters.map(storable)
  const result = await client.query({ text, values, ...(name ? { name } : {}) })
  // Of several statements in one text, the last one's.
  const { rows, rowCount } = Array.isArray(result) ? result.at(-1) : result
  return { rows, count: rowCount ?? 0 }
}

async function transact<T>(
  client: PoolClient,
  isolation: Isolation,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const begun = client.query(`begin isolation level ${isolation}`)
  begun.catch(() => {})
  try {
    const result = await work({ query: (statement) => ask(client, statement) })
    await begun
    const { command } = await client.query('commit')
    if (command !== 'COMMIT') throw new Error('a statement failed and nobody was told')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/** Postgres keeps no NUL in texts. */
export const storable = (value: unknown): unknown =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value

/** Escapes of NUL and of half a character, which JSON writes and Postgres refuses. */
const NO_TEXT = /\\u(?:0000|d[89a-f])/

/** Rows as one parameter, for `json_to_recordset`. */
export function rowsParameter(rows: readonly object[]): string {
  const text = JSON.stringify(rows)
  if (!NO_TEXT.test(text)) return text
  return text.replace(/\\\\|\\u0000|\\ud[89a-f]../g, (sign) => (sign === '\\\\' ? sign : '\ufffd'))
}
