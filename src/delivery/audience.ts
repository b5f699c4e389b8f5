// A list to the frozen audience of one send: each reader once, as they are now, and each who is left out with the
// reason. In one pass over the list and in bounded memory: readers are put aside on disk by their address hash,
// then judged and entered a part at a time.

import { setImmediate } from 'node:timers/promises'
import { addressHash, domainOf } from '../audience/address.ts'
import type { Segment } from '../audience/segments.ts'
import type { Subscriber } from '../audience/subscriber.ts'
import { departuresAmong } from '../store/departures.ts'
import type { Engine } from '../store/engine.ts'
import type { NewDelivery, NewExclusion } from '../store/ledger.ts'
import { openSpill, type Spill } from '../store/spill.ts'
import { suppressionsAmong } from '../store/suppressions.ts'
import { countsOf } from '../store/tallies.ts'
import { frozenThere } from './audience-there.ts'
import { frozenOf } from './frozen-reader.ts'
import { most, outside, rankOf, type Selection } from './selection.ts'
import { beginnings } from './start-time.ts'
import { stopped } from './stopped.ts'

/** A row of a list: what `readList` yields. */
export type AudienceRow =
  | { readonly kind: 'subscriber'; readonly line: number; readonly subscriber: Subscriber }
  | {
      readonly kind: 'rejected'
      readonly line: number
      readonly because?: string
      readonly reason: string
      readonly raw: readonly string[] | string
    }

export interface PlanProgress {
  /** Rows of the list. */
  readonly read: number
  /** Readers judged so far, of those read. */
  readonly judged: number
}

export interface AudienceInput {
  readonly store: Engine
  readonly list: AsyncIterable<AudienceRow>
  /** The publication's list that it is for. */
  readonly forList?: string
  /** `list` is that list as this very store has it. */
  readonly isStored?: boolean
  readonly selection?: Selection
  /** What `selection` names. */
  readonly segment?: Segment
  readonly onProgress?: (progress: PlanProgress) => void
  readonly signal?: AbortSignal
  readonly clock: { now(): number }
}

/** Rows in one transaction. */
const CHUNK = 1_000
/** A row that cannot be used is kept so far. */
const RAW_SHOWN = 200

/** @throws PressrunError `store`; `send` when it is stopped; whatever the list throws */
export async function takeAudience(sendId: number, input: AudienceInput): Promise<void> {
  if (await frozenThere(sendId, input)) return
  const spill = openSpill()
  try {
    const read = await putAside(sendId, spill, input)
    const touched = await hasDeliveries(input.store, sendId)
    const judge = judgeOf(sendId, touched, input)
    const cut = await cutOff(spill, judge, input)
    await enter(sendId, spill, judge, cut, read, input)
  } finally {
    spill.close()
  }
}

async function hasDeliveries(store: Engine, sendId: number): Promise<boolean> {
  return Object.values((await countsOf(store, sendId)).states).some((count) => count > 0)
}

/** Reads the list. Who cannot or shall not be written to is noted at once; the rest goes to disk. */
async function putAside(sendId: number, spill: Spill, input: AudienceInput): Promise<number> {
  const { store, list, selection = {}, segment, clock, onProgress, signal } = input
  const isIn = segment?.isIn ?? (() => true)
  const notBefore = beginnings(selection.startAt, clock.now())
  let excluded: NewExclusion[] = []
  let read = 0
  for await (const row of list) {
    if (++read % 1_000 === 0) {
      onProgress?.({ read, judged: 0 })
      await setImmediate()
      if (signal?.aborted) throw stopped()
    }
    const exclusion = exclusionOf(row, selection, isIn)
    if (exclusion) excluded.push(exclusion)
    else if (row.kind === 'subscriber') {
      const line = lineOf(row.line, row.subscriber, notBefore(row.subscriber.fields.timezone))
      spill.add(line.slice(0, 2), line)
    }
    if (excluded.length >= CHUNK) {
      await store.ledger.exclude(sendId, excluded)
      excluded = []
    }
  }
  await store.ledger.exclude(sendId, excluded)
  return read
}

function exclusionOf(
  row: AudienceRow,
  selection: Selection,
  isIn: Segment['isIn'],
): NewExclusion | undefined {
  if (row.kind === 'rejected') {
    const raw = typeof row.raw === 'string' ? row.raw : row.raw.join(',')
    const reason = row.because === 'duplicate' ? 'duplicate' : 'address'
    return { line: row.line, email: raw.slice(0, RAW_SHOWN), reason, detail: row.reason }
  }
  const detail = outside(selection, row.subscriber, isIn)
  if (detail === undefined) return undefined
  return { line: row.line, email: row.subscriber.email, reason: 'filter', detail }
}

// A reader as one line of text: fields between unit separators, which neither an address nor JSON can hold.
const SEPARATOR = '\x1f'
const LINE_DIGITS = 12

interface Candidate extends NewDelivery {
  readonly line: number
}

