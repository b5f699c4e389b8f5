// How fast messages may go, for the sender as a whole and to each receiving domain. It is asked before a message is
// claimed (so that nobody is claimed long before their turn) and again right before it goes. What a relay may take is
// asked of `seats.ts`.
//
// A second and a minute are kept as an even pace, an hour and a day as counts: a server that takes 600 a minute does
// not want them in one second, and one that takes 10,000 a day may have them in the morning.

import type { DomainLimits, Limits } from '../project/project.ts'
import type { Ledger } from '../store/ledger.ts'
import { allowance, HORIZON_MS, perSecondOf } from './allowance.ts'
import { type Need, type Pace, pace, SOON_MS } from './pace.ts'

export interface SendLimits {
  /** How many more may be claimed, where so many are claimed already and have not begun. */
  room(waiting: number, now: number): number
  /** Domains that nobody more may be claimed for. */
  full(): readonly string[]
  /** A message to a domain was claimed. */
  hold(domain: string): void
  /** It is over. @param began whether `begin` was called for it */
  release(domain: string, began: boolean): void
  /** When a message to this domain may go; now or before: at once. Undefined: when another to it has ended. */
  nextAt(domain: string, now: number): number | undefined
  /** Whether the domain itself lets a message go. */
  isFree(domain: string, now: number): boolean
  /** A message goes. */
  begin(domain: string): void
  /** When the sender as a whole may claim again; where `room` is 0. */
  resumeAt(now: number): number
  /** Looks what there will be, before anybody is claimed. @throws PressrunError `store` */
  look(now: number): Promise<void>
  /**
   * Takes what is needed ahead from the store.
   * @param waiting messages by their domain.
   * @param relays what they could take in the next moment.
   * @throws PressrunError `store`
   */
  fill(now: number, waiting: () => ReadonlyMap<string, number>, relays: Need): Promise<void>
  /** @throws PressrunError `store` */
  giveBack(now: number): Promise<void>
}

/** Messages to a domain that may be claimed for each that may be under way. */
const CLAIMED_EACH = 2

interface DomainState {
  readonly connections: number
  readonly pace?: Pace
  /** Claimed at once. */
  readonly most: number
  held: number
  underWay: number
}

/** @param sharers how many workers there are now: what counts messages at once is divided among them, one each at least. */
export function sendLimits(
  ledger: Pick<Ledger, 'reserve'>,
  limits: Limits,
  sharers: () => number = () => 1,
): SendLimits {
  const sender = allowance(ledger, limits)
  const domains = new Map<string, DomainState>()
  const { perHour, perDay, warmUp } = limits
  const isUnlimited =
    perSecondOf(limits) === Number.POSITIVE_INFINITY &&
    [perHour, perDay, warmUp, limits.domains].every((limit) => limit === undefined)
  /** Before `fill` nothing is known: not yet. */
  const placeIn = (of: Pace | undefined, now: number) => (of ? (of.nextAt(now) ?? now + 1) : 0)
  return {
    room: (waiting, now) => Math.max(0, sender.room(now) - waiting),
    full: () => [...domains].filter(([, { held, most }]) => held >= most).map(([domain]) => domain),
    hold(domain) {
      let state = domains.get(domain)
      if (!state) {
        state = domainState(ledger, limits, domain, sharers)
        if (!state) return
        domains.set(domain, state)
      }
      state.held++
    },
    release(domain, began) {
      const state = domains.get(domain)
      if (!state) return
      if (began) state.underWay--
      state.held--
      // Lists have tens of thousands of domains. What a pace promised is in the store.
      if (state.held === 0) domains.delete(domain)
    },
    nextAt(domain, now) {
      const state = domains.get(domain)
      if (state && state.underWay >= state.connections) return undefined
      return Math.max(sender.nextAt(now), placeIn(state?.pace, now))
    },
    isFree(domain, now) {
      const state = domains.get(domain)
      if (!state) return true
      return state.underWay < state.connections && placeIn(state.pace, now) <= now
    },
    begin(domain) {
      sender.take()
      const state = domains.get(domain)
      if (!state) return
      state.pace?.take()
      state.underWay++
    },
    resumeAt: (now) => sender.resumeAt(now),
    look: (now) => sender.look(now),
    async fill(now, waiting, { messages: most, lanes }) {
      if (isUnlimited) return
      // A place that is not used is lost, and others may wait for it: what is further off is not gone for yet.
      if (sender.nextAt(now) > now + SOON_MS) await sender.fill(now, { messages: 1, lanes })
      if (sender.nextAt(now) > now + SOON_MS) return
      let near = 0
      for (const [domain, count] of waiting()) {
        const state = domains.get(domain)
        if (state && state.underWay >= state.connections) continue
        await state?.pace?.fill(now, { messages: count, lanes })
        near += Math.min(count, state?.pace?.near(now) ?? count)
      }
      if (near > 0) await sender.fill(now, { messages: Math.min(near, most), lanes })
    },
    giveBack: (now) => sender.giveBack(now),
  }
}

function domainState(
  ledger: Pick<Ledger, 'reserve'>,
  limits: Limits,
  domain: string,
  sharers: () => number,
): DomainState | undefined {
  const own: DomainLimits | undefined = limits.domains?.[domain] ?? limits.domains?.['*']
  if (!own) return undefined
  const { connections = Number.POSITIVE_INFINITY, perSecond = Number.POSITIVE_INFINITY } = own
  // No narrower than the sender's, it holds by itself.
  const paced =
    perSecond < perSecondOf(limits) ? pace(ledger, `to ${domain}`, perSecond) : undefined
  const share = () => Math.max(1, Math.floor(connections / sharers()))
  return {
    get connections() {
      return share()
    },
    get most() {
      return Math.min(share() * CLAIMED_EACH, paced?.within(HORIZON_MS) ?? Number.POSITIVE_INFINITY)
    },
    ...{ held: 0, underWay: 0, ...(paced ? { pace: paced } : {}) },
  }
}
