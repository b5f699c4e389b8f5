// A list's rows into the store: streamed, a chunk a transaction, as often as one likes with the same outcome. What
// readers decided themselves is never undone: who left, bounced or complained stays so, whatever a file says, and
// who has not confirmed is not made to have.

import { setImmediate } from 'node:timers/promises'
import type { CompiledQuery } from 'kysely'
import { addressHash } from '../audience/address.ts'
import { type ListRow, type RejectedRow, rejectedFor } from '../audience/list.ts'
import { type MergeRule, mergeProfile } from '../audience/merge.ts'
import { type Origin, originOf } from '../audience/origin.ts'
import type { Engine } from '../store/engine.ts'
import { beginImport, type ImportMark, noteImport } from '../store/imports.ts'
import { changeMembership } from '../store/memberships.ts'
import type { NewSubscriber } from '../store/roll.ts'
import { hasSubscribers, type ListedRow, subscribersAmong } from '../store/subscribers.ts'
import { suppress, suppressionsAmong } from '../store/suppressions.ts'
import type { SuppressionReason } from '../store/tables.ts'
import { type ImportTally, LEFT_REASONS, type LeftReason, newTally } from './import-tally.ts'
import { storedProfile, subscriberOfRow } from './stored.ts'

/** Rows in one transaction, where each is compared with the reader who is there: more take more memory. */
const CHUNK = 5_000
/** Into a new store: each chunk meets most pages of the index, so fewer chunks write fewer pages. */
const NEW_CHUNK = 30_000

export interface ImportInput {
  /** Absent: a dry run where there is no store yet. */
  readonly store?: Engine
  readonly list: string
  /** Leaving it is leaving the publication. */
  readonly isOnlyList: boolean
  readonly rows: AsyncIterable<ListRow>
  /** The file as the user knows it, and what tells it, asked for in this way, from every other. */
  readonly place: string
  readonly stamp: string
  /** Why these readers may be written to. */
  readonly note: string
  readonly rule: MergeRule
  /** Given to every reader of the file. */
  readonly tags: readonly string[]
  readonly dryRun: boolean
  /** Rows in one transaction. */
  readonly chunk?: number
  readonly now: () => number
  readonly onRejected: (row: RejectedRow) => void
  readonly onProgress?: (tally: ImportTally) => void
  readonly signal?: AbortSignal
}

export interface Imported {
  readonly tally: ImportTally
  /** False: it was stopped; the same command goes on from there. */
  readonly whole: boolean
  /** Rows that an earlier, cut-off run had done. */
  readonly resumedAt: number
}

type GoodRow = Extract<ListRow, { kind: 'subscriber' }>

/** @throws PressrunError `store`, and whatever reading the rows throws; what was written until then stays */
export async function importList(input: ImportInput): Promise<Imported> {
  const { store, dryRun, now, place, stamp, note, onRejected, onProgress, signal } = input
  const mark =
    store && !dryRun ? await beginImport(store, { place, stamp, note }, now()) : undefined
  const resumedAt = mark?.rows ?? 0
  const tally = newTally(
    mark && resumedAt > 0 ? (JSON.parse(mark.tally) as ImportTally) : undefined,
  )
  /** Where nobody was entered before, nobody needs to be looked for. */
  const isNew = !store || (resumedAt === 0 && !(await hasSubscribers(store)))
  const most = input.chunk ?? (isNew ? NEW_CHUNK : CHUNK)
  let chunk: Candidate[] = []
  let at = now()
  let row = 0
  const flush = async (last: boolean) => {
    await enter(chunk, { input, tally, mark, isNew, rows: row, last, at })
    chunk = []
    at = now()
    onProgress?.(tally)
    await setImmediate()
  }
  for await (const read of input.rows) {
    row++
    const isDone = row <= resumedAt
    if (!isDone) tally.read++
    const candidate = read.kind === 'rejected' ? read : candidateOf(read, input.tags, isNew, at)
    if ('reason' in candidate) {
      onRejected(candidate)
      if (!isDone) tally.refused++
    } else if (!isDone) chunk.push(candidate)
    if (chunk.length < most) continue
    await flush(false)
    if (signal?.aborted) return { tally, whole: false, resumedAt }
  }
  await flush(true)
  return { tally, whole: true, resumedAt }
}

interface Candidate {
  readonly program: Origin['program']
  /** As they are entered where nobody knows them. */
  readonly row: NewSubscriber
  /** As the file has them; absent where nobody is there to be compared with: it takes as much memory again. */
  readonly origin?: Origin
}

function candidateOf(
  row: GoodRow,
  tags: readonly string[],
  isNew: boolean,
  at: number,
): Candidate | RejectedRow {
  const found = originOf(row.subscriber)
  if ('reason' in found) return rejectedFor(row, found.reason)
  const { subscriber, program } = found
  const all = tags.length === 0 ? subscriber.tags : [...new Set([...subscriber.tags, ...tags])]
  const origin = { ...found, subscriber: { ...subscriber, tags: all } }
  return { program, row: newRow(origin, at), ...(isNew ? {} : { origin }) }
}

interface Work {
  readonly input: ImportInput
  readonly tally: ImportTally
  readonly mark: ImportMark | undefined
  readonly isNew: boolean
  readonly rows: number
  readonly last: boolean
  readonly at: number
}

