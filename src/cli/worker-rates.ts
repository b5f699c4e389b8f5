// How fast each worker is, from one look to the next.

import type { WorkerSeen } from '../delivery/status.ts'
import { grouped } from './format.ts'

export interface WorkerRates {
  /** `mail-1 812/s, mail-2 790/s`; empty at the first look. @param now milliseconds, monotonic */
  words(workers: readonly WorkerSeen[], now: number): string
}

export function workerRates(): WorkerRates {
  let last: { readonly at: number; readonly accepted: ReadonlyMap<number, number> } | undefined
  let shown = ''
  return {
    words(workers, now) {
      const accepted = new Map(workers.map((worker) => [worker.id, worker.accepted]))
      const before = last
      // Workers say every few seconds how far they are: more often there is nothing new.
      if (before && now - before.at < 2_500) return shown
      last = { at: now, accepted }
      if (!before) return shown
      const seconds = (now - before.at) / 1_000
      shown = workers
        .map(({ id, name, accepted: count }) => {
          const rate = Math.max(0, count - (before.accepted.get(id) ?? count)) / seconds
          return `${name.replace(', process ', ':')} ${grouped(Math.round(rate))}/s`
        })
        .join(', ')
      return shown
    },
  }
}
