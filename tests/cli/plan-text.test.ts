// A plan as it is shown: each of those left out on a line of their own, whatever their row holds.

import { describe, expect, it } from 'vitest'
import { planText } from '../../src/cli/plan-text.ts'
import type { Plan } from '../../src/delivery/plan.ts'
import type { Limits, Project, Relay, WarmUp } from '../../src/project/project.ts'

it('lets no row of a list break a line or draw on the terminal', () => {
  const none = { unsubscribed: 0, suppressed: 0, duplicate: 0, already: 0, filter: 0, limit: 0 }
  const plan = {
    ...{ issue: 'hello', sender: 'a@b.example', toSend: 0, some: [], started: false },
    counts: { states: {}, excluded: { ...none, address: 1 } },
  } as unknown as Plan
  const lines = planText({
    ...{ plan, project: {} as Project, limits: {} as never, title: 'Hello', list: 'l.csv' },
    ...{ subject: '', bytes: 0, relays: [], now: 0 },
    left: [
      { line: 9, email: 'in@example.com,two\r\nlines\u001b[2J', reason: 'address', detail: 'bad' },
    ],
  })
  expect(lines.at(-1)).toBe('           l.csv:9  in@example.com,two\ufffd lines\ufffd[2J  bad')
})

it('says of a send that is paused how it goes on', () => {
  const plan = {
    ...{ issue: 'hello', sender: 'a@b.example', toSend: 3, some: ['x@y.example'], started: false },
    ...{ pausedAt: Date.parse('2026-12-01T18:00:00Z'), counts: { states: {}, excluded: {} } },
  } as unknown as Plan
  const project = { timezone: 'Asia/Seoul' } as Project
  const lines = planText({
    ...{ plan, project, limits: {} as never, title: 'Hello', list: 'l', subject: '', bytes: 0 },
    ...{ left: [], relays: [], now: 0 },
  })
  expect(lines.at(-1)).toMatch(
    /^ {2}paused {3}since 2 Dec 2026, 03:00; nothing goes before: pressrun resume hello$/,
  )
})

describe('the pace that a plan names', () => {
  const NOW = Date.parse('2026-12-01T18:00:00Z')
  const warmUp: WarmUp = {
    ...{ start: '2026-12-01', firstDay: 500, growth: 1.5, target: 50_000, timezone: 'UTC' },
  }
  const pace = (
    toSend: number,
    limits: Partial<Limits>,
    relays: readonly Pick<Relay, 'name' | 'weight' | 'limits'>[] = [],
  ) => {
    const plan = {
      ...{ issue: 'hello', sender: 'a@b.example', toSend, some: [], started: false },
      counts: { states: {}, excluded: {} },
    } as unknown as Plan
    const lines = planText({
      ...{ plan, project: {} as Project, limits: limits as Limits, title: 'Hello', list: 'l' },
      ...{ subject: '', bytes: 0, left: [], relays, now: NOW },
    })
    return lines.find((line) => line.startsWith('  pace'))?.slice(11)
  }

  it('is that of the limits', () => {
    expect(pace(100, {})).toBeUndefined()
    expect(pace(100, { perSecond: 10 })).toBe('at most 10 a second: 10 seconds')
    expect(pace(2_500, { perSecond: 10, perHour: 1_000 })).toBe(
      'at most 10 a second, 1,000 an hour: 2 hours',
    )
    expect(pace(100, { perDay: 100 })).toBe('at most 100 a day: under a second')
  })

  it('counts the days of a warm-up, until it is over', () => {
    const today = 'at most 500 today (day 1 of the warm-up)'
    expect(pace(500, { warmUp })).toBe(`${today}: under a second`)
    expect(pace(1_000, { warmUp })).toBe(`${today}: 6 hours`)
    expect(pace(2_000, { warmUp })).toBe(`${today}: 1 day 6 hours`)
    expect(pace(10 ** 9, { warmUp })).toBe(`${today}: 11 days 6 hours`)
    expect(pace(100, { warmUp: { ...warmUp, start: '2026-01-01' } })).toBeUndefined()
  })

  it('adds up what relays may take, but for those that are spare', () => {
    const relays = [
      { name: 'main', weight: 1, limits: { warmUp } },
      { name: 'old', weight: 1, limits: { perDay: 1_000 } },
      { name: 'spare', weight: 0 },
    ]
    expect(pace(2_000, {}, relays)).toBe(
      'at most through main 500 today (day 1 of the warm-up); through old 1,000 a day: 6 hours',
    )
    expect(pace(2_000, {}, [...relays, { name: 'free', weight: 1 }])).toMatch(/under a second$/)
  })
})
