// What will be sent, to whom and to whom not, frozen in the store before the first message: doing it twice changes
// nothing, and doing it again goes on. A plan never sends, and never takes back what was sent.

import type { Segment } from '../audience/segments.ts'
import type { Subscriber } from '../audience/subscriber.ts'
import { PressrunError } from '../problem.ts'
import { clearPlan, deliveriesIn } from '../store/deliveries.ts'
import type { Engine } from '../store/engine.ts'
import { createSend, findSend, noteEvent, type Send, updateSend } from '../store/sends.ts'
import type { SendState } from '../store/tables.ts'
import { type Counts, countsOf } from '../store/tallies.ts'
import { type AudienceRow, type PlanProgress, takeAudience } from './audience.ts'
import type { Clock } from './clock.ts'
import { type ContentParts, changedParts, contentDigest, PARTS } from './content.ts'
import { subscriberOf } from './frozen-reader.ts'
import { refuseTheirs } from './hand-out.ts'
import { type Selection, selectionText } from './selection.ts'
import { lockSend } from './send-lock.ts'

export interface PlanInput {
  readonly store: Engine
  /** The issue's slug. */
  readonly issue: string
  /** The From address. */
  readonly sender: string
  readonly parts: Omit<ContentParts, 'sender'>
  /** Read once, in one pass, and only where a plan is to be made; it can only go on where there is none. */
  readonly list?: AsyncIterable<AudienceRow>
  /** The publication's list that it is for: whoever left it gets nothing. */
  readonly forList?: string
  /** `list` is that list as this very store has it. */
  readonly isStored?: boolean
  readonly selection?: Selection
  /** What `selection` names. */
  readonly segment?: Segment
  /** Goes on with what has changed: whoever was not written to yet is planned anew. */
  readonly acceptChanges?: boolean
  readonly clock: Clock
  readonly onProgress?: (progress: PlanProgress) => void
  readonly signal?: AbortSignal
}

export interface Plan {
  readonly state: SendState
  /** False: there was this plan already, and sending goes on with it. */
  readonly made: boolean
  readonly issue: string
  readonly sender: string
  /** The publication's list that it is for. */
  readonly list?: string
  readonly selection: Selection
  readonly digest: string
  readonly plannedAt: number
  /** Made, or last said yes to, more than a day ago: ask again. */
  readonly stale: boolean
  /** Something was sent already. */
  readonly started: boolean
  /** What was not so in the plan before, in words. */
  readonly changes: readonly string[]
  readonly counts: Counts
  /** How many are still to be sent. */
  readonly toSend: number
  /** Some of those, for showing. */
  readonly some: readonly string[]
  /** It is paused: nothing goes before it is resumed. */
  readonly pausedAt?: number
  /** Where the send waits for a time: the first and the last moment. */
  readonly starts?: { readonly first: number; readonly last: number }
}

export const STALE_MS = 86_400_000
const SHOWN = 5

/**
 * Plans a send, or finds the plan that is there. Run again with the same content and selection it returns the same
 * plan; another selection makes another plan for whoever was not written to yet.
 * @throws PressrunError `send` where the content or the list has changed, or another process is at work on it;
 * `store`; whatever `list` throws
 */
export async function planSend(input: PlanInput): Promise<Plan> {
  const { store, issue, clock } = input
  const lock = await lockSend(store, issue)
  try {
    const before = await findSend(store, issue)
    const { go, changes } = decide(before, input)
    if (before && go === 'on') return await planOf(store, before, clock, { made: false, changes })
    if (before) refuseTheirs(store, before)
    const { list } = input
    if (!list) throw noList(issue)
    const send = await begin(before, input)
    await takeAudience(send.id, { ...input, list })
    const { pending, deferred } = (await countsOf(store, send.id)).states
    // Nothing new: what was over stays over.
    const over = before?.state === 'done' && pending + deferred === 0
    await store.write([
      updateSend(
        store,
        send.id,
        over
          ? { state: 'done', planned_at: before.planned_at, ended_at: before.ended_at }
          : { state: 'planned', planned_at: clock.now() },
      ),
      noteEvent(store, send.id, clock.now(), 'planned', changes.join(', ')),
    ])
    const made = (await findSend(store, issue)) as Send
    return await planOf(store, made, clock, { made: true, changes })
  } finally {
    await lock.release()
  }
}

/** What an unfinished or finished send was planned with. @throws PressrunError `store` */
export async function plannedWith(
  store: Engine,
  issue: string,
): Promise<
  { readonly list: string; readonly selection: Selection; readonly send: Send } | undefined
> {
  const send = await findSend(store, issue)
  if (!send) return undefined
  const { list } = JSON.parse(send.parts) as ContentParts
  return { list, selection: JSON.parse(send.selection) as Selection, send }
}

/** The plan that there is, if any, without making one. @throws PressrunError `store` */
export async function findPlan(
  store: Engine,
  issue: string,
  clock: Clock,
): Promise<Plan | undefined> {
  const send = await findSend(store, issue)
  if (!send || send.planned_at === null) return undefined
  return planOf(store, send, clock, { made: false, changes: [] })
}

