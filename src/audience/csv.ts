// Lines to rows of cells (RFC 4180, as people really write it). A quote that is never closed costs its own row
// alone: the lines after it are read again as rows of their own.

import { isCut, TOO_LONG } from './list-text.ts'

export type CsvRow =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly problem: string; readonly text: string }

/** Of one row: more is a quote that somebody forgot. */
const MOST_LINES = 1000
const MOST_CHARACTERS = 1_000_000

const SIGNS = [',', ';', '\t', '|'] as const

/**
 * The sign between cells: of those that make the first line a header, the one that makes most cells of it.
 * @param isHeader of a row of cells.
 */
export function delimiterOf(line: string, isHeader: (cells: readonly string[]) => boolean): string {
  const counted = SIGNS.map((sign) => {
    const [row] = new CsvReader(sign).read([line])
    const cells = row && 'cells' in row ? row.cells : []
    return { sign, cells: cells.length, isHeader: isHeader(cells) }
  })
  const best = counted.toSorted(
    (a, b) => Number(b.isHeader) - Number(a.isHeader) || b.cells - a.cells,
  )
  return best[0]?.sign ?? ','
}

/** A row of which a quoted cell goes on. */
interface OpenRow {
  readonly line: number
  readonly lines: string[]
  readonly cells: string[]
  /** What is known of the quoted cell. */
  text: string
  characters: number
}

export class CsvReader {
  readonly #delimiter: string
  #line = 0
  #open: OpenRow | undefined

  constructor(delimiter: string, linesBefore = 0) {
    this.#delimiter = delimiter
    this.#line = linesBefore
  }

  /** @param lines the next ones, without their breaks. @returns the rows that end in them. */
  read(lines: readonly string[]): CsvRow[] {
    const rows: CsvRow[] = []
    for (const text of lines) this.#take(text, ++this.#line, rows)
    return rows
  }

  /** What is left when there are no more lines. */
  end(): CsvRow[] {
    const rows: CsvRow[] = []
    while (this.#open) this.#giveUp(this.#open, rows)
    return rows
  }

  #take(text: string, line: number, rows: CsvRow[]): void {
    if (this.#open) this.#goOn(this.#open, text, rows)
    else if (isCut(text)) rows.push({ line, problem: TOO_LONG, text: text.slice(0, -1) })
    else if (!text.includes('"')) {
      if (text !== '') rows.push({ line, cells: text.split(this.#delimiter) })
    } else this.#settle({ line, lines: [text], cells: [], text: '', characters: 0 }, text, rows)
  }

  #goOn(row: OpenRow, text: string, rows: CsvRow[]): void {
    row.lines.push(text)
    row.characters += text.length + 1
    row.text += '\n'
    if (row.lines.length > MOST_LINES || row.characters > MOST_CHARACTERS) this.#giveUp(row, rows)
    else if (!text.includes('"')) row.text += text
    else this.#settle(row, text, rows)
  }

  #settle(row: OpenRow, text: string, rows: CsvRow[]): void {
    const isOpen = this.#open === row
    const state = scan(row, text, this.#delimiter, isOpen)
    this.#open = state === 'open' ? row : undefined
    if (state === 'whole') rows.push({ line: row.line, cells: row.cells })
    if (state === 'broken') this.#giveUp(row, rows)
  }

  /** The row is bad; what follows its first line may not be. */
  #giveUp({ line, lines }: OpenRow, rows: CsvRow[]): void {
    this.#open = undefined
    const [text, ...rest] = lines as [string, ...string[]]
    rows.push({
      line,
      problem:
        lines.length > 1
          ? 'a quote is opened in it and not closed'
          : 'a quote in it is closed before its cell ends, or not at all',
      text,
    })
    for (const [index, next] of rest.entries()) this.#take(next, line + 1 + index, rows)
  }
}

/** Adds the cells of a line to a row. @param quoted the line begins inside quotes. */
function scan(
  row: OpenRow,
  text: string,
  delimiter: string,
  quoted: boolean,
): 'whole' | 'open' | 'broken' {
  let at = 0
  let isInside = quoted
  for (;;) {
    const begin = at
    if (!isInside) {
      const quote = openingQuote(text, at)
      if (quote < 0) {
        const end = text.indexOf(delimiter, at)
        row.cells.push(text.slice(at, end < 0 ? undefined : end))
        if (end < 0) return 'whole'
        at = end + 1
        continue
      }
      row.text = ''
      at = quote + 1
    }
    const close = closingQuote(text, at)
    row.text += text.slice(at, close < 0 ? undefined : close)
    if (close < 0) return 'open'
    let after = close + 1
    while (text[after] === ' ') after++
    if (after === text.length || text[after] === delimiter) {
      row.cells.push(row.text.replaceAll('""', '"'))
      if (after === text.length) return 'whole'
    } else {
      // "Bo" Calder: a cell that only begins with a quotation is taken as it stands.
      if (isInside || row.text.includes(delimiter)) return 'broken'
      const end = text.indexOf(delimiter, after)
      row.cells.push(text.slice(begin, end < 0 ? undefined : end))
      if (end < 0) return 'whole'
      after = end
    }
    isInside = false
    at = after + 1
  }
}

/** The quote that a cell begins with, spaces before it left out; -1 where it begins with none. */
function openingQuote(text: string, at: number): number {
  let quote = at
  while (text[quote] === ' ') quote++
  return text[quote] === '"' ? quote : -1
}

/** A quote that is not doubled. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}
