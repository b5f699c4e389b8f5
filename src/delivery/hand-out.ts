// A plan handed to workers: its letter is kept in the store, its rows are cut into batches, and it may be claimed, all in
// one transaction.

import type { CompiledQuery } from 'kysely'
import { type Keyring, readerMark } from '../audience/links.ts'
import { PressrunError } from '../problem.ts'
import type { Project } from '../project/project.ts'
import { dropClaims } from '../store/deliveries.ts'
import type { Engine } from '../store/engine.ts'
import { dropLetters, keepLetter } from '../store/letters.ts'
import { leaveInDoubt, sendAgain } from '../store/put-back.ts'
import { findSend, noteEvent, type Send, updateSend } from '../store/sends.ts'
import { countsOf } from '../store/tallies.ts'
import type { Clock } from './clock.ts'
import { nothingPlanned, overtaken } from './give-up.ts'
import { letterText } from './kept-letter.ts'
import { lockSend } from './send-lock.ts'

export interface HandOutInput {
  readonly store: Engine
  /** The issue's slug. */
  readonly issue: string
  /** Of the plan that was agreed to. */
  readonly agreed: { readonly digest: string; readonly plannedAt: number }
  /** As it was rendered. */
  readonly letter: object
  /** What a worker needs to have as well. */
  readonly proof: string
  /** To go into the same transaction. */
  readonly also?: readonly CompiledQuery[]
  readonly onInDoubt: 'hold' | 'resend'
  readonly clock: Clock
}

/** How workers are to send it. */
export interface WorkersTerms {
  readonly onInDoubt: 'hold' | 'resend'
  /** Of the secret and the settings; see `proofOf`. */
  readonly proof: string
}

/**
 * The same where letters of an issue come out the same and go equally fast: by one secret, and by one newsletter.yaml.
 * How many connections a machine opens to its relays is its own affair.
 */
export function proofOf(
  keys: Keyring,
  { from, replyTo, url, lists, countClicks, limits, relays }: ProofSettings,
  issue: string,
): string {
  const { connections: _, messagesPerConnection: __, ...together } = limits
  const ofRelays = relays.flatMap(({ name, limits: own }) => (own ? [[name, own]] : []))
  const settings = [from, replyTo, url, lists, countClicks, together, ofRelays]
  return readerMark(keys, JSON.stringify(settings), issue)
}

type ProofSettings = Pick<
  Project,
  'from' | 'replyTo' | 'url' | 'lists' | 'countClicks' | 'limits' | 'relays'
>

export const termsOf = ({ workers }: Pick<Send, 'workers'>): WorkersTerms | undefined =>
  workers ? (JSON.parse(workers) as WorkersTerms) : undefined

const DAY_MS = 86_400_000

/** Doing it again changes nothing. @throws PressrunError `send`, `store`; `usage` where the store is not shared */
export async function handOut(input: HandOutInput): Promise<void> {
  const { store, issue, agreed, letter, proof, also = [], onInDoubt, clock } = input
  if (!store.batches) throw notShared()
  const batches = await store.batches()
  const lock = await lockSend(store, issue)
  try {
    const send = await findSend(store, issue)
    if (send?.state !== 'planned' && send?.state !== 'sending')
      throw nothingPlanned(issue, send?.state)
    if (send.digest !== agreed.digest || send.planned_at !== agreed.plannedAt)
      throw overtaken(issue)
    if (isWithWorkers(send)) {
      await giveOutAnew(store, send, proof, clock)
      // Batches of a store that was copied stayed where it was.
      if (!(await batches.hasOpen(send.id))) await batches.make(send.id, [])
      return
    }
    const now = clock.now()
    const { sending } = (await countsOf(store, send.id)).states
    // What a single process left, that sent it before.
    await store.write([
      ...(sending > 0 ? leaveInDoubt(store, send.id) : []),
      dropClaims(store, send.id),
      ...(onInDoubt === 'resend' ? sendAgain(store, send.id, 'in_doubt', now) : []),
    ])
    const terms: WorkersTerms = { onInDoubt, proof }
    await batches.make(send.id, [
      ...also,
      // Whoever has just begun with one that was cancelled may still ask for it.
      dropLetters(store, now - DAY_MS),
      keepLetter(store, send.digest, letterText(letter), now),
      updateSend(store, send.id, {
        state: 'sending',
        started_at: send.started_at ?? now,
        ...{ confirmed_at: now, seen_at: now, ended_at: null, runner: null },
        workers: JSON.stringify(terms),
      }),
      noteEvent(store, send.id, now, 'begun', 'by workers'),
    ])
  } finally {
    await lock.release()
    await batches.close()
  }
}

/** With settings that changed meanwhile: workers look at theirs again. */
async function giveOutAnew(store: Engine, send: Send, proof: string, clock: Clock): Promise<void> {
  const terms = termsOf(send)
  if (!terms || terms.proof === proof) return
  const workers = JSON.stringify({ ...terms, proof } satisfies WorkersTerms)
  await store.write([updateSend(store, send.id, { workers, confirmed_at: clock.now() })])
}

/** Whether workers are sending it. */
export const isWithWorkers = ({ state, workers }: Pick<Send, 'state' | 'workers'>): boolean =>
  state === 'sending' && Boolean(workers)

/** @throws PressrunError `send` where it is theirs. A store that is not shared has none. */
export function refuseTheirs(store: Engine, send: Send): void {
  if (store.batches && isWithWorkers(send)) throw withWorkers(send.issue)
}

const withWorkers = (issue: string) =>
  new PressrunError(
    {
      code: 'send',
      message: `workers are sending ${issue}`,
      mend: `See how far they are: pressrun status ${issue} --watch. Stop them: pressrun cancel ${issue}.`,
    },
    { exitCode: 1 },
  )

const notShared = () =>
  new PressrunError({
    code: 'usage',
    message: 'workers share a store in Postgres, and this one is a file',
    mend: 'Name a database in PRESSRUN_DATABASE, and bring the file in with: pressrun store copy --from sqlite',
  })
