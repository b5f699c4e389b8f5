// How far sends are that are not over, and who is at them, as the store has it.

import { isServed, seenWorkers } from '../delivery/status.ts'
import type { Engine } from '../store/engine.ts'
import { allSends } from '../store/sends.ts'
import { DELIVERY_STATES } from '../store/tables.ts'
import { countsOf } from '../store/tallies.ts'
import { label, metric, one, type Sample } from './metrics-text.ts'

/** @param now milliseconds since 1970. @throws PressrunError `store` */
export async function sendMetrics(store: Engine, now: number): Promise<readonly string[]> {
  const sends = (await allSends(store)).filter(({ state }) => state === 'sending')
  const workers = await seenWorkers(store, now)
  const readers: Sample[] = []
  const served: Sample[] = []
  const paused: Sample[] = []
  for (const send of sends) {
    const { states } = await countsOf(store, send.id)
    const issue = label('issue', send.issue)
    for (const state of DELIVERY_STATES)
      readers.push([`${issue},${label('state', state)}`, states[state]])
    served.push([issue, isServed(send, workers, now) ? 1 : 0])
    paused.push([issue, send.paused_at === null ? 0 : 1])
  }
  const accepted = workers.map(
    ({ name, relay, accepted }): Sample => [
      `${label('worker', name)},${label('relay', relay ?? 'all')}`,
      accepted,
    ],
  )
  return [
    ...metric('pressrun_send_readers', 'gauge', 'Readers of sends under way.', readers),
    ...metric('pressrun_send_served', 'gauge', 'Whether somebody is at it.', served),
    ...metric('pressrun_send_paused', 'gauge', 'Whether it is paused.', paused),
    ...one('pressrun_workers', 'gauge', 'Workers that are there.', workers.length),
    ...metric('pressrun_worker_accepted_total', 'counter', 'Messages of a worker.', accepted),
  ]
}
