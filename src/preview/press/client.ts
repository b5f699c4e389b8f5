// This side of the thread in which letters are made.

import { startThread } from '../thread-client.ts'
import type { CatalogueEntry } from './catalogue.ts'
import type { ThreadRequest, ThreadStart } from './thread.ts'
import type { Pressed, Versions } from './versions.ts'

export interface PressThread extends Versions {
  catalogue(): Promise<readonly CatalogueEntry[]>
  close(): Promise<void>
}

type Ask = ThreadRequest extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'id'>
    : never
  : never

/** Starts at once; what is asked waits until the thread is ready. */
export function startPress(start: ThreadStart): PressThread {
  const thread = startThread<Ask>('./thread', import.meta.url, start, 'makes letters')
  return {
    press: (slug, version) => thread.ask<Pressed>({ do: 'press', slug, version }),
    catalogue: () => thread.ask({ do: 'catalogue' }),
    close: thread.close,
  }
}
