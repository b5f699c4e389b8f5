// What a publisher wants to know of a send, as plain data: the page and the JSON are made of it.

import { deliveriesIn } from '../../store/deliveries.ts'
import type { Engine } from '../../store/engine.ts'
import {
  acceptedBetween,
  acceptedOver,
  type DomainFigures,
  figuresByDomain,
  figuresByReason,
  type ReasonFigures,
  type Stretch,
} from '../../store/figures.ts'
import { type LinkFigures, linkFigures } from '../../store/links.ts'
import { type Event, eventsOf } from '../../store/sends.ts'
import type { Clock } from '../clock.ts'
import { plannedSend, type SendStatus, statusOf } from '../status.ts'

export interface Report {
  /** Name of the publication. */
  readonly publication: string
  readonly title: string
  /** IANA name: times are shown in it. */
  readonly zone: string
  /** Milliseconds since 1970. */
  readonly madeAt: number
  readonly status: SendStatus
  readonly curve: { readonly lengthMs: number; readonly stretches: readonly Stretch[] }
  readonly domains: readonly DomainFigures[]
  /** How many more domains there are. */
  readonly otherDomains: number
  readonly reasons: readonly ReasonFigures[]
  /** The links whose clicks are counted; empty where none are. */
  readonly clicks: readonly LinkFigures[]
  /** The first ones. */
  readonly doubtful: readonly Doubtful[]
  readonly events: readonly Event[]
}

export interface Doubtful {
  readonly email: string
  readonly since: number | null
  readonly reason: string | null
  readonly reply: string | null
}

const MOST_DOMAINS = 25
const MOST_REASONS = 25
const MOST_DOUBTFUL = 200
const MOST_EVENTS = 50
const MOST_STRETCHES = 80
const LENGTHS_MS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 86_400,
].map((seconds) => seconds * 1_000)

/** @throws PressrunError `usage` where it was never planned; `store` */
export async function report(
  store: Engine,
  issue: string,
  words: Pick<Report, 'publication' | 'title' | 'zone'>,
  clock: Clock,
): Promise<Report> {
  const { id } = await plannedSend(store, issue)
  const { domains, others } = await figuresByDomain(store, id, MOST_DOMAINS)
  return {
    ...words,
    madeAt: clock.now(),
    status: await statusOf(store, issue, clock),
    curve: await curveOf(store, id),
    domains,
    otherDomains: others,
    clicks: await linkFigures(store, issue),
    reasons: await figuresByReason(store, id, MOST_REASONS),
    doubtful: await doubtfulOf(store, id),
    events: await eventsOf(store, id, MOST_EVENTS),
  }
}

async function curveOf(store: Engine, sendId: number): Promise<Report['curve']> {
  const span = await acceptedBetween(store, sendId)
  if (!span) return { lengthMs: 1_000, stretches: [] }
  const { first, last } = span
  const lengthMs =
    LENGTHS_MS.find((length) => (last - first) / length < MOST_STRETCHES) ??
    Math.ceil((last - first) / MOST_STRETCHES)
  const from = Math.floor(first / lengthMs) * lengthMs
  return { lengthMs, stretches: await acceptedOver(store, sendId, from, lengthMs) }
}

async function doubtfulOf(store: Engine, sendId: number): Promise<readonly Doubtful[]> {
  const found: Doubtful[] = []
  for await (const row of deliveriesIn(store, sendId, ['in_doubt'])) {
    const { email, changed_at: since, reason, reply } = row
    found.push({ email, since, reason, reply })
    if (found.length === MOST_DOUBTFUL) break
  }
  return found
}
