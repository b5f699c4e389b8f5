// What was taken of a day's messages, for whoever only looks.

import type { Engine } from './engine.ts'

/** @param day days since 1970, by the clock that they were taken by. @throws PressrunError `store` */
export async function takenOn({ db }: Engine, name: string, day: number): Promise<number> {
  const row = await db
    .selectFrom('quotas')
    .select('count')
    .where('name', '=', name)
    .where('slot', '=', day)
    .executeTakeFirst()
  return row?.count ?? 0
}
