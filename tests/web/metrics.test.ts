// What is told of sends to whoever watches: counts, and who is at them; nothing of a reader.

import { expect, it, onTestFinished } from 'vitest'
import { updateSend } from '../../src/store/sends.ts'
import { enrol, sign } from '../../src/store/workers.ts'
import { openMetrics } from '../../src/web/metrics.ts'
import { workerMetrics } from '../../src/web/worker-metrics.ts'
import { ENGINES, sendOf } from '../store/engines.ts'

const NOW = 1_000_000

it('tells of sends that are not over, and of workers that are there', async () => {
  const fixture = await ENGINES.sqlite()
  onTestFinished(() => fixture.remove())
  const store = await fixture.open()
  const id = await sendOf(store, 5, 'an-issue')
  const over = await sendOf(store, 3, 'another')
  await store.write([
    updateSend(store, id, { workers: '{}', paused_at: NOW }),
    updateSend(store, over, { state: 'done' }),
  ])
  const worker = { name: 'mail-1, "the first"', relay: null, version: '1' }
  await sign(store, await enrol(store, worker, NOW), NOW, 42)
  await enrol(store, { name: 'long gone', relay: 'eu', version: '1' }, NOW - 600_000)
  const text = await openMetrics(() => NOW).text(store)
  expect(text).toContain('pressrun_send_readers{issue="an-issue",state="pending"} 5\n')
  expect(text).toContain('pressrun_send_served{issue="an-issue"} 1\n')
  expect(text).toContain('pressrun_send_paused{issue="an-issue"} 1\n')
  expect(text).toContain('pressrun_workers 1\n')
  expect(text).toContain(
    'pressrun_worker_accepted_total{worker="mail-1, \\"the first\\"",relay="all"} 42\n',
  )
  expect(text).not.toMatch(/another|long gone|reader0/)
})

it('says while the store is waited for that it is', async () => {
  const { app, store } = workerMetrics()
  expect((await app.request('/healthz')).status).toBe(200)
  store(false)
  expect((await app.request('/healthz')).status).toBe(503)
  store(true)
  expect((await app.request('/healthz')).status).toBe(200)
})
