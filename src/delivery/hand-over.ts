// A lane for whoever takes a message whole: a program, a web service. What they do once they have begun cannot be
// seen, so that it is given up after a time, and then nobody knows.

import type { Message } from '../message/message.ts'
import type { Lane, Outcome } from './transport.ts'

export interface Taker {
  /** What can be known before anything is handed over; an outcome where nothing need be tried. */
  ready(message: Message): Promise<Outcome | undefined>
  /** @param gone aborts when nobody waits any more. */
  take(message: Message, gone: AbortSignal): Promise<Outcome>
}

/**
 * @param relay what outcomes call it.
 * @param patience milliseconds for one message.
 */
export function handOverLane(relay: string, { ready, take }: Taker, patience: number): Lane {
  let current: { readonly gone: AbortController; readonly ended: Promise<unknown> } | undefined

  return {
    async send(message, beforeBody) {
      if (current) throw new Error('a lane carries one message at a time')
      const gone = new AbortController()
      let begun = false
      const work = async () => {
        const known = await ready(message)
        if (known) return known
        if (!(await beforeBody())) return { kind: 'withheld' } as const
        if (gone.signal.aborted) return givenUp(false)
        begun = true
        return take(message, gone.signal)
      }
      const givenUp = (isBegun: boolean): Outcome => ({
        kind: isBegun ? 'lost' : 'sender',
        problem: 'nothing was heard, and it was given up',
        relay,
      })
      const timer = setTimeout(() => gone.abort(), patience)
      const abandoned = new Promise<Outcome>((resolve) => {
        gone.signal.addEventListener('abort', () => resolve(givenUp(begun)))
      })
      const result = Promise.race([work(), abandoned])
      current = { gone, ended: result.catch(() => {}) }
      try {
        return await result
      } finally {
        clearTimeout(timer)
        current = undefined
      }
    },
    async close(ms = patience) {
      const { gone, ended } = current ?? {}
      if (!gone) return
      const timer = setTimeout(() => gone.abort(), ms)
      await ended
      clearTimeout(timer)
    },
  }
}
