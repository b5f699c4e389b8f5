// Readers judged by what they have in common: the database says which profiles there are, we say what becomes of each,
// and it finds the readers again. A million readers in a thousand cities are a thousand questions.

import type { FreezeRequest, ProfileRequest } from '../freeze.ts'
import { rowsParameter, type Session } from './connection.ts'

/** Profiles fetched and judged at once: with the longest field that a list may have, some 20 MB. */
const FETCHED = 2_000

/**
 * Fills the table `verdicts` for the profiles in `listed`, some at a time: they may be as many as readers.
 * @throws PressrunError `store`; whatever `judge` throws
 */
export async function judgeProfiles(
  { query }: Session,
  { judge }: ProfileRequest,
  signal: FreezeRequest['signal'],
): Promise<void> {
  await query({
    sql: `create temporary table verdicts (profile text, is_meant boolean, not_before bigint)
          on commit drop`,
  })
  // Of a table that was just made nothing is known, not even how many profiles are the same.
  await query({ sql: 'analyze listed' })
  await query({
    sql: `declare asked no scroll cursor for
          select distinct profile from listed where filtered is null`,
  })
  const ask = () => query<{ profile: string }>({ sql: `fetch ${FETCHED} from asked` })
  let { rows } = await ask()
  while (rows.length > 0) {
    signal?.throwIfAborted()
    const verdicts = rows.map(({ profile }) => ({ profile, ...judge(profile) }))
    await query({
      sql: `insert into verdicts
            select * from json_to_recordset($1) as verdict (
              profile text, "isMeant" boolean, "notBefore" bigint)`,
      parameters: [rowsParameter(verdicts)],
    })
    rows = (await ask()).rows
  }
  await query({ sql: 'close asked' })
  await query({ sql: 'analyze verdicts' })
}
