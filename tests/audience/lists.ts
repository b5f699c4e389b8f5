// Lists as a test writes them, and what comes of reading them.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type ListRow, readList } from '../../src/audience/list.ts'
import type { Subscriber } from '../../src/audience/subscriber.ts'
import { PressrunError } from '../../src/problem.ts'

export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'pressrun-list-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

export async function rows(content: string | Uint8Array, name = 'list.csv'): Promise<ListRow[]> {
  const path = join(folder(), name)
  writeFileSync(path, content)
  return Array.fromAsync(readList(path, name))
}

export const readers = (all: readonly ListRow[]): Subscriber[] =>
  all.flatMap((row) => (row.kind === 'subscriber' ? [row.subscriber] : []))
export const rejected = (all: readonly ListRow[]): string[] =>
  all.flatMap((row) => (row.kind === 'rejected' ? [`${row.line}: ${row.reason}`] : []))

export async function refusal(content: string | Uint8Array, name?: string): Promise<string> {
  try {
    await rows(content, name)
  } catch (error) {
    if (error instanceof PressrunError) return error.message
    throw error
  }
  throw new Error('nothing was refused')
}

export const ana = {
  email: 'ana@example.com',
  name: 'Ana Ruiz',
  firstName: 'Ana',
  lang: 'es',
  tags: ['member', 'founder'],
  fields: { joined_on: '2024' },
}
