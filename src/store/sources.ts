// Where changes came from: one row for an import, one for each way and place otherwise. They stay for ever.

import type { Engine } from './engine.ts'
import type { SourceWay } from './list-tables.ts'

export interface Source {
  readonly way: SourceWay
  readonly place: string
  readonly note?: string
}

/** The one source for a way and a place, made where there is none. @throws PressrunError `store` */
export async function sourceId(
  engine: Engine,
  { way, place, note = '' }: Source,
  at: number,
): Promise<number> {
  const { db } = engine
  const find = () =>
    db
      .selectFrom('sources')
      .select('id')
      .where('way', '=', way)
      .where('place', '=', place)
      .where('note', '=', note)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
  // Sources stay for ever, and most changes come from the same few.
  const known = knownSources(engine)
  const key = `${way}\0${place}\0${note}`
  const id =
    known.get(key) ?? (await find())?.id ?? (await newSource(engine, { way, place, note }, at))
  if (known.size < MOST_KNOWN) known.set(key, id)
  return id
}

const MOST_KNOWN = 1_000
const sources = new WeakMap<Engine['db'], Map<string, number>>()

function knownSources({ db }: Engine): Map<string, number> {
  const there = sources.get(db) ?? new Map<string, number>()
  sources.set(db, there)
  return there
}

/** @returns its id. @throws PressrunError `store` */
export async function newSource(
  engine: Engine,
  { way, place, note = '' }: Source,
  at: number,
): Promise<number> {
  const { db } = engine
  await engine.write([db.insertInto('sources').values({ way, place, note, at }).compile()])
  const { id } = await db
    .selectFrom('sources')
    .select(({ fn }) => fn.max('id').as('id'))
    .where('way', '=', way)
    .where('place', '=', place)
    .where('at', '=', at)
    .executeTakeFirstOrThrow()
  return id
}
