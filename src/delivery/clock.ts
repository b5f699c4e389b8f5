// Time, as a send uses it: never back while the process lives, whatever is done to the machine's clock, and on
// again after the machine slept. Passed in, so that a test can turn it by hand.

export interface Clock {
  /** Whole milliseconds since 1970. */
  now(): number
  /** Resolves after so long, or as soon as `wake` aborts. */
  sleep(ms: number, wake?: AbortSignal): Promise<void>
}

/** A jump ahead of the wall clock from here on is followed: the machine slept, or its clock was put right. */
const JUMP_MS = 1_000
/** The longest that a timer takes. */
const LONGEST_SLEEP_MS = 2_147_483_647

/** @param wall milliseconds since 1970; may jump. @param steady milliseconds; never back. */
export function steadyClock(
  wall: () => number = Date.now,
  steady: () => number = () => performance.now(),
): Clock {
  let base = wall() - steady()
  return {
    now() {
      const passed = steady()
      const ahead = wall() - (base + passed)
      if (ahead > JUMP_MS) base += ahead
      return Math.floor(base + passed)
    },
    sleep: (ms, wake) =>
      new Promise((resolve) => {
        if (wake?.aborted) return resolve()
        const done = () => {
          clearTimeout(timer)
          wake?.removeEventListener('abort', done)
          resolve()
        }
        const timer = setTimeout(done, Math.min(Math.max(0, ms), LONGEST_SLEEP_MS))
        wake?.addEventListener('abort', done)
      }),
  }
}
