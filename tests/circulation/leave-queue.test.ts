// Leaving at the same time as others.

import { expect, it } from 'vitest'
import { announcer } from '../../src/circulation/announce.ts'
import { leaveQueue } from '../../src/circulation/leave-queue.ts'
import { WEBHOOK_EVENTS } from '../../src/project/webhooks.ts'
import { callFigures } from '../../src/store/webhook-calls.ts'
import { folder, storeIn } from './store.ts'

it('a reader who presses twice in one moment has left once, and is told of once', async () => {
  const store = await storeIn(folder())
  const url = 'https://hooks.example/readers'
  const announce = announcer(store, [{ url, events: WEBHOOK_EVENTS, isPrivate: false }])
  const leave = leaveQueue(store)
  const press = (email: string, at: number) =>
    leave(
      { email, lists: ['main'], all: true },
      { source: { way: 'one-click', place: 'spring' }, at, announce },
    )
  const changed = await Promise.all([
    press('ana@example.com', 1_000),
    press('Ana@EXAMPLE.com', 1_001),
    press('ben@example.com', 1_002),
  ])
  expect(changed).toEqual([true, false, true])
  expect(await callFigures(store)).toEqual([{ url, waiting: 2, givenUp: 0, problem: null }])
})
