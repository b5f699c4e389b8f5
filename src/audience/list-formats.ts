// A list's file to records, a batch at a time: what each format asks of the reading. Columns have our names.

import { PressrunError } from '../problem.ts'
import { readYaml } from '../project/yaml.ts'
import { csvRows } from './csv-rows.ts'
import { JsonItems } from './json-items.ts'
import { isCut, linesOf, listPieces, listProblem, TOO_LONG } from './list-text.ts'
import { itemRow, type RawRow } from './raw-row.ts'

export type ListFormat = 'csv' | 'json' | 'jsonl' | 'yaml'

/** YAML is read whole, and takes a hundred times its size. */
const MOST_BYTES_YAML = 5_000_000

const ENDINGS: Readonly<Record<string, ListFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  jsonlines: 'jsonl',
  yaml: 'yaml',
  yml: 'yaml',
}

/** By the file's ending, or by how it begins. */
export function formatOf(path: string, start: string): ListFormat {
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''
  const known = ENDINGS[ending]
  if (known) return known
  if (/^\s*\{/.test(start) && isReader(start.trimStart().split('\n', 1)[0] as string))
    return 'jsonl'
  if (ending === 'json' || /^\s*[[{]/.test(start)) return 'json'
  const line = start.split('\n').find((text) => text.trim() !== '' && !text.startsWith('#')) ?? ''
  return /^(---\s*$|- )/.test(line) ? 'yaml' : 'csv'
}

/** Many call a file of JSON Lines .json. */
function isReader(line: string): boolean {
  const row = jsonRow(line, 1)
  return 'record' in row && 'email' in row.record
}

/**
 * @param shown the path as the user knows it, for messages.
 * @throws PressrunError `list` for a file that is no list at all, or has no reader.
 */
export async function* rowsOf(path: string, shown: string): AsyncGenerator<readonly RawRow[]> {
  const pieces = listPieces(path, shown)
  let hasRows = false
  try {
    const first = await pieces.next()
    const start = first.done ? '' : first.value.toString()
    if (start.trim() === '') {
      throw listProblem({
        message: 'this list is empty',
        mend: 'Write a line with the column names, then one a reader.',
        file: shown,
        line: 1,
      })
    }
    const whole = (async function* () {
      yield first.value as Buffer
      yield* pieces
    })()
    for await (const rows of readers[formatOf(path, start)](whole, shown)) {
      hasRows ||= rows.length > 0
      yield rows
    }
  } finally {
    await pieces.return(undefined)
  }
  if (!hasRows) {
    throw listProblem({
      message: 'there is no reader in this list',
      mend: 'Write one a line, below the column names.',
      file: shown,
    })
  }
}

type FormatReader = (pieces: AsyncIterable<Buffer>, file: string) => AsyncIterable<RawRow[]>

const readers: Readonly<Record<ListFormat, FormatReader>> = {
  csv: csvRows,
  jsonl,
  json,
  yaml,
}

async function* jsonl(pieces: AsyncIterable<Buffer>): AsyncGenerator<RawRow[]> {
  let line = 0
  for await (const lines of linesOf(pieces)) {
    const rows: RawRow[] = []
    for (const text of lines) {
      line++
      if (text.trim() !== '') rows.push(jsonRow(text, line))
    }
    yield rows
  }
}

function jsonRow(text: string, line: number): RawRow {
  const raw = [text]
  if (isCut(text)) return { line, because: 'row', problem: TOO_LONG, raw: [text.slice(0, -1)] }
  try {
    return itemRow(JSON.parse(text), line, { raw })
  } catch {
    return { line, because: 'row', problem: 'it is not JSON', raw }
  }
}

async function* json(pieces: AsyncIterable<Buffer>, file: string): AsyncGenerator<RawRow[]> {
  const items = new JsonItems(file)
  for await (const piece of pieces)
    yield items
      .read(piece.toString())
      .map(({ value, line, item }) => itemRow(value, line, { item }))
  items.end()
}

async function* yaml(pieces: AsyncIterable<Buffer>, file: string): AsyncGenerator<RawRow[]> {
  const read: string[] = []
  let bytes = 0
  for await (const piece of pieces) {
    bytes += piece.length
    if (bytes > MOST_BYTES_YAML) {
      throw listProblem({
        message: `this list is larger than the ${MOST_BYTES_YAML / 1_000_000} MB that are read as YAML`,
        mend: 'Save it as CSV or JSON Lines: they may have any size.',
        file,
      })
    }
    read.push(piece.toString())
  }
  const { data, placeOf } = yamlOf(read.join(''), file)
  if (!Array.isArray(data)) {
    throw listProblem({
      message: 'this is not a list of readers',
      mend: 'Write one "- email: …" a reader.',
      file,
      line: 1,
    })
  }
  yield data.map((value, index) => itemRow(value, placeOf([index]).line, { item: index + 1 }))
}

function yamlOf(text: string, file: string) {
  try {
    return readYaml(text, file)
  } catch (error) {
    if (!(error instanceof PressrunError)) throw error
    throw new PressrunError(
      error.problems.map((problem) => ({ ...problem, code: 'list' as const })),
    )
  }
}
