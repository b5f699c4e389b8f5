// Links of letters whose clicks are counted: where each leads, and how often it was followed. Nothing of who did.

import type { CompiledQuery } from 'kysely'
import type { Engine } from './engine.ts'

export interface LinkFigures {
  readonly url: string
  readonly clicks: number
}

/** Links that are there already keep their count. */
export function keepLinks(
  { db }: Engine,
  issue: string,
  links: readonly { readonly key: string; readonly url: string }[],
): readonly CompiledQuery[] {
  return links.map(({ key, url }) =>
    db
      .insertInto('links')
      .values({ key, issue, url, clicks: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .compile(),
  )
}

/** Where it leads; undefined for what no letter holds. @throws PressrunError `store` */
export async function linkOf({ db }: Engine, key: string): Promise<string | undefined> {
  const row = await db.selectFrom('links').select('url').where('key', '=', key).executeTakeFirst()
  return row?.url
}

export const countClick = ({ db }: Engine, key: string): CompiledQuery =>
  db
    .updateTable('links')
    .set(({ eb }) => ({ clicks: eb('clicks', '+', 1) }))
    .where('key', '=', key)
    .compile()

/** Of an issue, the most followed first. @throws PressrunError `store` */
export async function linkFigures({ db }: Engine, issue: string): Promise<readonly LinkFigures[]> {
  const rows = await db
    .selectFrom('links')
    .select(['url', 'clicks'])
    .where('issue', '=', issue)
    .orderBy('clicks', 'desc')
    .orderBy('url')
    .execute()
  return rows.map(({ url, clicks }) => ({ url, clicks: Number(clicks) }))
}
