// Readers as lines of a file that can be imported again unchanged: how they stand goes with them. As CSV a value that
// is no text becomes one; as JSON Lines everything stays what it is.

import { csvLine } from '../audience/csv-cells.ts'
import { EXPORT_COLUMNS } from '../audience/origin.ts'
import type { Subscriber } from '../audience/subscriber.ts'

export interface ExportedReader {
  readonly subscriber: Subscriber
  readonly state: string
  /** Milliseconds since 1970. */
  readonly since: number
}

export type ExportFormat = 'csv' | 'jsonl'

const OURS = ['email', 'name', 'first_name', 'lang', 'tags'] as const

/** @param fields names of the fields, a column each. */
export async function* exportLines(
  readers: Iterable<ExportedReader> | AsyncIterable<ExportedReader>,
  format: ExportFormat,
  fields: readonly string[],
): AsyncGenerator<string> {
  if (format === 'csv') yield `\ufeff${csvLine([...OURS, ...fields, ...EXPORT_COLUMNS])}`
  for await (const reader of readers)
    yield format === 'csv' ? csvRow(reader, fields) : jsonRow(reader)
}

function csvRow({ subscriber, state, since }: ExportedReader, fields: readonly string[]): string {
  const { email, name, firstName, lang, tags } = subscriber
  return csvLine([
    email,
    name,
    firstName,
    lang,
    tags.map((tag) => (/[;,|]/.test(tag) ? `"${tag}"` : tag)).join(';'),
    ...fields.map((field) => textOf(subscriber.fields[field])),
    state,
    new Date(since).toISOString(),
  ])
}

const textOf = (value: unknown): string =>
  value === undefined || value === null
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)

const jsonRow = ({ subscriber, state, since }: ExportedReader): string => {
  const { email, name, firstName, lang, tags, fields } = subscriber
  return `${JSON.stringify({
    email,
    name,
    first_name: firstName,
    lang,
    tags,
    ...fields,
    pressrun_state: state,
    pressrun_since: new Date(since).toISOString(),
  })}\n`
}
