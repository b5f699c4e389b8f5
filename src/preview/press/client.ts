// This side of the thread in which letters are made.

import { openThread } from '../thread-client.ts'
import type { CatalogueEntry } from './issue-names.ts'
import type { ThreadRequest, ThreadStart } from './thread.ts'
import type { Pressed, Versions } from './versions.ts'

export interface PressThread extends Versions {
  /** Loads what makes letters; otherwise that begins with the first question. */
  start(): void
  catalogue(): Promise<readonly CatalogueEntry[]>
  close(): Promise<void>
}

type Ask = ThreadRequest extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'id'>
    : never
  : never

export function openPressThread(start: ThreadStart): PressThread {
  const thread = openThread<Ask>('./thread', import.meta.url, start, 'makes letters')
  return {
    start: thread.start,
    press: (slug, version) => thread.ask<Pressed>({ do: 'press', slug, version }),
    catalogue: () => thread.ask({ do: 'catalogue' }),
    close: thread.close,
  }
}
