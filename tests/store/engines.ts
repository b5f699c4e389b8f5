// Every engine there is, each with a store of its own that goes away afterwards.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PostgresServer, postgresServer } from '../../scripts/postgres-server.ts'
import type { Engine } from '../../src/store/engine.ts'
import { openStore, type Publication, type StorePlace } from '../../src/store/open.ts'
import { createSend } from '../../src/store/sends.ts'

export interface Fixture {
  readonly place: StorePlace
  /** Opens the same store again: what another process would see. */
  open(access?: 'read' | 'write'): Promise<Engine>
  remove(): Promise<void>
}

export const ENGINES: Readonly<Record<Engine['kind'], () => Promise<Fixture>>> = {
  sqlite: async () => {
    const root = mkdtempSync(join(tmpdir(), 'pressrun-store-'))
    return fixtureOf(root, async () => rmSync(root, { recursive: true }))
  },
  postgres: async () => {
    const place = await madeDatabase()
    return fixtureOf(place, async () => {})
  },
}

function fixtureOf(place: StorePlace, remove: () => Promise<void>): Fixture {
  const opened: Engine[] = []
  return {
    place,
    async open(access = 'write') {
      const engine = await openStore(place, access)
      opened.push(engine)
      return engine
    },
    async remove() {
      for (const engine of opened) await engine.close()
      await remove()
    },
  }
}

let server: Promise<PostgresServer> | undefined
let databases = 0

/** The one server of a test file. */
export function theServer(): Promise<PostgresServer> {
  server ??= postgresServer()
  return server
}

/** To be called after all tests of a file that asked for one. */
export async function endServer(): Promise<void> {
  await (await server)?.remove()
  server = undefined
  pattern = undefined
}

/** Each test has a database of its own. */
export async function emptyDatabase(): Promise<Publication> {
  const { make, url } = await theServer()
  const name = `test_${++databases}`
  await make(name)
  return { root: tmpdir(), secrets: { databaseUrl: url(name) } }
}

let pattern: Promise<string> | undefined

/** One with a store in it, of which nothing was asked yet: copied from one that was made once. */
export async function madeDatabase(): Promise<Publication> {
  const { make, url } = await theServer()
  pattern ??= (async () => {
    const place = await emptyDatabase()
    await (await openStore(place, 'write')).close()
    return new URL(place.secrets.databaseUrl as string).pathname.slice(1)
  })()
  const template = await pattern
  const name = `test_${++databases}`
  await make(name, template)
  return { root: tmpdir(), secrets: { databaseUrl: url(name) } }
}

/** A send in the state `sending`, with so many readers. @returns its id */
export async function sendOf(engine: Engine, readers: number, issue = 'an-issue'): Promise<number> {
  const { id } = await createSend(engine, {
    issue,
    state: 'sending',
    sender: 'letters@example.com',
    digest: 'd',
    parts: '{}',
    selection: '{}',
    created_at: 1,
  })
  await engine.ledger.insert(
    id,
    Array.from({ length: readers }, (_, i) => reader(i)),
  )
  return id
}

export const reader = (i: number, domain = 'example.com') => ({
  addressHash: `hash-${String(i).padStart(6, '0')}`,
  email: `reader${i}@${domain}`,
  domain,
  subscriber: '{}',
  notBefore: 0,
})
