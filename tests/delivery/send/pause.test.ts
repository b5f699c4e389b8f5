// A send paused and resumed by somebody else, while one process sends it.

import { describe, expect, it } from 'vitest'
import type { Progress } from '../../../src/delivery/apply.ts'
import { cancelSend } from '../../../src/delivery/cancel.ts'
import { pauseSend, resumeSend } from '../../../src/delivery/pause.ts'
import { statusOf } from '../../../src/delivery/status.ts'
import { eventsOf } from '../../../src/store/sends.ts'
import { recount } from '../../../src/store/tallies.ts'
import { CONTENT, ISSUE, idOf, type Place, place, plan, readers, refusal } from './fixture.ts'
import { type Answer, apply, type Scripted, scripted } from './scripted.ts'

const MINUTE = 60_000
const BEAT = { beatMs: 2_000 }

/** A clock that calls, by its own time, so long after somebody asked. */
function calling(here: Place) {
  const { clock } = here
  let due: { at: number; call: () => Promise<unknown> } | undefined
  return {
    place: {
      ...here,
      clock: {
        ...clock,
        async sleep(ms: number, wake?: AbortSignal) {
          await clock.sleep(ms, wake)
          if (!due || clock.now() < due.at) return
          const { call } = due
          due = undefined
          await call()
        },
      },
    },
    in(ms: number, call: () => Promise<unknown>) {
      due = { at: clock.now() + ms, call }
    },
  }
}

const claimed = async ({ store }: Place) =>
  store.db.selectFrom('deliveries').select('id').where('claimed', '=', 1).execute()

