// What whoever runs the server may want to watch: requests, webhooks, and sends, whoever sends them.

import type { Engine } from '../store/engine.ts'
import { callFigures } from '../store/webhook-calls.ts'
import { metric, one, processMetrics } from './metrics-text.ts'
import { sendMetrics } from './send-metrics.ts'

/** Upper bounds in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

export interface Metrics {
  count(method: string, route: string, status: number, ms: number): void
  /** @throws PressrunError `store` */
  text(store: Engine): Promise<string>
}

interface Durations {
  readonly buckets: number[]
  sum: number
  count: number
}

export function openMetrics(now: () => number): Metrics {
  const requests = new Map<string, number>()
  const durations = new Map<string, Durations>()
  return {
    count(method, route, status, ms) {
      const key = `method="${method}",route="${route}",status="${status}"`
      requests.set(key, (requests.get(key) ?? 0) + 1)
      const seconds = ms / 1000
      const label = `route="${route}"`
      const known = durations.get(label) ?? { buckets: BUCKETS.map(() => 0), sum: 0, count: 0 }
      durations.set(label, known)
      known.sum += seconds
      known.count++
      for (const [at, bound] of BUCKETS.entries())
        if (seconds <= bound) known.buckets[at] = (known.buckets[at] as number) + 1
    },
    async text(store) {
      const calls = await callFigures(store)
      const total = (of: 'waiting' | 'givenUp') =>
        calls.reduce((sum, figures) => sum + figures[of], 0)
      return [
        ...metric('pressrun_http_requests_total', 'counter', 'Requests answered.', [...requests]),
        ...histogram(durations),
        ...one('pressrun_webhook_calls_waiting', 'gauge', 'Calls to come.', total('waiting')),
        ...one('pressrun_webhook_calls_given_up', 'gauge', 'Calls given up.', total('givenUp')),
        ...(await sendMetrics(store, now())),
        ...processMetrics(),
        '',
      ].join('\n')
    },
  }
}

function histogram(durations: ReadonlyMap<string, Durations>): readonly string[] {
  const name = 'pressrun_http_request_duration_seconds'
  const lines = [`# HELP ${name} Time until a request was answered.`, `# TYPE ${name} histogram`]
  for (const [label, { buckets, sum, count }] of durations) {
    for (const [at, bound] of BUCKETS.entries())
      lines.push(`${name}_bucket{${label},le="${bound}"} ${buckets[at]}`)
    lines.push(`${name}_bucket{${label},le="+Inf"} ${count}`)
    lines.push(`${name}_sum{${label}} ${sum}`, `${name}_count{${label}} ${count}`)
  }
  return lines
}
