// How long whoever must wait waits: longer each time, never quite as long as the next one, and not for ever.

export interface Backoff {
  /** The first wait, in milliseconds; each one after is twice as long. */
  readonly firstMs: number
  /** No wait is longer. */
  readonly mostMs: number
  /** 0.25: up to a quarter longer or shorter, so that not all come back at once. */
  readonly jitter: number
}

/** A reader whose mail server said: not now. RFC 5321 section 4.5.4.1 asks for half an hour between tries, in the end. */
export const READER_BACKOFF: Backoff = { firstMs: 120_000, mostMs: 14_400_000, jitter: 0.25 }
/** The sender itself is in trouble. */
export const SENDER_BACKOFF: Backoff = { firstMs: 2_000, mostMs: 300_000, jitter: 0.25 }

/**
 * @param time 1 for the first wait.
 * @param random from 0 to 1.
 * @returns milliseconds, whole.
 */
export function waitMs({ firstMs, mostMs, jitter }: Backoff, time: number, random: number): number {
  const wait = Math.min(mostMs, firstMs * 2 ** Math.min(time - 1, 40))
  return Math.round(wait * (1 - jitter + 2 * jitter * random))
}