describe('a send paused', () => {
  it('begins nothing more, keeps nobody, waits, and goes on when it is resumed', async () => {
    const base = await place()
    await plan(base, readers(200))
    const other = await base.again()
    const { place: here, in: later } = calling(base)
    const phases: Progress['phase'][] = []
    let then = 0
    const relay: Scripted = scripted(async (): Promise<Answer> => {
      if (relay.tried.length === 30) await pauseSend(other, ISSUE, here.clock)
      return 'accept'
    })
    const { ending, counts } = await apply(here, relay, {
      ...BEAT,
      onProgress({ phase }) {
        if (phases.at(-1) !== phase) phases.push(phase)
        if (phase.kind !== 'held' || then > 0) return
        then = relay.tried.length
        later(MINUTE, async () => {
          expect(relay.tried).toHaveLength(then)
          expect(await claimed(here)).toEqual([])
          expect(await statusOf(other, ISSUE, here.clock)).toMatchObject({
            ...{ state: 'sending', running: true },
            pausedAt: expect.any(Number),
          })
          await resumeSend(other, ISSUE, here.clock)
        })
      },
    })
    expect(then).toBeGreaterThan(0)
    expect(then).toBeLessThan(60)
    expect(phases.map(({ kind }) => kind)).toContain('held')
    expect(ending).toBe('done')
    expect(counts.states).toMatchObject({ accepted: 200, pending: 0 })
    expect(new Set(relay.bodies).size).toBe(200)
    expect(counts).toEqual(await recount(here.store, await idOf(here.store)))
    const events = await eventsOf(here.store, await idOf(here.store), 9)
    expect(events.map(({ kind }) => kind)).toEqual([
      ...['planned', 'begun', 'paused', 'resumed', 'done'],
    ])
    expect((await statusOf(other, ISSUE, here.clock)).pausedAt).toBeNull()
  })

  it('begins no body where a lane was still on its way to one, and loses nobody', async () => {
    const base = await place()
    await plan(base, readers(20))
    const { place: here, in: later } = calling(base)
    const held = Promise.withResolvers<void>()
    let began = 0
    const relay: Scripted = scripted(async (): Promise<Answer> => {
      if (relay.tried.length === 8) await pauseSend(here.store, ISSUE, here.clock)
      // As one that dials for long.
      if (relay.tried.length >= 8) await held.promise
      return 'accept'
    })
    const { counts } = await apply(here, relay, {
      ...BEAT,
      onProgress({ phase }) {
        if (phase.kind !== 'held' || began > 0) return
        began = relay.bodies.length
        held.resolve()
        later(MINUTE, async () => {
          expect(relay.bodies).toHaveLength(began)
          await resumeSend(here.store, ISSUE, here.clock)
        })
      },
    })
    expect(began).toBeGreaterThan(0)
    expect(counts.states).toMatchObject({ accepted: 20, in_doubt: 0 })
    expect(new Set(relay.bodies).size).toBe(20)
    expect(relay.tried.length).toBeGreaterThan(20)
  })

  it('is over all the same where the last ones were under way', async () => {
    const here = await place()
    await plan(here, readers(3))
    const relay: Scripted = scripted(async (): Promise<Answer> => {
      if (relay.tried.length === 3) await pauseSend(here.store, ISSUE, here.clock)
      return 'accept'
    })
    const { ending } = await apply(here, relay, BEAT)
    expect(ending).toBe('done')
    expect(await statusOf(here.store, ISSUE, here.clock)).toMatchObject({
      ...{ state: 'done', pausedAt: null },
    })
  })

  it('waits where it is begun while it is paused; told not to wait, it ends and can go on', async () => {
    const here = await place()
    await plan(here, readers(40))
    const first: Scripted = scripted(async (): Promise<Answer> => {
      if (first.tried.length === 5) await pauseSend(here.store, ISSUE, here.clock)
      return 'accept'
    })
    const once = await apply(here, first, { ...BEAT, wait: false })
    expect(once).toMatchObject({ ending: 'paused', counts: { states: { sending: 0 } } })
    const second = scripted()
    expect((await apply(here, second, { ...BEAT, wait: false })).ending).toBe('paused')
    expect(second.tried).toEqual([])
    const stop = new AbortController()
    const third = await apply(here, second, {
      ...{ ...BEAT, stop: stop.signal },
      onProgress: ({ phase }) => phase.kind === 'held' && stop.abort(),
    })
    expect(third.ending).toBe('stopped')
    await resumeSend(here.store, ISSUE, here.clock)
    expect((await apply(here, second, BEAT)).counts.states.accepted).toBe(40)
    expect(new Set([...first.bodies, ...second.bodies]).size).toBe(40)
  })

  it('stays paused where it is planned anew, and can be cancelled', async () => {
    const here = await place()
    await plan(here, readers(10))
    const relay: Scripted = scripted(async (): Promise<Answer> => {
      if (relay.tried.length === 2) await pauseSend(here.store, ISSUE, here.clock)
      return 'accept'
    })
    await apply(here, relay, { ...BEAT, wait: false })
    const parts = { ...CONTENT, html: 'another' }
    const anew = await plan(here, readers(10), { parts, acceptChanges: true })
    expect(anew.pausedAt).toBeDefined()
    expect((await apply(here, relay, { ...BEAT, wait: false })).ending).toBe('paused')
    const { state, pausedAt } = await cancelSend(here.store, ISSUE, here.clock)
    expect([state, pausedAt]).toEqual(['sending', expect.any(Number)])
    const after = await statusOf(here.store, ISSUE, here.clock)
    expect(after).toMatchObject({ state: 'cancelled', pausedAt: null })
  })

  it('can only be one that is being sent; twice changes nothing', async () => {
    const here = await place()
    const nobody = pauseSend(here.store, ISSUE, here.clock)
    await expect(nobody).rejects.toMatchObject({ problems: [{ code: 'usage' }] })
    await plan(here, readers(10))
    const planned = pauseSend(here.store, ISSUE, here.clock)
    await expect(planned).rejects.toMatchObject(refusal(/is planned and not begun/))
    const said: boolean[] = []
    const relay: Scripted = scripted(async (): Promise<Answer> => {
      if (relay.tried.length === 2)
        for (let time = 0; time < 2; time++)
          said.push((await pauseSend(here.store, ISSUE, here.clock)).changed)
      return 'accept'
    })
    await apply(here, relay, { ...BEAT, wait: false })
    for (let time = 0; time < 2; time++)
      said.push((await resumeSend(here.store, ISSUE, here.clock)).changed)
    expect(said).toEqual([true, false, true, false])
    await apply(here, relay, BEAT)
    const done = pauseSend(here.store, ISSUE, here.clock)
    await expect(done).rejects.toMatchObject(refusal(/is sent already/))
  })
})
