// Who may hold a store and who may read it is the same on every engine.

import { afterAll, expect, it } from 'vitest'
import type { ClaimedDelivery } from '../../src/store/ledger.ts'
import { updateSend } from '../../src/store/sends.ts'
import { countsOf } from '../../src/store/tallies.ts'
import { onEachEngine } from './contract.ts'
import { endServer, sendOf } from './engines.ts'

afterAll(endServer)

onEachEngine('access', (here) => {
  const { claim, mark } = here

  it('is locked by one holder at a time', async () => {
    const lock = await here.engine.lock('send-x')
    const other = await here.fixture.open()
    expect(lock).toBeDefined()
    expect(await other.lock('send-x')).toBeUndefined()
    expect(await here.engine.lock('send-x')).toBeUndefined()
    const unrelated = await other.lock('send-y')
    expect(unrelated).toBeDefined()
    await unrelated?.release()
    await lock?.release()
    const next = await other.lock('send-x')
    expect(next).toBeDefined()
    await next?.release()
  })

  it('is read while it is written', async () => {
    const send = await sendOf(here.engine, 3)
    const watcher = await here.fixture.open('read')
    const { rows } = await claim(send)
    await mark(send, rows[0] as ClaimedDelivery)
    expect((await countsOf(watcher, send)).states).toMatchObject({ sending: 1, pending: 2 })
    await expect(
      watcher.write([updateSend(watcher, send, { state: 'done' })]),
    ).rejects.toMatchObject({ problems: [{ code: 'store' }] })
  })
})