async function enter(chunk: readonly Candidate[], work: Work): Promise<void> {
  const { input, tally, mark, isNew, rows, last, at } = work
  const { store, list } = input
  const hashes = chunk.map(({ row }) => row.addressHash)
  const suppressed = store ? await suppressionsAmong(store, hashes) : new Map()
  const known = store && !isNew ? await subscribersAmong(store, list, hashes) : new Map()
  const fresh: NewSubscriber[] = []
  const also: CompiledQuery[] = []
  for (const candidate of chunk) {
    const { program, row, origin } = candidate
    tally.programs[program] = (tally.programs[program] ?? 0) + 1
    const there = known.get(row.addressHash) as ListedRow | undefined
    const left = leftReason(there, suppressed.get(row.addressHash) as SuppressionReason | undefined)
    if (left) tally.left[left]++
    else if (there && origin) {
      const queries =
        mark && store ? changesOf(candidate, origin, there, work, store, mark) : undefined
      if (isChanged(origin, there, input.rule)) tally.changed++
      else tally.unchanged++
      if (queries) also.push(...queries)
    } else {
      tally.added++
      fresh.push(row)
      if (store) also.push(...suppressionOf(row, work, store))
    }
  }
  if (!store || !mark) return
  also.push(
    noteImport(store, mark.sourceId, {
      rows,
      tally: JSON.stringify(tally),
      endedAt: last ? at : null,
    }),
  )
  // In the order of the index that they go into: half the pages are written.
  const inOrder = fresh.length >= MANY ? byHash(fresh) : fresh
  const added = await store.roll.enter({ list, sourceId: mark.sourceId, at, rows: inOrder, also })
  // Somebody joined by another way in the moment between: they are as they said.
  const others = added.filter((one) => !one).length
  tally.added -= others
  tally.unchanged += others
}

/** Fewer stay in the order of the file. */
const MANY = 1_000
/** What a double holds beside the place in a chunk. */
const DIGITS = 5

/** By the first digits, as numbers: near enough, and ten times as quick as texts are compared. */
function byHash(rows: readonly NewSubscriber[]): readonly NewSubscriber[] {
  const keyOf = ({ addressHash }: NewSubscriber) => {
    let key = 0
    for (let at = 0; at < DIGITS; at++) key = key * 128 + (addressHash.charCodeAt(at) & 127)
    return key
  }
  const keys = Float64Array.from(rows, (row, index) => keyOf(row) * rows.length + index).sort()
  return Array.from(keys, (key) => rows[key % rows.length] as NewSubscriber)
}

/** Why a reader is left as they are. */
function leftReason(
  row: ListedRow | undefined,
  suppression: SuppressionReason | undefined,
): LeftReason | undefined {
  const state = LEFT_REASONS.find((reason) => reason === row?.state)
  if (state) return state
  return suppression === 'mailbox' ? 'bounced' : suppression
}

/** What a file says of somebody who is on the list: they may have left since, or their data are others. */
function isChanged(origin: Origin, row: ListedRow, rule: MergeRule): boolean {
  return (
    row.state === null ||
    leaves(origin) ||
    mergeProfile(subscriberOfRow(row), origin.subscriber, rule) !== undefined
  )
}

const leaves = ({ state }: Origin) => state !== 'active' && state !== 'pending'

function changesOf(
  candidate: Candidate,
  origin: Origin,
  row: ListedRow,
  work: Work,
  store: Engine,
  { sourceId }: ImportMark,
): readonly CompiledQuery[] {
  const { at } = work
  const { list, rule } = work.input
  const queries: CompiledQuery[] = []
  const merged = mergeProfile(subscriberOfRow(row), origin.subscriber, rule)
  if (merged) {
    queries.push(
      store.db
        .updateTable('subscribers')
        .set({ ...storedProfile(merged), changed_at: at })
        .where('id', '=', row.id)
        .compile(),
    )
  }
  if (row.state === null || leaves(origin)) {
    const standing = {
      state: origin.state,
      since: origin.since ?? at,
      sourceId,
      proof: proofText(origin),
    }
    // Whoever leaves in this very moment stays away.
    const stays = ['unsubscribed', 'bounced', 'complained'] as const
    queries.push(...changeMembership(store, row.id, list, standing, stays))
    queries.push(...suppressionOf(candidate.row, work, store))
  }
  return queries
}

const SUPPRESSIONS: Readonly<Partial<Record<NewSubscriber['state'], SuppressionReason>>> = {
  unsubscribed: 'unsubscribed',
  bounced: 'mailbox',
  complained: 'complained',
}

function suppressionOf(
  { addressHash, email, state, since }: NewSubscriber,
  { input }: Work,
  store: Engine,
): readonly CompiledQuery[] {
  const reason = SUPPRESSIONS[state]
  if (!reason || (reason === 'unsubscribed' && !input.isOnlyList)) return []
  const source = `import ${input.place}`
  return [suppress(store, [{ addressHash, email, reason, at: since, source }])]
}

const proofText = ({ proof }: Origin) => (proof ? JSON.stringify(proof) : null)

function newRow(origin: Origin, at: number): NewSubscriber {
  const { email, name, firstName, lang, tags, fields } = origin.subscriber
  return {
    addressHash: addressHash(email),
    email,
    name,
    firstName,
    lang,
    tags: tags.length === 0 ? '[]' : JSON.stringify(tags),
    fields: JSON.stringify(fields),
    state: origin.state,
    since: origin.since ?? at,
    proof: proofText(origin),
  }
}
