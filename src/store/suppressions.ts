// Addresses that are not written to, whatever a list says. A row is kept by a hash of the address, so that it
// stays when the address itself is erased.

import type { CompiledQuery } from 'kysely'
import type { Engine } from './engine.ts'
import type { SuppressionReason } from './tables.ts'

export interface Suppression {
  readonly addressHash: string
  /** Null where the address was erased. */
  readonly email: string | null
  readonly reason: SuppressionReason
  readonly at: number
  readonly source: string
}

/** As many as go into one statement. */
const CHUNK = 500

/** Whoever is suppressed already stays so, with the first reason. @throws PressrunError `store` */
export async function addSuppressions(
  engine: Engine,
  suppressions: readonly Suppression[],
): Promise<void> {
  for (let i = 0; i < suppressions.length; i += CHUNK)
    await engine.write([suppress(engine, suppressions.slice(i, i + CHUNK))])
}

/** A few, to go into a `write`. */
export function suppress({ db }: Engine, suppressions: readonly Suppression[]): CompiledQuery {
  const values = suppressions.map((suppression) => ({
    address_hash: suppression.addressHash,
    email: suppression.email,
    reason: suppression.reason,
    suppressed_at: suppression.at,
    source: suppression.source,
  }))
  return db
    .insertInto('suppressions')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .compile()
}

/** Ends those suppressions that have one of these reasons. To go into a `write`. */
export const unsuppress = (
  { db }: Engine,
  addressHashes: readonly string[],
  reasons: readonly SuppressionReason[],
): CompiledQuery =>
  db
    .deleteFrom('suppressions')
    .where('address_hash', 'in', addressHashes)
    .where('reason', 'in', reasons)
    .compile()

/** @returns how many there were. @throws PressrunError `store` */
export async function removeSuppressions(
  engine: Engine,
  addressHashes: readonly string[],
): Promise<number> {
  let removed = 0
  for (let i = 0; i < addressHashes.length; i += CHUNK) {
    const hashes = addressHashes.slice(i, i + CHUNK)
    const query = engine.db.deleteFrom('suppressions').where('address_hash', 'in', hashes)
    const [count = 0] = await engine.write([query.compile()])
    removed += count
  }
  return removed
}

/** Of these readers, who is suppressed, and why. @throws PressrunError `store` */
export async function suppressionsAmong(
  { db }: Engine,
  addressHashes: readonly string[],
): Promise<ReadonlyMap<string, SuppressionReason>> {
  const found = new Map<string, SuppressionReason>()
  const any = await db.selectFrom('suppressions').select('address_hash').limit(1).execute()
  if (any.length === 0) return found
  for (let i = 0; i < addressHashes.length; i += CHUNK) {
    const hashes = addressHashes.slice(i, i + CHUNK)
    const rows = await db
      .selectFrom('suppressions')
      .select(['address_hash', 'reason'])
      .where('address_hash', 'in', hashes)
      .execute()
    for (const row of rows) found.set(row.address_hash, row.reason)
  }
  return found
}

/** All, by hash, a page at a time. @throws PressrunError `store` */
export async function* allSuppressions({ db }: Engine): AsyncGenerator<Suppression> {
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('suppressions')
      .selectAll()
      .where('address_hash', '>', after)
      .orderBy('address_hash')
      .limit(CHUNK)
      .execute()
    for (const row of rows) {
      const { address_hash: addressHash, email, reason, suppressed_at: at, source } = row
      yield { addressHash, email, reason, at, source }
    }
    const last = rows.at(-1)
    if (!last) return
    after = last.address_hash
  }
}
