// Every engine there is, each with a store of its own that goes away afterwards. A second engine is a second entry.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '../../src/store/engine.ts'
import { openStore } from '../../src/store/open.ts'
import { createSend } from '../../src/store/sends.ts'

export interface Fixture {
  /** Opens the same store again: what another process would see. */
  open(access?: 'read' | 'write'): Promise<Engine>
  remove(): Promise<void>
}

export const ENGINES: Readonly<Record<Engine['kind'], () => Promise<Fixture>>> = {
  sqlite: async () => {
    const root = mkdtempSync(join(tmpdir(), 'pressrun-store-'))
    const opened: Engine[] = []
    return {
      async open(access = 'write') {
        const engine = await openStore(root, access)
        opened.push(engine)
        return engine
      },
      async remove() {
        for (const engine of opened) await engine.close()
        rmSync(root, { recursive: true })
      },
    }
  },
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
