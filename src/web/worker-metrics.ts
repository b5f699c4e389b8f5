// What whoever runs a worker may want to watch. It asks nothing of the store, and so it answers while that is away.

import { Hono } from 'hono'
import type { DeliveryState } from '../store/tables.ts'
import { isFromInside } from './machine.ts'
import { label, METRICS_TYPE, metric, one, processMetrics } from './metrics-text.ts'

export interface WorkerMetrics {
  readonly app: Hono
  /** What became of a message is on disk. */
  settled(issue: string, to: DeliveryState): void
  /** The store is there, or it is waited for. */
  store(isThere: boolean): void
}

export function workerMetrics(): WorkerMetrics {
  const messages = new Map<string, number>()
  let isStoreThere = true
  const text = () =>
    [
      ...metric('pressrun_messages_total', 'counter', 'What became of messages.', [...messages]),
      ...one('pressrun_store_up', 'gauge', 'Whether the store answers.', isStoreThere ? 1 : 0),
      ...processMetrics(),
      '',
    ].join('\n')
  const headers = { 'cache-control': 'no-store' }
  const app = new Hono()
  app.get('/healthz', (c) =>
    isStoreThere ? c.text('ok\n', 200, headers) : c.text('waiting for the store\n', 503, headers),
  )
  app.get('/metrics', (c) => {
    if (!isFromInside(c)) return c.notFound()
    return new Response(text(), { headers: { ...headers, 'content-type': METRICS_TYPE } })
  })
  return {
    app,
    settled(issue, to) {
      const key = `${label('issue', issue)},${label('state', to)}`
      messages.set(key, (messages.get(key) ?? 0) + 1)
    },
    store(isThere) {
      isStoreThere = isThere
    },
  }
}
