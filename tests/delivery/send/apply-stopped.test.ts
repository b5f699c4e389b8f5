// A plan applied that is stopped, cancelled or overtaken, loses its store, or has its clock put back.

import { describe, expect, it } from 'vitest'
import type { Progress } from '../../../src/delivery/apply.ts'
import type { Lane } from '../../../src/delivery/transport.ts'
import { PressrunError } from '../../../src/problem.ts'
import type { Engine } from '../../../src/store/engine.ts'
import { findSend, updateSend } from '../../../src/store/sends.ts'
import { CONTENT, ISSUE, idOf, place, plan, readerAt, readers, refusal } from './fixture.ts'
import { type Answer, apply, type Scripted, scripted } from './scripted.ts'

const MINUTE = 60_000

describe('a plan applied', () => {
  it('stops when told to: claims no more, ends what is under way, and goes on later', async () => {
    const here = await place()
    await plan(here, readers(100))
    const stop = new AbortController()
    const relay = scripted(() => {
      if (relay.tried.length === 30) stop.abort()
      return 'accept'
    })
    const first = await apply(here, relay, { stop: stop.signal })
    expect(first.ending).toBe('stopped')
    expect(relay.bodies.length).toBeLessThanOrEqual(33)
    expect(first.counts.states).toMatchObject({
      ...{ accepted: relay.bodies.length, sending: 0, in_doubt: 0 },
      pending: 100 - relay.bodies.length,
    })
    const second = await apply(here, scripted())
    expect(second.counts.states.accepted).toBe(100)
    expect(second.ending).toBe('done')
  })

  it.each(['at once when told so twice', 'after a bounded time'] as const)(
    'ends %s what no server answers, and holds it in doubt',
    async (how) => {
      const here = await place()
      await plan(here, readers(50))
      const stop = new AbortController()
      const atOnce = new AbortController()
      let close = () => {}
      const closed = new Promise<void>((resolve) => {
        close = resolve
      })
      const relay = scripted()
      const silent = {
        ...relay,
        open: (): Lane => ({
          async send({ envelope }, beforeBody) {
            await beforeBody()
            if (relay.bodies.push(envelope.to) === relay.lanes) {
              stop.abort()
              if (how.startsWith('at once')) atOnce.abort()
            }
            await closed
            return { kind: 'lost', problem: 'the connection was closed', relay: relay.name }
          },
          close: async () => close(),
        }),
      }
      const start = here.clock.now()
      const input = { stop: stop.signal, atOnce: atOnce.signal, graceMs: 30_000 }
      const { ending, counts } = await apply(here, silent, input)
      expect(ending).toBe('stopped')
      expect(counts.states).toMatchObject({ in_doubt: 3, pending: 47, sending: 0 })
      const waited = here.clock.now() - start
      expect(waited).toBe(how.startsWith('at once') ? 0 : 30_000)
    },
  )

  it('stops when the send is cancelled by somebody else', async () => {
    const here = await place()
    await plan(here, readers(200))
    const other = await here.again()
    const relay: Scripted = scripted(async (): Promise<Answer> => {
      if (relay.tried.length === 30)
        await other.write([updateSend(other, await idOf(other), { state: 'cancelled' })])
      return 'accept'
    })
    const { ending, counts } = await apply(here, relay)
    expect(ending).toBe('cancelled')
    expect(counts.states.accepted).toBe(relay.bodies.length)
    expect(relay.bodies.length).toBeLessThan(60)
    expect((await findSend(here.store, ISSUE))?.state).toBe('cancelled')
    await expect(apply(here, relay)).rejects.toMatchObject(refusal(/was cancelled/))
  })

  it('begins no body once the store cannot be written', async () => {
    const here = await place()
    await plan(here, readers(100))
    let broken = false
    const { ledger } = here.store
    const store: Engine = {
      ...here.store,
      ledger: {
        ...ledger,
        async record(changes) {
          if (broken) throw new PressrunError({ code: 'store', message: 'the disk is full' })
          return ledger.record(changes)
        },
      },
    }
    let bodiesThen = 0
    const relay = scripted(() => {
      if (relay.tried.length >= 30 && !broken) {
        broken = true
        bodiesThen = relay.bodies.length
      }
      return 'accept'
    })
    await expect(apply({ ...here, store }, relay)).rejects.toMatchObject({
      problems: [{ code: 'store', message: 'the disk is full' }],
    })
    expect(relay.bodies).toHaveLength(bodiesThen)
    const later = scripted()
    const { counts, foundInDoubt } = await apply(here, later)
    expect(foundInDoubt).toBeLessThanOrEqual(3)
    expect(counts.states.accepted + counts.states.in_doubt).toBe(100)
    expect(relay.bodies.filter((to) => later.bodies.includes(to))).toEqual([])
  })

  it('refuses a plan that another process has changed since it was agreed to', async () => {
    const here = await place()
    const first = await plan(here, readers(3))
    here.clock.turn(5)
    await plan(here, readers(3), { parts: { ...CONTENT, html: 'x' }, acceptChanges: true })
    const agreed = { digest: first.digest, plannedAt: first.plannedAt }
    await expect(apply(here, scripted(), { agreed })).rejects.toMatchObject(
      refusal(/not the one that was agreed to/),
    )
  })

  it('waits for each reader’s hour, and loses nothing when the clock was put back', async () => {
    const here = await place()
    const zones = ['Asia/Tokyo', 'UTC']
    const at = new Date(here.clock.now() + 12 * 3_600_000).toISOString().slice(0, 16)
    const startAt = { time: at, zone: 'UTC', local: true }
    const rows = zones.map((timezone, i) => readerAt(i + 1, { fields: { timezone } }))
    await plan(here, rows, { selection: { startAt } })
    const times = new Map<string, number>()
    const start = here.clock.now()
    const phases: Progress['phase'][] = []
    const relay = scripted((to) => {
      times.set(to, Math.round((here.clock.now() - start) / 3_600_000))
      return 'accept'
    })
    await apply(here, relay, { onProgress: ({ phase }) => phases.push(phase) })
    expect([...times.values()]).toEqual([3, 12])
    expect(phases[0]).toMatchObject({ kind: 'waiting', for: 'readers' })
  })

  it('does not let a reader wait an hour longer because the clock was put back an hour', async () => {
    const here = await place()
    await plan(here, readers(1))
    await apply(
      here,
      scripted(() => '451 later'),
      { wait: false },
    )
    here.clock.turn(-60 * MINUTE)
    const { counts } = await apply(here, scripted(), { wait: false })
    expect(counts.states.deferred).toBe(1)
    here.clock.turn(3 * MINUTE)
    expect((await apply(here, scripted(), { wait: false })).counts.states.accepted).toBe(1)
  })
})