interface Decision {
  readonly go: 'on' | 'anew'
  readonly changes: readonly string[]
}

function decide(before: Send | undefined, input: PlanInput): Decision {
  if (!before) return { go: 'anew', changes: [] }
  const parts = JSON.parse(before.parts) as ContentParts
  const done = before.state === 'done' || before.state === 'cancelled'
  // Lists change; where a send is over, what is new on it is for the next plan.
  const compared = done ? PARTS.filter((part) => part !== 'list') : PARTS
  const content = changedParts(parts, partsOf(input), compared)
  // Of a plan that never became whole nothing was sent or shown.
  const binding = before.state !== 'cancelled' && (before.state !== 'planning' || before.started_at)
  if (content.length > 0 && binding && !input.acceptChanges) {
    throw changed(input.issue, content)
  }
  const selected = before.selection === selectionText(input.selection ?? {})
  const changes = selected ? content : [...content, 'the selection']
  const unfinished = before.state === 'planned' || before.state === 'sending'
  return { go: unfinished && changes.length === 0 ? 'on' : 'anew', changes }
}

const noList = (issue: string) =>
  new PressrunError({
    code: 'usage',
    message: `a plan for ${issue} is to be made, and nobody knows for whom`,
    mend: 'Name a list with --list.',
  })

/** What stops a send whose content is not what was planned. */
export function changed(issue: string, what: readonly string[]): PressrunError {
  const list = what.length > 1 ? `${what.slice(0, -1).join(', ')} and ${what.at(-1)}` : what[0]
  return new PressrunError(
    {
      code: 'send',
      message: `${issue} was planned with something else: ${list} changed since`,
      mend: 'Put it back as it was, or run again with --accept-changes: whoever was not written to yet gets it as it is now.',
    },
    { exitCode: 1 },
  )
}

const partsOf = ({ parts, sender }: PlanInput): ContentParts => ({ ...parts, sender })

/** From here until the audience is whole the state is `planning`, and nothing can be sent. */
async function begin(before: Send | undefined, input: PlanInput): Promise<Send> {
  const { store, issue, sender, selection = {}, clock, forList: list = null } = input
  const parts = partsOf(input)
  const frozen = {
    sender,
    list,
    digest: contentDigest(parts),
    parts: JSON.stringify(parts),
    selection: selectionText(selection),
    workers: null,
  }
  if (!before) {
    return createSend(store, { issue, state: 'planning', created_at: clock.now(), ...frozen })
  }
  await store.write([
    updateSend(store, before.id, {
      state: 'planning',
      planned_at: null,
      confirmed_at: null,
      ended_at: null,
      ...frozen,
    }),
  ])
  await clearPlan(store, before.id)
  return before
}

async function planOf(
  store: Engine,
  send: Send,
  clock: Clock,
  { made, changes }: Pick<Plan, 'made' | 'changes'>,
): Promise<Plan> {
  const counts = await countsOf(store, send.id)
  const { pending, deferred } = counts.states
  const agreed = Math.max(send.planned_at ?? 0, send.confirmed_at ?? 0)
  const starts = await startsOf(store, send.id)
  return {
    state: send.state,
    made,
    issue: send.issue,
    sender: send.sender,
    ...(send.list ? { list: send.list } : {}),
    selection: JSON.parse(send.selection) as Selection,
    digest: send.digest,
    plannedAt: send.planned_at ?? 0,
    stale: !made && clock.now() - agreed > STALE_MS,
    started: send.started_at !== null,
    changes,
    counts,
    toSend: pending + deferred,
    some: await someOf(store, send.id),
    ...(send.paused_at ? { pausedAt: send.paused_at } : {}),
    ...(starts ? { starts } : {}),
  }
}

/** One of those who are still to be sent to. @throws PressrunError `store` */
export async function firstReader(store: Engine, issue: string): Promise<Subscriber | undefined> {
  const send = await findSend(store, issue)
  if (!send) return undefined
  for await (const { email, subscriber } of deliveriesIn(store, send.id, ['pending', 'deferred'])) {
    return subscriberOf(email, subscriber)
  }
  return undefined
}

async function someOf(store: Engine, sendId: number): Promise<readonly string[]> {
  const some: string[] = []
  for await (const { email } of deliveriesIn(store, sendId, ['pending'])) {
    some.push(email)
    if (some.length === SHOWN) break
  }
  return some
}

async function startsOf({ db }: Engine, sendId: number) {
  const row = await db
    .selectFrom('deliveries')
    .select(({ fn }) => [
      fn.min('next_attempt_at').as('first'),
      fn.max('next_attempt_at').as('last'),
    ])
    .where('send_id', '=', sendId)
    .where('state', '=', 'pending')
    .where('attempt', '=', 0)
    .where('next_attempt_at', '>', 0)
    .executeTakeFirst()
  const { first, last } = row ?? {}
  return first === null || first === undefined || last === null || last === undefined
    ? undefined
    : { first, last }
}
