// This side of the thread in which letters are checked. It begins with the first question: a studio that nobody asks
// opens no dictionary.

import type { Pressed } from '../press/versions.ts'
import { startThread, type Thread } from '../thread-client.ts'
import type { ShownFinding } from '../wire.ts'

export interface ChecksStart {
  readonly root: string
}

export interface ChecksRequest {
  readonly slug: string
  readonly pressed: Pick<Pressed, 'made' | 'problems'>
  /** ms since the epoch. */
  readonly now: number
}

export interface Checks {
  check(request: ChecksRequest): Promise<readonly ShownFinding[]>
  close(): Promise<void>
}

export function openChecks(root: string): Checks {
  let thread: Thread<ChecksRequest> | undefined
  return {
    check(request) {
      thread ??= startThread('./thread', import.meta.url, { root } satisfies ChecksStart, 'checks')
      return thread.ask(request)
    },
    async close() {
      await thread?.close()
    },
  }
}
