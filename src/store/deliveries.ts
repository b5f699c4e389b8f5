// The deliveries of a send as a whole: read in pages, made ready for a new run, taken back.
// What happens to a single message is in `ledger.ts`.

import { type CompiledQuery, type RawBuilder, type Selectable, sql } from 'kysely'
import type { Engine } from './engine.ts'
import { updateSend } from './sends.ts'
import type { DeliveryState, DeliveryTable } from './tables.ts'
import { recount } from './tallies.ts'

export type DeliveryRow = Omit<
  Selectable<DeliveryTable>,
  'send_id' | 'claimed' | 'relay_id' | 'worker_id' | 'next_attempt_at'
> & { readonly next_attempt_at: number | null; readonly relay: string | null }

/** Rows read at once. */
const PAGE = 1_000
/** Rows deleted in one transaction: others may write in between. */
const CHUNK = 10_000

/**
 * All deliveries of a send in these states, in no particular order; a row that changes state meanwhile may or may
 * not be among them. Holds a page at a time.
 * @throws PressrunError `store`
 */
export async function* deliveriesIn(
  engine: Engine,
  sendId: number,
  states: readonly DeliveryState[],
): AsyncGenerator<DeliveryRow> {
  const few = states.every((state) => state === 'failed' || state === 'in_doubt')
  const key = few ? 'id' : 'address_hash'
  for (let after: number | string = few ? 0 : ''; ; ) {
    const rows: DeliveryRow[] = await engine.db
      .selectFrom('deliveries')
      .leftJoin('relays', 'relays.id', 'deliveries.relay_id')
      .select([
        'deliveries.id',
        'address_hash',
        'email',
        'domain',
        'subscriber',
        'state',
        'attempt',
        'tries',
        'doubts',
        'next_attempt_at',
        'changed_at',
        'first_try_at',
        'reason',
        'reply',
        'relays.name as relay',
      ])
      .where('send_id', '=', sendId)
      .where(inStates(states))
      .where(`deliveries.${key}`, '>', after as never)
      .orderBy(`deliveries.${key}`)
      .limit(PAGE)
      .execute()
    yield* rows
    const last = rows.at(-1)
    if (!last) return
    after = last[key]
  }
}

/** What the partial indexes hold: rows that are to be sent, and rows that went wrong. */
export const DUE = sql<boolean>`next_attempt_at is not null`
export const TROUBLE = sql<boolean>`reason is not null and next_attempt_at is null`

/** Said in the words of the index that holds such rows: it is used only where the text says that it fits. */
export function inStates(states: readonly DeliveryState[]): RawBuilder<boolean> {
  const isIn = sql<boolean>`state in (${sql.join(states)})`
  if (states.every((state) => state === 'pending' || state === 'deferred'))
    return sql`${DUE} and ${isIn}`
  if (states.every((state) => state === 'failed' || state === 'in_doubt'))
    return sql`${TROUBLE} and ${isIn}`
  return isIn
}

/** Claims that a process left behind end at once. To go into a `write`. */
export function dropClaims({ db }: Engine, sendId: number): CompiledQuery {
  return db
    .updateTable('deliveries')
    .set({ claimed: 0, next_attempt_at: 0 })
    .where('send_id', '=', sendId)
    .where(inStates(['pending', 'deferred']))
    .where('next_attempt_at', '>', 0)
    .where('claimed', '=', 1)
    .compile()
}

/** Whoever waits for another try waits so much less. To go into a `write`. */
export function bringForward({ db }: Engine, sendId: number, byMs: number): CompiledQuery {
  return db
    .updateTable('deliveries')
    .set({
      next_attempt_at: sql`case when next_attempt_at > ${byMs} then next_attempt_at - ${byMs} else 1 end`,
    })
    .where('send_id', '=', sendId)
    .where(inStates(['deferred']))
    .where('next_attempt_at', '>', 0)
    .compile()
}

/**
 * When the next row that waits is due; undefined where none waits.
 * @param claimed whether those count whom a process has claimed: they are due when the claim ends, or at once where
 * the send goes on.
 * @throws PressrunError `store`
 */
export async function nextDue(
  { db }: Engine,
  sendId: number,
  claimed: 'with claimed' | 'without claimed' = 'with claimed',
): Promise<number | undefined> {
  const row = await db
    .selectFrom('deliveries')
    .select(({ fn }) => fn.min('next_attempt_at').as('at'))
    .where('send_id', '=', sendId)
    .where(inStates(['pending', 'deferred']))
    .$if(claimed === 'without claimed', (query) => query.where('claimed', '=', 0))
    .executeTakeFirst()
  return row?.at ?? undefined
}

/** Ends a send that has nothing left to do. @returns whether it has. @throws PressrunError `store` */
export async function endSend(engine: Engine, sendId: number, at: number): Promise<boolean> {
  const { db } = engine
  const open = db
    .selectFrom('tallies')
    .select('state')
    .where('send_id', '=', sendId)
    .where('state', 'in', ['pending', 'deferred', 'sending'])
    .groupBy('state')
    .having(({ fn }) => fn.sum('count'), '>', 0)
  const query = db
    .updateTable('sends')
    .set({ state: 'done', ended_at: at, runner: null, paused_at: null })
    .where('id', '=', sendId)
    .where('state', '=', 'sending')
    .where(({ not, exists }) => not(exists(open)))
  const [ended] = await engine.write([query.compile()])
  return ended === 1
}

/**
 * Takes a plan back: rows that nothing was tried for, and the exclusions. What was tried stays. The caller holds the
 * send's lock.
 * @throws PressrunError `store`
 */
export async function clearPlan(engine: Engine, sendId: number): Promise<void> {
  const { db } = engine
  const untouched = db
    .selectFrom('deliveries')
    .select('id')
    .where('send_id', '=', sendId)
    .where(inStates(['pending']))
    .where('tries', '=', 0)
    .where('doubts', '=', 0)
    .limit(CHUNK)
  const excluded = db.selectFrom('exclusions').select('id').where('send_id', '=', sendId)
  const passes = [
    db.deleteFrom('deliveries').where('id', 'in', untouched).compile(),
    db.deleteFrom('exclusions').where('id', 'in', excluded.limit(CHUNK)).compile(),
  ]
  for (const pass of passes) while ((await engine.write([pass]))[0] !== 0);
  const { states } = await recount(engine, sendId)
  await engine.write([
    db.deleteFrom('tallies').where('send_id', '=', sendId).compile(),
    ...Object.entries(states).map(([state, count]) =>
      db
        .insertInto('tallies')
        .values({ send_id: sendId, state: state as DeliveryState, reason: '', count })
        .compile(),
    ),
    updateSend(engine, sendId, { state: 'planning' }),
  ])
}