function lineOf(line: number, subscriber: Subscriber, notBefore: number): string {
  const { email } = subscriber
  const hash = addressHash(email)
  // Padded, so that sorting texts sorts by hash and then by line.
  const place = String(line).padStart(LINE_DIGITS, '0')
  return [hash, place, email, notBefore, frozenOf(subscriber)].join(SEPARATOR)
}

function candidateOf(text: string): Candidate {
  const [hash, line, email, notBefore, subscriber] = text.split(SEPARATOR) as [
    string,
    string,
    string,
    string,
    string,
  ]
  return {
    addressHash: hash,
    line: Number(line),
    email,
    domain: domainOf(email),
    subscriber,
    notBefore: Number(notBefore),
  }
}

interface Judged {
  readonly chosen: readonly Candidate[]
  readonly excluded: readonly NewExclusion[]
}

type Judge = (part: readonly string[]) => Promise<Judged>

/** Who of a part of the readers is to be written to. Rows of one address are always in one part. */
function judgeOf(sendId: number, touched: boolean, input: AudienceInput): Judge {
  const { store, forList } = input
  return async (part) => {
    const candidates = [...part].sort().map(candidateOf)
    const hashes = candidates.map((candidate) => candidate.addressHash)
    const suppressed = await suppressionsAmong(store, hashes)
    const departed = await departuresAmong(store, hashes)
    const already = touched ? await readersAmong(store, sendId, hashes) : new Set<string>()
    const chosen: Candidate[] = []
    const excluded: NewExclusion[] = []
    let previous: Candidate | undefined
    for (const candidate of candidates) {
      const { line, email } = candidate
      const { addressHash: hash } = candidate
      const hasLeft = forList !== undefined && departed.get(hash)?.includes(forList)
      const reason = suppressed.get(hash) ?? (hasLeft ? 'unsubscribed' : undefined)
      if (candidate.addressHash === previous?.addressHash) {
        const detail = `the address is on line ${previous.line} already`
        excluded.push({ line, email, reason: 'duplicate', detail })
        continue
      }
      previous = candidate
      if (already.has(candidate.addressHash)) excluded.push({ line, email, reason: 'already' })
      else if (reason === 'unsubscribed') excluded.push({ line, email, reason })
      else if (reason) excluded.push({ line, email, reason: 'suppressed', detail: reason })
      else chosen.push(candidate)
    }
    return { chosen, excluded }
  }
}

async function readersAmong({ db }: Engine, sendId: number, hashes: readonly string[]) {
  const found = new Set<string>()
  for (let i = 0; i < hashes.length; i += 500) {
    const rows = await db
      .selectFrom('deliveries')
      .select('address_hash')
      .where('send_id', '=', sendId)
      .where('address_hash', 'in', hashes.slice(i, i + 500))
      .execute()
    for (const row of rows) found.add(row.address_hash)
  }
  return found
}

/** @returns the highest rank that is still chosen, where not all are. */
async function cutOff(
  spill: Spill,
  judge: Judge,
  { selection = {}, signal }: AudienceInput,
): Promise<number> {
  const count = most(selection)
  if (count === undefined) return Number.POSITIVE_INFINITY
  let ranks: number[] = []
  const keepLowest = () => {
    ranks = ranks.sort((a, b) => a - b).slice(0, count)
  }
  for (const part of spill.parts()) {
    if (signal?.aborted) throw stopped()
    for (const { addressHash: hash, line } of (await judge(part)).chosen) {
      ranks.push(rankOf(selection, hash, line))
    }
    if (ranks.length > 2 * count + CHUNK) keepLowest()
    await setImmediate()
  }
  keepLowest()
  return ranks.length < count ? Number.POSITIVE_INFINITY : (ranks.at(-1) ?? -1)
}

async function enter(
  sendId: number,
  spill: Spill,
  judge: Judge,
  cut: number,
  read: number,
  { store, selection = {}, onProgress, signal }: AudienceInput,
): Promise<void> {
  let judged = 0
  let rows: Candidate[] = []
  let excluded: NewExclusion[] = []
  const flush = async () => {
    const added = await store.ledger.insert(sendId, rows)
    const already = rows.filter((_, i) => !added[i])
    for (const { line, email } of already) excluded.push({ line, email, reason: 'already' })
    await store.ledger.exclude(sendId, excluded)
    rows = []
    excluded = []
  }
  for (const part of spill.parts()) {
    if (signal?.aborted) throw stopped()
    const verdict = await judge(part)
    excluded.push(...verdict.excluded)
    for (const candidate of verdict.chosen) {
      const { addressHash: hash, line, email } = candidate
      if (rankOf(selection, hash, line) <= cut) rows.push(candidate)
      else excluded.push({ line, email, reason: 'limit' })
    }
    judged += part.length
    if (rows.length + excluded.length >= CHUNK) await flush()
    onProgress?.({ read, judged })
    // The store answers at once: without this neither a signal nor a timer would get its turn.
    await setImmediate()
  }
  await flush()
}
