// Letters kept for machines that have no file of them, found by the digest of what they say.

import type { CompiledQuery } from 'kysely'
import type { Engine } from './engine.ts'

/** To go into a `write`. */
export const keepLetter = (
  { db }: Engine,
  digest: string,
  body: string,
  at: number,
): CompiledQuery =>
  db
    .insertInto('letters')
    .values({ digest, body, kept_at: at })
    .onConflict((conflict) => conflict.column('digest').doUpdateSet({ body, kept_at: at }))
    .compile()

/** Letters that nobody sends any more. To go into a `write`. @param before kept earlier than this */
export function dropLetters({ db }: Engine, before: number): CompiledQuery {
  const sending = db.selectFrom('sends').select('digest').where('state', '=', 'sending')
  return db
    .deleteFrom('letters')
    .where('kept_at', '<', before)
    .where('digest', 'not in', sending)
    .compile()
}

/** @returns JSON. @throws PressrunError `store` */
export async function findLetter({ db }: Engine, digest: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('letters')
    .select('body')
    .where('digest', '=', digest)
    .executeTakeFirst()
  return row?.body
}
