// Limits over several workers, measured: what begins in any second, and how much of a limit is used.

import { setImmediate, setTimeout } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { mostInASecond } from '../../../scripts/bench/scale/limits.ts'
import type { Limits, Rates } from '../../../src/project/project.ts'
import { allWorkers } from '../../../src/store/workers.ts'
import { endServer } from '../../store/engines.ts'
import { readerAt } from './fixture.ts'
import { type Scripted, scripted } from './scripted.ts'
import { type Shared, shared } from './workers.ts'

afterAll(endServer)
const WORKERS = 4

interface Measured {
  readonly here: Shared
  readonly relays: readonly Scripted[]
  /** When each message began, by any of them. */
  readonly times: number[]
  /** Resolves as soon as so many have. */
  begun(count: number): Promise<void>
}

interface Case {
  readonly messages: number
  readonly limits?: Partial<Limits>
  /** Of the relay that all of them go through. */
  readonly own?: Rates
  /** How long the relay takes. */
  readonly takesMs?: number
}

async function crew({ messages, limits, own, takesMs = 0 }: Case): Promise<Measured> {
  const here = await shared()
  const email = (i: number) => `reader-${i}@big.example`
  await here.plan(Array.from({ length: messages }, (_, i) => readerAt(i + 1, { email: email(i) })))
  await here.give()
  const times: number[] = []
  const waiting: { readonly count: number; readonly resolve: () => void }[] = []
  const answer = async () => {
    times.push(performance.now())
    for (const { count, resolve } of waiting) if (times.length >= count) resolve()
    if (takesMs > 0) await setTimeout(takesMs)
    return 'accept' as const
  }
  const relays = Array.from({ length: WORKERS }, () => scripted(answer, { lanes: 5 }))
  for (const relay of relays)
    await here.worker(relay, {
      limits: { connections: relay.lanes, messagesPerConnection: 100, ...limits },
      relays: [{ transport: relay, weight: 1, ...(own ? { limits: own } : {}) }],
    })
  const begun = (count: number) =>
    new Promise<void>((resolve) => {
      if (times.length >= count) resolve()
      else waiting.push({ count, resolve })
    })
  return { here, relays, times, begun }
}

/**
 * Of a limit: half of it is lost where workers take places that they have no message for. How much is used where the
 * machine is theirs is measured by `npm run bench -- scale`; a process that wakes late loses places as well.
 */
const USED = 0.65

describe('a pace that four workers share', () => {
  const domains = (perSecond: number) => ({ 'big.example': { perSecond } })
  it.each([
    ['the sender', 200, { messages: 2_000, limits: { perSecond: 200 } }],
    ['a domain', 100, { messages: 2_000, limits: { domains: domains(100) } }],
    [
      'a domain, by a sender that has one',
      80,
      {
        ...{ messages: 2_000, limits: { perSecond: 95, domains: domains(80) } },
      },
    ],
    ['a relay that takes its time', 40, { messages: 2_000, own: { perSecond: 40 }, takesMs: 250 }],
  ] as const)('is kept, and made use of: that of %s', async (_, rate, of) => {
    const { relays, times, begun } = await crew(of)
    // Whoever looks all the time would be in their way.
    await begun(rate * 3)
    const measured = [...times]
    for (const { tried } of relays) expect(tried.length).toBeGreaterThan(measured.length * 0.1)
    // Until all of them are at it.
    const steady = measured.filter((at) => at >= (measured[0] as number) + 500)
    const seconds = ((steady.at(-1) as number) - (steady[0] as number)) / 1_000
    expect(mostInASecond(measured.toSorted((a, b) => a - b))).toBeLessThanOrEqual(rate * 1.05 + 1)
    expect((steady.length - 1) / seconds).toBeGreaterThanOrEqual(rate * USED)
  })
})

describe('a number of messages that four workers share', () => {
  it.each([
    ['an hour and a day', 60, { messages: 500, limits: { perHour: 90, perDay: 60 } }],
    ['an hour, through one relay', 120, { messages: 500, own: { perHour: 120 } }],
    [
      'a day of a warm-up',
      150,
      {
        messages: 500,
        limits: {
          warmUp: {
            ...{ start: '2099-01-01', firstDay: 150, growth: 2, target: 900, timezone: 'UTC' },
          },
        },
      },
    ],
  ] as const)('is never more, and all of it is used: in %s', async (_, limit, of) => {
    const { here, times, begun } = await crew(of)
    await begun(limit * 0.9)
    // Several beats of each of them.
    const seen = (await allWorkers(here.store)).map(({ seen_at }) => seen_at)
    const isLater = ({ seen_at }: { seen_at: number }, i: number) =>
      seen_at >= (seen[i] as number) + 1_000
    while (!(await allWorkers(here.store)).every(isLater)) await setImmediate()
    expect(times.length).toBeLessThanOrEqual(limit)
    expect(times.length).toBeGreaterThanOrEqual(limit * 0.9)
  })
})
