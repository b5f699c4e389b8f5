// A store of a test's own, and a way to import into it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type RejectedRow, readList } from '../../src/audience/list.ts'
import { type Imported, type ImportInput, importList } from '../../src/circulation/import.ts'
import type { Engine } from '../../src/store/engine.ts'
import { openStore } from '../../src/store/open.ts'
import { type ListedRow, subscribersOn } from '../../src/store/subscribers.ts'

export const AT = Date.UTC(2024, 10, 18, 6)

export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'pressrun-circulation-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

export async function storeIn(root: string): Promise<Engine> {
  const store = await openStore(root, 'write')
  onTestFinished(() => store.close())
  return store
}

export async function importText(
  store: Engine | undefined,
  content: string,
  options: Partial<ImportInput> & { readonly name?: string } = {},
): Promise<Imported & { readonly rejected: readonly RejectedRow[] }> {
  const { name = 'readers.csv', ...rest } = options
  const path = join(folder(), name)
  writeFileSync(path, content)
  const rejected: RejectedRow[] = []
  const imported = await importList({
    ...(store ? { store } : {}),
    list: 'main',
    isOnlyList: true,
    rows: readList(path, name),
    place: name,
    stamp: content.slice(0, 1000),
    note: '',
    rule: 'update',
    tags: [],
    dryRun: false,
    now: () => AT,
    onRejected: (row) => rejected.push(row),
    ...rest,
  })
  return { ...imported, rejected }
}

export const everybody = async (store: Engine, list = 'main'): Promise<readonly ListedRow[]> =>
  Array.fromAsync(subscribersOn(store, list))

export async function states(store: Engine, list = 'main'): Promise<Record<string, string>> {
  return Object.fromEntries(
    (await everybody(store, list)).map(({ email, state }) => [email, state as string]),
  )
}
