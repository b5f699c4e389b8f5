// Several relays as one: messages are shared out by weight, and what one relay in trouble did not begin goes to
// another at once. A message whose body had begun is never given to a second relay.

import type { Message } from '../message/message.ts'
import type { Lane, Transport } from './transport.ts'

export interface Member {
  readonly transport: Transport
  /** Share of the messages; 0: only while the others are in trouble. */
  readonly weight: number
}

type Result = Awaited<ReturnType<Lane['send']>>
type BeforeBody = () => boolean | Promise<boolean>

interface Relay extends Member {
  /** Good lanes that nobody uses. */
  readonly idle: Lane[]
  /** Lanes in use. */
  busy: number
  /** Grows by 1/weight with each message; who has the least is next. */
  share: number
  /** Left alone until then; 0 where it is not in trouble. */
  until: number
  failures: number
}

const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 300_000

/**
 * @param members one at least.
 * @param now milliseconds.
 */
export function sharedTransport(members: readonly Member[], now: () => number): Transport {
  const relays: Relay[] = members.map((member) => ({
    ...member,
    idle: [],
    busy: 0,
    share: 0,
    until: 0,
    failures: 0,
  }))
  const waiting = new Set<() => void>()
  const working = relays.filter(({ weight }) => weight > 0)
  const all = (of: readonly Relay[]) => of.map(({ transport }) => transport)

  return {
    name: all(relays)
      .map(({ name }) => name)
      .join('+'),
    lanes: all(working.length > 0 ? working : relays).reduce((sum, { lanes }) => sum + lanes, 0),
    open: () => sharedLane(relays, now, waiting),
    async verify() {
      const found = await Promise.all(all(relays).map((transport) => transport.verify()))
      const details = found.map(
        ({ detail }, index) => `${relays[index]?.transport.name}: ${detail}`,
      )
      return { ok: found.every(({ ok }) => ok), detail: details.join('; ') }
    },
    async close() {
      await Promise.all(all(relays).map((transport) => transport.close()))
    },
  }
}

function sharedLane(relays: readonly Relay[], now: () => number, waiting: Set<() => void>): Lane {
  let current: Lane | undefined
  let closed = false
  let wake = () => {}

  async function send(message: Message, beforeBody: BeforeBody): Promise<Result> {
    const tried = new Set<Relay>()
    let first: Result | undefined
    for (;;) {
      const relay = await acquire(tried)
      if (!relay)
        return (
          first ?? {
            kind: 'sender',
            problem: 'the lane was closed',
            relay: relays.map(nameOf).join('+'),
          }
        )
      let begun = false
      const lane = relay.idle.pop() ?? relay.transport.open()
      current = lane
      try {
        const result = await lane.send(message, () => {
          begun = true
          return beforeBody()
        })
        note(relay, result, relays, now)
        if (begun || !isForOthers(result)) return result
        first ??= result
        tried.add(relay)
      } finally {
        current = undefined
        relay.busy--
        relay.idle.push(lane)
        for (const next of [...waiting]) next()
      }
    }
  }

  /** A relay with a lane to spare, waited for where it must be; undefined where none is left to try. */
  async function acquire(tried: ReadonlySet<Relay>): Promise<Relay | undefined> {
    while (!closed) {
      const candidates = choices(relays, tried, now())
      if (candidates.length === 0) return undefined
      const [free] = candidates.filter(({ busy, transport }) => busy < transport.lanes)
      if (free) {
        free.busy++
        free.share += 1 / (free.weight || 1)
        return free
      }
      await new Promise<void>((resolve) => {
        wake = resolve
        waiting.add(resolve)
      })
      waiting.delete(wake)
    }
    return undefined
  }

  return {
    send,
    async close(ms) {
      closed = true
      wake()
      await current?.close(ms)
    },
  }
}

const nameOf = ({ transport }: Relay) => transport.name

/** Another relay may do better: this one is in trouble, or cannot carry such a message. */
const isForOthers = ({ kind }: Result) => kind === 'sender' || kind === 'unsendable'

/** Whom a message may go to, the next one first. */
function choices(relays: readonly Relay[], tried: ReadonlySet<Relay>, at: number): Relay[] {
  const left = relays.filter((relay) => !tried.has(relay))
  const well = left.filter(({ until }) => until <= at)
  const working = well.filter(({ weight }) => weight > 0)
  const group = working.length > 0 ? working : well
  if (group.length > 0) return group.sort((a, b) => a.share - b.share)
  // All are in trouble, and somebody wants to know whether they still are.
  if (tried.size > 0) return []
  return left.sort((a, b) => a.until - b.until).slice(0, 1)
}

function note(relay: Relay, { kind }: Result, relays: readonly Relay[], now: () => number): void {
  if (kind === 'withheld' || kind === 'unsendable') return
  if (kind !== 'sender') {
    if (relay.failures === 0) return
    // It does not get all that it missed.
    const others = relays.filter((other) => other !== relay && other.failures === 0)
    const least = Math.min(...others.map(({ share }) => share))
    if (Number.isFinite(least)) relay.share = Math.max(relay.share, least)
    relay.failures = 0
    relay.until = 0
    return
  }
  // What was under way when the trouble began says nothing new.
  if (relay.until > now()) return
  relay.until = now() + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** relay.failures)
  relay.failures++
}
