// What every engine has to pass: each test with a store of its own, and the steps of a delivery said in short.

import { afterEach, beforeEach, describe } from 'vitest'
import { deliveriesIn } from '../../src/store/deliveries.ts'
import type { Engine } from '../../src/store/engine.ts'
import type { ClaimedDelivery, Settle } from '../../src/store/ledger.ts'
import { ENGINES, type Fixture } from './engines.ts'

export const NOW = 1_000_000

export function onEachEngine(what: string, tests: (here: ReturnType<typeof opened>) => void): void {
  for (const [name, make] of Object.entries(ENGINES))
    describe(`${what} in a store on ${name}`, () => tests(opened(make)))
}

function opened(make: () => Promise<Fixture>) {
  let fixture: Fixture
  let engine: Engine
  beforeEach(async () => {
    fixture = await make()
    engine = await fixture.open()
  })
  afterEach(() => fixture.remove())
  const claim = (sendId: number, limit = 10, more = {}) =>
    engine.ledger.claim({
      sendId,
      band: 'fresh',
      now: NOW,
      leaseUntil: NOW + 300_000,
      limit,
      ...more,
    })
  const mark = (sendId: number, row: ClaimedDelivery) =>
    engine.ledger.record([
      { kind: 'mark', sendId, id: row.id, attempt: row.attempt, from: row.state, at: NOW },
    ])
  const settle = (
    sendId: number,
    row: ClaimedDelivery,
    state: Settle['state'],
    more: Partial<Settle> = {},
  ) =>
    engine.ledger.record([
      {
        kind: 'settle',
        sendId,
        id: row.id,
        attempt: row.attempt,
        from: 'sending',
        state,
        at: NOW,
        tries: 0,
        doubts: 0,
        firstTryAt: null,
        nextAttemptAt: null,
        reason: null,
        reply: '250 2.0.0 ok',
        relay: 'mx.example.net',
        ...more,
      },
    ])
  const all = async (sendId: number, ...states: Parameters<typeof deliveriesIn>[2]) =>
    Array.fromAsync(deliveriesIn(engine, sendId, states))

  return {
    get engine() {
      return engine
    },
    get fixture() {
      return fixture
    },
    claim,
    mark,
    settle,
    /** Deliveries in these states. */
    all,
  }
}
