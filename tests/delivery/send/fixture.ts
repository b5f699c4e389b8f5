// A store in a folder of its own, a clock turned by hand, and readers: what tests of a send begin with.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { Subscriber } from '../../../src/audience/subscriber.ts'
import type { AudienceRow } from '../../../src/delivery/audience.ts'
import type { Clock } from '../../../src/delivery/clock.ts'
import { digestOf } from '../../../src/delivery/content.ts'
import { type Plan, type PlanInput, planSend } from '../../../src/delivery/plan.ts'
import type { Engine } from '../../../src/store/engine.ts'
import { openStore } from '../../../src/store/open.ts'
import { findSend } from '../../../src/store/sends.ts'
import { subscriber } from '../../message/letter.ts'

export const ISSUE = 'a-letter'
export const START = Date.UTC(2026, 10, 24, 8)

/** Sleeping turns the clock: no test waits for an hour. */
export interface TurnedClock extends Clock {
  turn(ms: number): void
}

export function turnedClock(start = START): TurnedClock {
  let now = start
  return {
    now: () => now,
    turn(ms) {
      now += ms
    },
    // Whatever is under way comes first: a lane that ends, a record that waits a millisecond for others to share a
    // write with. Timers of one length fire in the order in which they were set.
    async sleep(ms, wake) {
      for (let turn = 0; turn < 5 && !wake?.aborted; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      if (!wake?.aborted) now += Math.max(0, ms)
    },
  }
}

export interface Place {
  readonly root: string
  readonly store: Engine
  readonly clock: TurnedClock
  /** The same store as another process would open it. */
  again(access?: 'read' | 'write'): Promise<Engine>
}

export async function place(): Promise<Place> {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-send-'))
  const opened: Engine[] = []
  const again = async (access: 'read' | 'write' = 'write') => {
    const engine = await openStore(root, access)
    opened.push(engine)
    return engine
  }
  const store = await again()
  onTestFinished(async () => {
    for (const engine of opened) await engine.close()
    rmSync(root, { recursive: true, force: true })
  })
  return { root, store, clock: turnedClock(), again }
}

export const readerAt = (line: number, parts: Partial<Subscriber> = {}): AudienceRow => ({
  kind: 'subscriber',
  line,
  subscriber: subscriber({ email: `reader-${line}@example.com`, ...parts }),
})

export async function* listOf(rows: readonly AudienceRow[]): AsyncGenerator<AudienceRow> {
  yield* rows
}

export const readers = (count: number): readonly AudienceRow[] =>
  Array.from({ length: count }, (_, i) => readerAt(i + 1))

export const CONTENT = {
  subject: digestOf('subject'),
  preheader: digestOf('preheader'),
  html: digestOf('html'),
  text: digestOf('text'),
  images: digestOf([]),
  list: digestOf('list'),
}

export const plan = (
  { store, clock }: Pick<Place, 'store' | 'clock'>,
  rows: readonly AudienceRow[],
  more: Partial<PlanInput> = {},
): Promise<Plan> =>
  planSend({
    store,
    clock,
    issue: ISSUE,
    sender: 'letters@longmeridian.example',
    parts: CONTENT,
    list: listOf(rows),
    ...more,
  })

export const idOf = async (store: Engine) => (await findSend(store, ISSUE))?.id as number

/** What a send that does not go on says. */
export const refusal = (message: RegExp) => ({
  exitCode: 1,
  problems: [{ code: 'send', message: expect.stringMatching(message), mend: expect.any(String) }],
})
