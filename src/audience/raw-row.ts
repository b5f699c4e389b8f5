// A row of a list before it is looked at: whatever the format, a line and a record by our names of the columns.

import { named } from './columns.ts'

/** A row as it stands: its cells, or what makes its text. */
export type Raw = readonly string[] | (() => string)

interface Row {
  readonly line: number
  /** In JSON and YAML its place, since one line may hold all of them. */
  readonly item?: number
  readonly raw: Raw
  /** Of CSV, as the list calls them. */
  readonly columns?: readonly string[]
}

export type RawRow = Row &
  (
    | { readonly record: Readonly<Record<string, unknown>> }
    | { readonly because: 'row' | 'cells'; readonly problem: string }
  )

/** An object of whatever keys to a row. */
export function itemRow(
  value: unknown,
  line: number,
  { item, raw = () => JSON.stringify(value) ?? '' }: { item?: number; raw?: Raw } = {},
): RawRow {
  const row = { line, raw, ...(item === undefined ? {} : { item }) }
  if (!value || typeof value !== 'object' || Array.isArray(value))
    return { ...row, because: 'row', problem: 'it is not a group of keys' }
  const record = named(value as Record<string, unknown>)
  if ('problem' in record) return { ...row, because: 'row', problem: record.problem }
  return { ...row, ...record }
}
