// This side of the thread in which letters are checked. It begins with the first question: a studio that nobody asks
// opens no dictionary.

import type { Pressed } from '../press/versions.ts'
import { openThread } from '../thread-client.ts'
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
  const start: ChecksStart = { root }
  const thread = openThread<ChecksRequest>('./thread', import.meta.url, start, 'checks')
  return { check: (request) => thread.ask(request), close: thread.close }
}
