// A list as CSV, whatever stands between its cells, to rows: what the first line says of the others.

import { closestMatch } from 'leven'
import { parseAddress } from '../project/mailbox.ts'
import { columnNames, REJECTED_COLUMNS, snakeName } from './columns.ts'
import { CsvReader, type CsvRow, delimiterOf } from './csv.ts'
import { plainCell } from './csv-cells.ts'
import { linesOf, listProblem } from './list-text.ts'
import type { RawRow } from './raw-row.ts'

/** @throws PressrunError `list` where the first line names no column "email". */
export async function* csvRows(
  pieces: AsyncIterable<Buffer>,
  file: string,
): AsyncGenerator<RawRow[]> {
  let reader: CsvReader | undefined
  let header: Header | undefined
  let blank = 0
  const rowsFrom = (rows: readonly CsvRow[]): RawRow[] => {
    const from = header ? 0 : 1
    header ??= rows[0] && headerOf(rows[0], file)
    return header ? rows.slice(from).flatMap((row) => csvRow(row, header as Header)) : []
  }
  for await (const batch of linesOf(pieces)) {
    let lines = batch
    if (!reader) {
      // Blank lines, and Excel's line that names the sign, stand before the header.
      const skipped = lines.findIndex((line) => !/^\s*(sep=.)?$/.test(line))
      const [first] = lines
      if (skipped < 0) {
        blank += lines.length
        continue
      }
      const said = lines.slice(0, skipped).find((line) => line.startsWith('sep='))?.[4]
      lines = lines.slice(skipped)
      const hasEmail = (cells: readonly string[]) => emailColumn(cells) !== undefined
      reader = new CsvReader(
        said ?? delimiterOf(lines[0] ?? first ?? '', hasEmail),
        blank + skipped,
      )
    }
    yield rowsFrom(reader.read(lines))
  }
  if (reader) yield rowsFrom(reader.end())
}

interface Header {
  /** As the list calls them. */
  readonly columns: readonly string[]
  /** Ours; '' for one that is passed over. */
  readonly names: readonly string[]
  /** How many columns before the list's own a rejects file has. */
  readonly before: number
}

function emailColumn(cells: readonly string[]): readonly string[] | undefined {
  const columns = columnNames(cells)
  return 'names' in columns && columns.names.includes('email') ? columns.names : undefined
}

function headerOf(row: CsvRow, file: string): Header {
  const fail = (message: string, mend: string) =>
    listProblem({ message, mend, file, line: row.line })
  if ('problem' in row) throw fail(`this line names no columns: ${row.problem}`, 'Mend it.')
  const { cells } = row
  const columns = columnNames(cells)
  if ('clash' in columns) {
    const [one, other] = columns.clash
    throw fail(
      one === other
        ? `two columns are called "${one}"`
        : `the columns "${one}" and "${other}" would both be "${columns.name}"`,
      'Rename one of them.',
    )
  }
  const { names } = columns
  const before = REJECTED_COLUMNS.every((name, at) => snakeName(cells[at] ?? '') === name)
    ? REJECTED_COLUMNS.length
    : 0
  if (names.includes('email')) return { columns: cells.slice(before), names, before }
  if (cells.some((cell) => 'address' in parseAddress(cell.trim())))
    throw fail(
      'the first line is a reader, not the names of the columns',
      `Write a line above it: ${cells.length === 1 ? 'email' : 'email,name, …'}.`,
    )
  const near = closestMatch('email', names, { maxDistance: 2 })
  const found = excerpt(cells.slice(0, 8).join(', '), 120)
  const meant = near ? cells[names.indexOf(near)] : undefined
  throw fail(
    'there is no column "email"',
    meant ? `Did you mean "${meant}"? The columns are: ${found}.` : `The columns are: ${found}.`,
  )
}

function csvRow(row: CsvRow, { columns, names, before }: Header): RawRow | [] {
  const { line } = row
  if ('problem' in row)
    return { line, because: 'row', problem: row.problem, raw: [row.text], columns }
  const { cells } = row
  const raw = before > 0 ? cells.slice(before) : cells
  if (cells.length !== names.length) {
    if (cells.every(isBlank)) return []
    const cellCount = raw.length === 1 ? '1 cell' : `${raw.length} cells`
    const problem = `it has ${cellCount}, and the header has ${columns.length}`
    return { line, because: 'cells', problem, raw, columns }
  }
  const record: Record<string, string> = {}
  let hasText = false
  for (let at = 0; at < names.length; at++) {
    const cell = cells[at] as string
    hasText ||= !isBlank(cell)
    record[names[at] as string] = plainCell(cell)
  }
  return hasText ? { line, record, raw, columns } : []
}

const isBlank = (cell: string) => cell === '' || /^\s*$/.test(cell)

const excerpt = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text
