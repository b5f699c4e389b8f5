// A list's file to records, one at a time: what each format asks of the reading. Columns have our names.

import { Readable } from 'node:stream'
import { CsvError, type Info, parse } from 'csv-parse'
import { closestMatch } from 'leven'
import { PressrunError } from '../problem.ts'
import { readYaml } from '../project/yaml.ts'
import { columnName } from './columns.ts'
import { checkListFile, listProblem, listText } from './list-text.ts'

export type RawRow =
  | {
      readonly line: number
      readonly record: Readonly<Record<string, unknown>>
      readonly raw: readonly string[]
    }
  | { readonly line: number; readonly problem: string; readonly raw: readonly string[] }

export type ListFormat = 'csv' | 'json' | 'jsonl' | 'yaml'

const MOST_BYTES_WHOLE = 200_000_000
const MOST_BYTES_YAML = 20_000_000
const MOST_BYTES_A_ROW = 1_000_000

/** By the file's ending, or by how it begins. */
export function formatOf(path: string, start: string): ListFormat {
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''
  if (['csv', 'tsv', 'tab'].includes(ending)) return 'csv'
  if (['jsonl', 'ndjson', 'jsonlines'].includes(ending)) return 'jsonl'
  if (['yaml', 'yml'].includes(ending)) return 'yaml'
  if (ending === 'json') return 'json'
  if (/^\s*\[/.test(start)) return 'json'
  if (/^\s*\{/.test(start)) return 'jsonl'
  return /^(-{3}\s|- )/.test(start) ? 'yaml' : 'csv'
}

/** @throws PressrunError `list` for a file that is no list at all. */
export async function* rowsOf(path: string, shown: string): AsyncGenerator<RawRow> {
  const bytes = checkListFile(path, shown)
  const text = listText(path, shown)
  const first = await text.next()
  const start = first.done ? '' : first.value
  if (start.trim() === '') {
    throw listProblem({
      message: 'this list is empty',
      mend: 'Write a line with the column names, then one a reader.',
      file: shown,
      line: 1,
    })
  }
  const whole = (async function* () {
    yield start
    yield* text
  })()
  const format = formatOf(path, start)
  const most = format === 'yaml' ? MOST_BYTES_YAML : MOST_BYTES_WHOLE
  if ((format === 'json' || format === 'yaml') && bytes > most) {
    throw listProblem({
      message: `this list is larger than the ${most / 1_000_000} MB that can be read as ${format.toUpperCase()}`,
      mend: 'Save it as CSV or JSON Lines, which are read line by line.',
      file: shown,
    })
  }
  if (format === 'csv') yield* csvRows(whole, start, shown)
  else if (format === 'jsonl') yield* jsonLines(whole)
  else yield* items(await joined(whole), format, shown)
}

async function joined(text: AsyncIterable<string>): Promise<string> {
  const pieces: string[] = []
  for await (const piece of text) pieces.push(piece)
  return pieces.join('')
}

async function* csvRows(
  text: AsyncIterable<string>,
  start: string,
  file: string,
): AsyncGenerator<RawRow> {
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(start),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MOST_BYTES_A_ROW,
  })
  const source = Readable.from(text)
  source.on('error', (error) => parser.destroy(error)).pipe(parser)
  let columns: readonly string[] | undefined
  let last = 1
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[]
      info: Info
    }>) {
      // `lines` counts to the record's last line.
      const line = info.lines - record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
      last = info.lines
      if (!columns) columns = header(record, file)
      else if (record.every((cell) => cell.trim() === '')) continue
      else if (record.length !== columns.length) {
        const problem = `it has ${record.length} cells, and the header has ${columns.length}`
        yield { line, problem, raw: record }
      } else {
        yield {
          line,
          record: Object.fromEntries(columns.map((name, at) => [name, record[at]])),
          raw: record,
        }
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw listProblem({
      message: 'a quote is opened after this line and not closed again',
      mend: 'Close it, or write a quote inside a quoted cell twice.',
      file,
      line: last,
    })
  }
}

/** The sign that the first line has most of, outside of quotes. */
function delimiterOf(start: string): string {
  const line = (start.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '')
  const count = (sign: string) => line.split(sign).length
  return [',', ';', '\t', '|'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

function header(cells: readonly string[], file: string): readonly string[] {
  const names = cells.map(columnName)
  const twice = names.find((name, at) => name !== '' && names.indexOf(name) !== at)
  if (twice !== undefined) {
    throw listProblem({
      message: `two columns are called "${twice}"`,
      mend: 'Rename one of them.',
      file,
      line: 1,
    })
  }
  if (!names.includes('email')) {
    const near = closestMatch('email', names, { maxDistance: 2 })
    throw listProblem({
      message: 'there is no column "email"',
      mend: near
        ? `Did you mean "${near}"? Call it "email".`
        : `The first line must name the columns; it has: ${cells.slice(0, 8).join(', ').slice(0, 120)}.`,
      file,
      line: 1,
    })
  }
  return names
}

async function* jsonLines(text: AsyncIterable<string>): AsyncGenerator<RawRow> {
  let rest = ''
  let line = 0
  const read = function* (lines: readonly string[]): Generator<RawRow> {
    for (const one of lines) {
      line++
      const trimmed = one.replace(/^\ufeff/, '').trim()
      if (trimmed !== '') yield jsonRow(trimmed, line)
    }
  }
  for await (const piece of text) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() as string
    yield* read(lines)
  }
  yield* read([rest])
}

function jsonRow(text: string, line: number): RawRow {
  if (text.length > MOST_BYTES_A_ROW)
    return { line, problem: 'it is too long', raw: [text.slice(0, 200)] }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { line, problem: 'it is not JSON', raw: [text] }
  }
  return itemRow(value, line)
}

function itemRow(value: unknown, line: number): RawRow {
  const raw = [JSON.stringify(value) ?? '']
  if (!value || typeof value !== 'object' || Array.isArray(value))
    return { line, problem: 'it is not a group of keys', raw }
  const record = Object.fromEntries(
    Object.entries(value).map(([key, cell]) => [columnName(key), cell]),
  )
  return { line, record, raw }
}

/** JSON and YAML: a list of groups, whole. In JSON the place of an item stands for its line. */
function* items(text: string, format: 'json' | 'yaml', file: string): Generator<RawRow> {
  const yaml = format === 'yaml' ? readYaml(text, file) : undefined
  const value = yaml ? yaml.data : parseJson(text, file)
  const list = Array.isArray(value)
    ? value
    : (value as { subscribers?: unknown } | null)?.subscribers
  if (!Array.isArray(list)) {
    throw listProblem({
      message: 'this is not a list of readers',
      mend: format === 'json' ? 'Write [{"email": "…"}, …].' : 'Write one "- email: …" a reader.',
      file,
      line: 1,
    })
  }
  const path = Array.isArray(value) ? [] : ['subscribers']
  for (const [index, item] of list.entries())
    yield itemRow(item, yaml ? yaml.placeOf([...path, index]).line : index + 1)
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    const { message } = error as Error
    throw listProblem({
      message: `this is not JSON: ${message.replace(/(?: in JSON at position|, \.{3}|, ").*$/s, '').replace(/^./, (c) => c.toLowerCase())}`,
      mend: 'Check the line; for one reader a line, name the file .jsonl.',
      file,
      line: firstBadLine(text, file),
    })
  }
}

/** JSON is YAML too, and YAML's reader knows the line. */
function firstBadLine(text: string, file: string): number | undefined {
  try {
    readYaml(text, file)
    return undefined
  } catch (error) {
    return error instanceof PressrunError ? error.problems[0]?.line : undefined
  }
}
