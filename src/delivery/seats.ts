// Who carries the next message. Each relay has its share by weight and limits of its own; one in trouble is left alone,
// longer each time, and then tried with a single message while the others go on. Nothing here waits: it says when.

import type { Rates } from '../project/project.ts'
import type { Ledger } from '../store/ledger.ts'
import { allowance } from './allowance.ts'
import type { Need } from './pace.ts'
import {
  asked,
  complain,
  freeLanes,
  inUse,
  isWell,
  nextRelay,
  nextRelayAt,
  type Relay,
  recover,
} from './relay-shares.ts'
import type { RelayTransport } from './relay-transports.ts'
import { type Backoff, SENDER_BACKOFF, waitMs } from './retry-time.ts'
import type { Lane, Outcome } from './transport.ts'

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
  /** How many more could begin in the next moment, as far as relays go. */
  need(now: number): Need
  /** How many more may be claimed, as far as the relays' limits go; 0 also until `look` has run. */
  room(now: number): number
  /** When more may be claimed, where `room` is 0. */
  resumeAt(now: number): number
  /** A lane for the next message; undefined where none is free, or no relay may take one. */
  take(now: number): Seat | undefined
  /** When a relay with a free lane may take one; now or before: at once. Never: when a lane comes free. */
  nextAt(now: number): number
  /** The lane is free again. @param outcome undefined where nothing was learnt about the relay */
  giveBack(seat: Seat, outcome: Outcome | undefined, now: number): void
  /** Where every relay is in trouble. */
  trouble(now: number): Trouble | undefined
  /** Looks what relays may take, before anybody is claimed. @throws PressrunError `store` */
  look(now: number): Promise<void>
  /** Takes what the relays' limits need ahead. @param messages that wait. @throws PressrunError `store` */
  fill(now: number, messages: number): Promise<void>
  /** What was taken of their limits and not used. @throws PressrunError `store` */
  giveUnusedBack(now: number): Promise<void>
  /** Ends all lanes. @param ms for those that carry a message */
  close(ms: number): Promise<void>
}

export interface SeatsInput {
  readonly backoff?: Backoff | undefined
  /** From 0 to 1. */
  readonly random: () => number
  /** Where relays' limits are kept. */
  readonly ledger: Pick<Ledger, 'reserve'>
  /** Of all relays together. */
  readonly limits: Rates
}

/** A message lost now and then is one message; so many in a row are a relay that drops what it is given. */
const MOST_LOST = 2

export function seats(
  members: readonly RelayTransport[],
  { backoff = SENDER_BACKOFF, random, ledger, limits: together }: SeatsInput,
): Seats {
  const all: readonly Relay[] = members.map(({ transport, weight, limits }) => ({
    ...{ name: transport.name, transport, weight, idle: [], open: new Set<Lane>() },
    ...{ busy: 0, ceiling: transport.lanes, given: 0, failures: 0, lostInARow: 0, waitUntil: 0 },
    ...{ news: 0, problem: '', lasting: false, atLimit: false },
    ...(limits ? { allowance: allowance(ledger, limits, transport.name, together) } : {}),
  }))
  let troubleSince: number | undefined
  let turn = 0
  const byName = new Map(all.map((relay) => [relay.name, relay]))
  /** Of those whose limits count now; where all are in trouble, of all. */
  const limiting = () => {
    const using = inUse(all)
    return using.length > 0 ? using : all
  }

  return {
    lanes: all.reduce((sum, { transport }) => sum + transport.lanes, 0),
    need(now) {
      const sum = (of: (relay: Relay) => number) =>
        limiting().reduce((total, relay) => total + of(relay), 0)
      const near = ({ allowance: own }: Relay) => own?.near(now) ?? Number.POSITIVE_INFINITY
      return { messages: sum(near), lanes: sum(freeLanes) }
    },
    room: (now) =>
      limiting().reduce(
        (sum, one) => sum + (one.allowance?.room(now) ?? Number.POSITIVE_INFINITY),
        0,
      ),
    resumeAt: (now) =>
      Math.min(...limiting().map((one) => one.allowance?.resumeAt(now) ?? now + 1)),
    take(now) {
      const relay = nextRelay(all, now)
      if (!relay) return undefined
      relay.busy++
      relay.given += relay.weight > 0 ? 1 / relay.weight : 0
      relay.allowance?.take()
      const lane = relay.idle.pop() ?? relay.transport.open()
      relay.open.add(lane)
      return { relay: relay.name, lane, turn: turn++ }
    },
    nextAt: (now) => nextRelayAt(all, now),
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
    async look(now) {
      for (const { allowance: limits } of limiting()) await limits?.look(now)
    },
    async fill(now, messages) {
      for (const relay of asked(all, now))
        await relay.allowance?.fill(now, { messages, lanes: freeLanes(relay) })
    },
    async giveUnusedBack(now) {
      for (const { allowance: limits } of all) await limits?.giveBack(now)
    },
    async close(ms) {
      const lanes = all.flatMap(({ open }) => [...open])
      await Promise.all(lanes.map((lane) => lane.close(ms)))
    },
  }
}
