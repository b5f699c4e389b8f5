// The list in figures.

import { sql } from 'kysely'
import type { Engine } from '../store/engine.ts'

export interface Figure {
  readonly name: string
  readonly count: number
}

export interface ListFigures {
  readonly states: readonly Figure[]
  readonly languages: readonly Figure[]
  readonly domains: readonly Figure[]
  readonly tags: readonly Figure[]
  /** Who joined in each of the last twelve months, `2024-11`. */
  readonly joined: readonly Figure[]
  readonly suppressions: readonly Figure[]
}

const MOST = 10

/** @throws PressrunError `store` */
export async function figuresOf({ db }: Engine, list: string): Promise<ListFigures> {
  const active = db
    .selectFrom('memberships')
    .innerJoin('subscribers', 'subscribers.id', 'memberships.subscriber_id')
    .where('memberships.list', '=', list)
    .where('memberships.state', '=', 'active')
  const most = (name: ReturnType<typeof sql<string>>) =>
    active
      .select(({ fn }) => [name.as('name'), fn.countAll<number>().as('count')])
      .groupBy(name)
      .orderBy('count', 'desc')
      .orderBy(name)
      .limit(MOST)
      .execute()
  const month = sql<string>`strftime('%Y-%m', since / 1000, 'unixepoch')`
  return {
    states: await db
      .selectFrom('memberships')
      .select(({ fn }) => ['state as name', fn.countAll<number>().as('count')])
      .where('list', '=', list)
      .groupBy('state')
      .orderBy('count', 'desc')
      .execute(),
    languages: await most(sql<string>`lang`),
    domains: await most(sql<string>`lower(substr(email, instr(email, '@') + 1))`),
    tags: await active
      .innerJoin(sql<{ value: string }>`json_each(subscribers.tags)`.as('tag'), (join) =>
        join.onTrue(),
      )
      .select(({ fn }) => ['tag.value as name', fn.countAll<number>().as('count')])
      .groupBy('tag.value')
      .orderBy('count', 'desc')
      .orderBy('tag.value')
      .limit(MOST)
      .execute(),
    joined: (
      await active
        .select(({ fn }) => [month.as('name'), fn.countAll<number>().as('count')])
        .groupBy(month)
        .orderBy(month, 'desc')
        .limit(12)
        .execute()
    ).reverse(),
    suppressions: await db
      .selectFrom('suppressions')
      .select(({ fn }) => ['reason as name', fn.countAll<number>().as('count')])
      .groupBy('reason')
      .orderBy('count', 'desc')
      .execute(),
  }
}

/** Names of all fields that any reader of the list has, as they came. @throws PressrunError `store` */
export async function fieldNames({ db }: Engine, list: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('memberships')
    .innerJoin('subscribers', 'subscribers.id', 'memberships.subscriber_id')
    .innerJoin(sql<{ key: string }>`json_each(subscribers.fields)`.as('field'), (join) =>
      join.onTrue(),
    )
    .select('field.key')
    .distinct()
    .where('memberships.list', '=', list)
    .execute()
  return rows.map(({ key }) => key)
}
