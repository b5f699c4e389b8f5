// Suppressions of many addresses: into the store and out of it, as a file that can be imported again. Who was erased
// goes with a hash in place of the address.

import { addressHash } from '../audience/address.ts'
import { csvLine } from '../audience/csv-cells.ts'
import { type RejectedRow, readList, rejectedFor } from '../audience/list.ts'
import type { Engine } from '../store/engine.ts'
import { allSuppressions, type Suppression, suppress } from '../store/suppressions.ts'
import { SUPPRESSION_REASONS, type SuppressionReason } from '../store/tables.ts'

const CHUNK = 500
/** Whose address nobody knows any more: stands where the address would. */
const HASHED = /^([\w-]{22})@erased\.invalid$/

export interface NamedSuppression {
  readonly email: string
  readonly reason: SuppressionReason
}

/** @returns how many were new. @throws PressrunError `store` */
export async function suppressAddresses(
  store: Engine,
  named: readonly NamedSuppression[],
  { at, source }: { readonly at: number; readonly source: string },
): Promise<number> {
  let added = 0
  for (let i = 0; i < named.length; i += CHUNK) {
    const rows = named.slice(i, i + CHUNK).map(({ email, reason }): Suppression => {
      const hash = HASHED.exec(email)?.[1]
      return hash
        ? { addressHash: hash, email: null, reason: 'erased', at, source }
        : { addressHash: addressHash(email), email, reason, at, source }
    })
    const [count = 0] = await store.write([suppress(store, rows)])
    added += count
  }
  return added
}

/** @throws PressrunError `store` */
export async function* suppressionLines(store: Engine): AsyncGenerator<string> {
  yield `\ufeff${csvLine(['email', 'suppression_reason', 'suppressed_at', 'suppressed_by'])}`
  for await (const { addressHash: hash, email, reason, at, source } of allSuppressions(store))
    yield csvLine([email ?? `${hash}@erased.invalid`, reason, new Date(at).toISOString(), source])
}

/**
 * Addresses of any list's file; a column `suppression_reason` says why.
 * @throws PressrunError `list`, `store`
 */
export async function importSuppressions(
  store: Engine,
  path: string,
  options: {
    readonly shown: string
    readonly reason: SuppressionReason
    readonly at: number
    readonly onRejected: (row: RejectedRow) => void
  },
): Promise<{ readonly read: number; readonly added: number }> {
  const { shown, reason: otherwise, at, onRejected } = options
  const occasion = { at, source: `import ${shown}` }
  let chunk: NamedSuppression[] = []
  let read = 0
  let added = 0
  for await (const row of readList(path, shown)) {
    if (row.kind === 'rejected') {
      onRejected(row)
      continue
    }
    const { email, fields } = row.subscriber
    const said = fields.suppression_reason ?? otherwise
    const reason = SUPPRESSION_REASONS.find((one) => one === said)
    if (!reason) {
      onRejected(
        rejectedFor(row, `"suppression_reason" is none of ${SUPPRESSION_REASONS.join(', ')}`),
      )
      continue
    }
    read++
    chunk.push({ email, reason })
    if (chunk.length < CHUNK) continue
    added += await suppressAddresses(store, chunk, occasion)
    chunk = []
  }
  added += await suppressAddresses(store, chunk, occasion)
  return { read, added }
}
