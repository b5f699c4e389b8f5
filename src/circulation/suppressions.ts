// Suppressions of many addresses: into the store and out of it, as a file that can be imported again. Who was erased
// goes with a hash in place of the address; who left one list alone, with its name.

import { addressHash } from '../audience/address.ts'
import { csvLine } from '../audience/csv-cells.ts'
import { type RejectedRow, readList, rejectedFor } from '../audience/list.ts'
import { allDepartures, depart } from '../store/departures.ts'
import type { Engine } from '../store/engine.ts'
import { allSuppressions, type Suppression, suppress } from '../store/suppressions.ts'
import { SUPPRESSION_REASONS, type SuppressionReason } from '../store/tables.ts'

const CHUNK = 500
const COLUMNS = [
  'email',
  'suppression_reason',
  'suppressed_at',
  'suppressed_by',
  'suppression_list',
]
/** Whose address nobody knows any more: stands where the address would. */
const HASHED = /^([\w-]{22})@erased\.invalid$/

export interface NamedSuppression {
  readonly email: string
  readonly reason: SuppressionReason
  /** They left this list alone. */
  readonly list?: string
}

/** @returns how many were new. @throws PressrunError `store` */
export async function suppressAddresses(
  store: Engine,
  named: readonly NamedSuppression[],
  { at, source }: { readonly at: number; readonly source: string },
): Promise<number> {
  let added = 0
  for (let i = 0; i < named.length; i += CHUNK) {
    const part = named.slice(i, i + CHUNK)
    const left = part.flatMap(({ email, list }) =>
      list === undefined ? [] : [{ list, addressHash: addressHash(email), email, at, source }],
    )
    const all = part.filter(({ list }) => list === undefined)
    const rows = all.map(({ email, reason }): Suppression => {
      const hash = HASHED.exec(email)?.[1]
      return hash
        ? { addressHash: hash, email: null, reason: 'erased', at, source }
        : { addressHash: addressHash(email), email, reason, at, source }
    })
    const counts = await store.write([
      ...(rows.length > 0 ? [suppress(store, rows)] : []),
      ...(left.length > 0 ? [depart(store, left)] : []),
    ])
    added += counts.reduce((sum, count) => sum + count, 0)
  }
  return added
}

/** @throws PressrunError `store` */
export async function* suppressionLines(store: Engine): AsyncGenerator<string> {
  yield `\ufeff${csvLine(COLUMNS)}`
  for await (const { addressHash: hash, email, reason, at, source } of allSuppressions(store))
    yield csvLine([
      email ?? `${hash}@erased.invalid`,
      ...[reason, new Date(at).toISOString(), source, ''],
    ])
  for await (const { list, email, at, source } of allDepartures(store))
    yield csvLine([email, 'unsubscribed', new Date(at).toISOString(), source, list])
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
    const { suppression_list: list } = fields
    chunk.push({ email, reason, ...(typeof list === 'string' && list !== '' ? { list } : {}) })
    if (chunk.length < CHUNK) continue
    added += await suppressAddresses(store, chunk, occasion)
    chunk = []
  }
  added += await suppressAddresses(store, chunk, occasion)
  return { read, added }
}
