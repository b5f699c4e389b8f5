// How fast messages may go, for the sender as a whole and to each receiving domain. It is asked before a message is
// claimed (so that nobody is claimed long before their turn) and again right before it goes. What a relay may take is
// asked of `seats.ts`.
//
// A second and a minute are kept as an even pace, an hour and a day as counts: a server that takes 600 a minute does
// not want them in one second, and one that takes 10,000 a day may have them in the morning.

import type { DomainLimits, Limits } from '../project/project.ts'
import type { Ledger } from '../store/ledger.ts'
import { allowance, HORIZON_MS } from './allowance.ts'
import { type Pace, pace, SOON_MS } from './pace.ts'

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
  /** A message goes. */
  begin(domain: string): void
  /** When the sender as a whole may claim again; where `room` is 0. */
  resumeAt(now: number): number
  /**
   * Takes what is needed ahead from the store.
   * @param wanted domains that messages wait for; none: nobody is claimed yet.
   * @throws PressrunError `store`
   */
  fill(now: number, wanted: Iterable<string>): Promise<void>
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
  /** Before `fill` nothing is known: not yet. */
  const placeIn = (of: Pace | undefined, now: number) => (of ? (of.nextAt(now) ?? now + 1) : 0)
  /** Whether a message to it could go soon, as far as the domain goes. */
  const isNear = (domain: string, now: number) => {
    const state = domains.get(domain)
    if (!state) return true
    return state.underWay < state.connections && placeIn(state.pace, now) <= now + SOON_MS
  }
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
    begin(domain) {
      sender.take()
      const state = domains.get(domain)
      if (!state) return
      state.pace?.take()
      state.underWay++
    },
    resumeAt: (now) => sender.resumeAt(now),
    async fill(now, wanted) {
      const near = [...wanted]
      // Places that are not used are lost, and others may wait for them.
      if (near.length > 0 && !near.some((domain) => isNear(domain, now))) return
      await sender.fill(now)
      if (domains.size === 0 || sender.nextAt(now) > now + SOON_MS) return
      for (const domain of near) {
        const state = domains.get(domain)
        if (!state?.pace || state.underWay >= state.connections) continue
        if (state.pace.nextAt(now) === undefined) await state.pace.fill(now)
      }
    },
    giveBack: (now) => sender.giveBack(now),
  }
}

function domainState(
  ledger: Pick<Ledger, 'reserve'>,
  { domains }: Limits,
  domain: string,
  sharers: () => number,
): DomainState | undefined {
  const limits: DomainLimits | undefined = domains?.[domain] ?? domains?.['*']
  if (!limits) return undefined
  const { connections = Number.POSITIVE_INFINITY, perSecond } = limits
  const paced = perSecond === undefined ? undefined : pace(ledger, `to ${domain}`, perSecond)
  const own = () => Math.max(1, Math.floor(connections / sharers()))
  return {
    get connections() {
      return own()
    },
    get most() {
      return Math.min(own() * CLAIMED_EACH, paced?.within(HORIZON_MS) ?? Number.POSITIVE_INFINITY)
    },
    ...{ held: 0, underWay: 0, ...(paced ? { pace: paced } : {}) },
  }
}
