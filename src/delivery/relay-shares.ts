// Which relay takes the next message. Each has its share by weight; one that is in trouble or at its limit is left out,
// and the others share by theirs.

import type { Allowance } from './allowance.ts'
import type { Lane, Outcome, Transport } from './transport.ts'

export interface Relay {
  readonly name: string
  readonly transport: Transport
  readonly weight: number
  /** Absent: as fast as it takes them. */
  readonly allowance?: Allowance
  readonly idle: Lane[]
  readonly open: Set<Lane>
  busy: number
  /** Lanes at once: fewer after it complained. */
  ceiling: number
  /** Messages it was given, by weight: whoever has the least is next. */
  given: number
  /** It was passed over because of its limits. */
  atLimit: boolean
  failures: number
  lostInARow: number
  /** When it may be tried again; 0: it is well. */
  waitUntil: number
  /** Lanes taken before this turn were under way when it complained: what they bring says nothing new. */
  news: number
  problem: string
  lasting: boolean
}

export const isWell = (relay: Relay) => relay.waitUntil === 0
export const freeLanes = ({ busy, ceiling }: Relay) => Math.max(0, Math.floor(ceiling) - busy)
const hasLane = (relay: Relay) => freeLanes(relay) > 0
const mayAt = ({ allowance }: Relay, now: number) => allowance?.nextAt(now) ?? 0

/** Those that messages go through, as things are: a spare one only while all others are in trouble. */
export function inUse(all: readonly Relay[]): readonly Relay[] {
  const well = all.filter(isWell)
  const sharing = well.filter(({ weight }) => weight > 0)
  return sharing.length > 0 ? sharing : well
}

/** One that was in trouble is tried with a single message. */
const dueRelays = (all: readonly Relay[]): readonly Relay[] => {
  const sharing = inUse(all).some(({ weight }) => weight > 0)
  return all.filter((relay) => !isWell(relay) && relay.busy === 0 && (relay.weight > 0 || !sharing))
}

/** Those that are asked what they may take. */
export const asked = (all: readonly Relay[], now: number): readonly Relay[] => [
  ...inUse(all).filter(hasLane),
  ...dueRelays(all).filter(({ waitUntil }) => waitUntil <= now),
]

/** The one that takes the next message; undefined where none may, or has a lane. */
export function nextRelay(all: readonly Relay[], now: number): Relay | undefined {
  return (
    dueRelays(all).find((relay) => relay.waitUntil <= now && mayAt(relay, now) <= now) ??
    takers(all, now).sort((a, b) => a.given - b.given || a.busy - b.busy)[0]
  )
}

/**
 * Shares are strict: a relay that is ahead of its share waits for the others, but for the messages that are under way.
 */
function takers(all: readonly Relay[], now: number): Relay[] {
  const using = inUse(all)
  const open = using.filter((relay) => mayAt(relay, now) <= now)
  for (const relay of open) if (relay.atLimit) welcome(relay, open)
  for (const relay of using) relay.atLimit = !open.includes(relay)
  const least = Math.min(...open.map(({ given }) => given))
  return open.filter((relay) => {
    const { ceiling, given, weight } = relay
    const slack = weight > 0 ? ceiling / weight : 0
    return hasLane(relay) && given <= least + slack
  })
}

/** When one may take a message: now, or when its limits let it or it may be tried again; never: when a lane comes free. */
export function nextRelayAt(all: readonly Relay[], now: number): number {
  if (takers(all, now).length > 0) return now
  const shut = inUse(all).filter((relay) => relay.atLimit && hasLane(relay))
  return Math.min(
    ...shut.map((relay) => mayAt(relay, now)),
    ...dueRelays(all).map((relay) => Math.max(relay.waitUntil, mayAt(relay, now))),
    Number.POSITIVE_INFINITY,
  )
}

/** Back from trouble or a limit it has no share to catch up with. */
export function welcome(relay: Relay, among: readonly Relay[]): void {
  relay.atLimit = false
  const others = among.filter(
    (other) => other !== relay && isWell(other) && !other.atLimit && other.weight > 0,
  )
  if (others.length > 0) {
    relay.given = Math.max(relay.given, Math.min(...others.map(({ given }) => given)))
  }
}

export function complain(
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

/** It took or refused a message: it is well again. */
export function recover(relay: Relay, all: readonly Relay[]): void {
  relay.lostInARow = 0
  if (isWell(relay)) {
    const { lanes } = relay.transport
    relay.ceiling = Math.min(lanes, relay.ceiling + 1 / (50 * relay.ceiling))
    return
  }
  relay.waitUntil = 0
  relay.failures = 0
  welcome(relay, all)
}
