// Readers of a list who are not sent to, and why.

import type { Engine } from './engine.ts'
import type { ExclusionReason } from './tables.ts'

export interface Exclusion {
  readonly line: number | null
  readonly email: string
  readonly reason: ExclusionReason
  readonly detail: string | null
}

const PAGE = 1_000

/** In the order they were found, a page at a time. @throws PressrunError `store` */
export async function* exclusionsOf({ db }: Engine, sendId: number): AsyncGenerator<Exclusion> {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('exclusions')
      .select(['id', 'line', 'email', 'reason', 'detail'])
      .where('send_id', '=', sendId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute()
    for (const { line, email, reason, detail } of rows) yield { line, email, reason, detail }
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}
