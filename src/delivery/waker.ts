// Sleep that can be ended early, and is not begun where somebody called in between.

import { setImmediate } from 'node:timers/promises'
import type { Clock } from './clock.ts'

export interface Waker {
  up(): void
  /** Lets others run in any case. @param until by the clock */
  sleep(clock: Clock, until: number): Promise<void>
}

export function waker(): Waker {
  let called = false
  let asleep: AbortController | undefined
  return {
    up() {
      called = true
      // With a reason of its own: else one with a stack is made, each time.
      asleep?.abort('called')
    },
    async sleep(clock, until) {
      const ms = until - clock.now()
      if (called || ms <= 0) await setImmediate()
      else {
        asleep = new AbortController()
        await clock.sleep(ms, asleep.signal)
        asleep = undefined
      }
      called = false
    },
  }
}
