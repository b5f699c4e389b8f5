import { describe, expect, it } from 'vitest'
import { steadyClock } from '../../../src/delivery/clock.ts'
import { instantOf, parseStartAt, startTimes } from '../../../src/delivery/start-time.ts'

describe('a start time', () => {
  it('is the moment that the clock on the wall shows it', () => {
    expect(instantOf('2026-12-01T07:00', 'Asia/Seoul')).toBe(Date.parse('2026-11-30T22:00Z'))
    expect(instantOf('2026-07-01T07:00', 'America/New_York')).toBe(Date.parse('2026-07-01T11:00Z'))
  })

  it('is as much later where the clocks skip it, and the first where it comes twice', () => {
    expect(instantOf('2026-03-29T02:30', 'Europe/Berlin')).toBe(Date.parse('2026-03-29T01:30Z'))
    expect(instantOf('2026-10-25T02:30', 'Europe/Berlin')).toBe(Date.parse('2026-10-25T00:30Z'))
  })

  it('is refused in another form, or on a day that there is not', () => {
    for (const text of ['tomorrow', '2026-02-30 07:00', '2026-12-01', '2026-12-01 25:00', '']) {
      expect(() => parseStartAt(text, 'UTC', false), text).toThrow(/not a day and a time/)
    }
  })

  it('is for readers of an unknown zone that of the publication', () => {
    const of = startTimes(parseStartAt('2026-12-01 07:00', 'UTC', true))
    expect(of('Mars/Olympus')).toBe(of(undefined))
    expect(of('Asia/Tokyo')).toBe(of('') - 9 * 3_600_000)
  })
})

describe('the clock of a send', () => {
  it('never goes back, and follows the wall clock ahead', () => {
    let wall = 1_000_000
    let steady = 0
    const clock = steadyClock(
      () => wall,
      () => steady,
    )
    const pass = (ms: number) => {
      wall += ms
      steady += ms
    }
    pass(500)
    expect(clock.now()).toBe(1_000_500)
    wall -= 3_600_000
    pass(500)
    expect(clock.now()).toBe(1_001_000)
    wall += 3_600_000 + 60_000
    expect(clock.now()).toBe(1_061_000)
  })
})
