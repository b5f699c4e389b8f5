import { describe, expect, it } from 'vitest'
import { reportPage } from '../../../src/delivery/report/page.ts'
import { report } from '../../../src/delivery/report/report.ts'
import { ISSUE, type Place, place, plan, readerAt, readers } from './fixture.ts'
import { apply, scripted } from './scripted.ts'

const WORDS = { publication: 'Long <Meridian>', title: 'A & B', zone: 'Europe/London' }
const reportOf = ({ store, clock }: Place) => report(store, ISSUE, WORDS, clock)
const numberOf = (email: string) => Number(/\d+/.exec(email)?.[0])

describe('a report', () => {
  it('counts over time, by domain and by reason what the ledger holds', async () => {
    const here = await place()
    await plan(here, [...readers(120), readerAt(121, { email: 'r121@other.example' })])
    const relay = scripted((to) => {
      const number = numberOf(to)
      if (number % 40 === 0) return `550 5.1.1 no user ${number}`
      if (number === 50) return 'lose'
      return 'accept'
    })
    const limits = { connections: 3, messagesPerConnection: 10, perSecond: 20 }
    await apply(here, relay, { limits })
    const made = await reportOf(here)
    expect(made.status.counts.states).toMatchObject({ accepted: 117, failed: 3, in_doubt: 1 })
    const { stretches, lengthMs } = made.curve
    expect(lengthMs).toBe(1_000)
    expect(stretches.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(117)
    expect(new Set(stretches.map(({ at }) => at)).size).toBe(stretches.length)
    for (const { at, accepted } of stretches) {
      expect(at % lengthMs).toBe(0)
      expect(accepted).toBeLessThanOrEqual(21)
    }
    expect(made.domains.map(({ domain, total }) => [domain, total])).toEqual([
      ['example.com', 120],
      ['other.example', 1],
    ])
    expect(made.reasons).toMatchObject([
      { state: 'failed', reason: 'mailbox', count: 3 },
      { state: 'in_doubt', reason: 'lost', count: 1 },
    ])
    expect(made.doubtful).toMatchObject([{ email: 'reader-50@example.com' }])
  })

  it('is one page that needs nothing else, and nothing in it becomes markup', async () => {
    const here = await place()
    await plan(here, [readerAt(1, { email: '"<b>x"@example.com' }), readerAt(2)])
    await apply(
      here,
      scripted((to) => (to.startsWith('"') ? 'lose' : '554 <script>alert(1)</script>')),
    )
    const page = reportPage(await reportOf(here))
    expect(page).toContain('Long &lt;Meridian&gt;')
    expect(page).toContain('A &amp; B')
    expect(page).not.toMatch(/<script|<b>|src=|href=|url\(/)
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  it('is made of a send that has only been planned', async () => {
    const here = await place()
    await plan(here, readers(2))
    const page = reportPage(await reportOf(here))
    expect(page).toContain('Not begun yet.')
    await expect(report(here.store, 'nothing', WORDS, here.clock)).rejects.toMatchObject({
      problems: [{ code: 'usage' }],
    })
  })
})
