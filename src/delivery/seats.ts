// Who carries the next message. Each relay has its share by weight; one in trouble is left alone, longer each time,
// and then tried with a single message while the others go on. Nothing here waits: it says when.

import type { RelayTransport } from './relay-transports.ts'
import { type Backoff, SENDER_BACKOFF, waitMs } from './retry-time.ts'
import type { Lane, Outcome, Transport } from './transport.ts'

export interface Seat {
  readonly relay: string
  readonly lane: Lane
  /** In the order in which lanes were taken. */
  readonly turn: number
}

export interface Trouble {
  readonly problem: string
  /** Since when no message was taken by any relay. */
  readonly since: number
  /** When the first one is tried again. */
  readonly until: number
  /** The server says that it will stay so (5xx). */
  readonly lasting: boolean
}

export interface Seats {
  /** How many messages may be under way at once. */
  readonly lanes: number
  /** A lane for the next message; undefined where none is free. */
  take(now: number): Seat | undefined
  /** The lane is free again. @param outcome undefined where nothing was learnt about the relay */
  giveBack(seat: Seat, outcome: Outcome | undefined, now: number): void
  /** Where every relay is in trouble. */
  trouble(now: number): Trouble | undefined
  /** Ends all lanes. @param ms for those that carry a message */
  close(ms: number): Promise<void>
}

interface Relay {
  readonly name: string
  readonly transport: Transport
  readonly weight: number
  readonly idle: Lane[]
  readonly open: Set<Lane>
  busy: number
  /** Lanes at once: fewer after it complained. */
  ceiling: number
  /** Messages it was given, by weight: whoever has the least is next. */
  given: number
  failures: number
  lostInARow: number
  /** When it may be tried again; 0: it is well. */
  waitUntil: number
  /** Lanes taken before this turn were under way when it complained: what they bring says nothing new. */
  news: number
  problem: string
  lasting: boolean
}

/** A message lost now and then is one message; so many in a row are a relay that drops what it is given. */
const MOST_LOST = 2

export function seats(
  members: readonly RelayTransport[],
  { backoff = SENDER_BACKOFF, random }: { backoff?: Backoff; random: () => number },
): Seats {
  const all: readonly Relay[] = members.map(({ transport, weight }) => ({
    ...{ name: transport.name, transport, weight, idle: [], open: new Set<Lane>() },
    ...{ busy: 0, ceiling: transport.lanes, given: 0, failures: 0, lostInARow: 0, waitUntil: 0 },
    ...{ news: 0, problem: '', lasting: false },
  }))
  let troubleSince: number | undefined
  let turn = 0
  const byName = new Map(all.map((relay) => [relay.name, relay]))
  const isWell = (relay: Relay) => relay.waitUntil === 0

  return {
    lanes: all.reduce((sum, { transport }) => sum + transport.lanes, 0),
    take(now) {
      const relay = next(all, isWell, now)
      if (!relay) return undefined
      relay.busy++
      relay.given += relay.weight > 0 ? 1 / relay.weight : 0
      const lane = relay.idle.pop() ?? relay.transport.open()
      relay.open.add(lane)
      return { relay: relay.name, lane, turn: turn++ }
    },
    giveBack({ relay: name, lane, turn: taken }, outcome, now) {
      const relay = byName.get(name) as Relay
      relay.busy--
      relay.idle.push(lane)
      if (!outcome || outcome.kind === 'unsendable' || taken < relay.news) return
      const lost = outcome.kind === 'lost' && ++relay.lostInARow >= MOST_LOST
      if (outcome.kind === 'sender' || lost) {
        complain(relay, outcome, now, waitMs(backoff, relay.failures + 1, random()))
        relay.news = turn
        troubleSince ??= now
      } else if (outcome.kind !== 'lost') {
        recover(relay, all)
        troubleSince = undefined
      }
    },
    trouble(now) {
      if (troubleSince === undefined || all.some(isWell)) return undefined
      const first = all.reduce((a, b) => (b.waitUntil < a.waitUntil ? b : a))
      const { problem, lasting } = first
      return { problem, lasting, since: troubleSince, until: Math.max(now, first.waitUntil) }
    },
    async close(ms) {
      const lanes = all.flatMap(({ open }) => [...open])
      await Promise.all(lanes.map((lane) => lane.close(ms)))
    },
  }
}

/**
 * Shares are strict: a relay that is ahead of its share waits for the others, but for the messages that are under way.
 */
function next(
  all: readonly Relay[],
  isWell: (relay: Relay) => boolean,
  now: number,
): Relay | undefined {
  // One that was in trouble is tried with a single message.
  const due = all.find((relay) => !isWell(relay) && relay.waitUntil <= now && relay.busy === 0)
  const well = all.filter(isWell)
  const sharing = well.filter(({ weight }) => weight > 0)
  if (due && (due.weight > 0 || sharing.length === 0)) return due
  const candidates = sharing.length > 0 ? sharing : well
  const least = Math.min(...candidates.map(({ given }) => given))
  return candidates
    .filter(({ busy, ceiling, given, weight }) => {
      const slack = weight > 0 ? ceiling / weight : 0
      return busy < Math.floor(ceiling) && given <= least + slack
    })
    .sort((a, b) => a.given - b.given || a.busy - b.busy)[0]
}

function complain(
  relay: Relay,
  outcome: Outcome & { readonly kind: 'sender' | 'lost' },
  now: number,
  wait: number,
): void {
  relay.failures++
  relay.waitUntil = now + wait
  relay.problem = `${relay.name}: ${outcome.problem}`
  const reply = outcome.kind === 'sender' ? outcome.reply : undefined
  relay.lasting = (reply?.code ?? 0) >= 500
  // Some servers take only so many connections: one fewer than were open when it complained.
  relay.ceiling = Math.max(1, Math.min(relay.ceiling, relay.busy))
}

/** It took or refused a message: it is well again, and has no share to catch up with. */
function recover(relay: Relay, all: readonly Relay[]): void {
  relay.lostInARow = 0
  if (relay.waitUntil === 0) {
    const { lanes } = relay.transport
    relay.ceiling = Math.min(lanes, relay.ceiling + 1 / (50 * relay.ceiling))
    return
  }
  relay.waitUntil = 0
  relay.failures = 0
  const others = all.filter((other) => other !== relay && other.waitUntil === 0 && other.weight > 0)
  if (others.length > 0) {
    relay.given = Math.max(relay.given, Math.min(...others.map(({ given }) => given)))
  }
}
