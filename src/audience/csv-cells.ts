// Values to a line of CSV that comes back as it was, and that no spreadsheet runs.

/** A spreadsheet runs a cell that begins with one of these as a formula. */
const RUNS = /^'*[=+\-@\t\r]/

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** An apostrophe makes text of a formula. Reading a list takes it off again (`plainCell`). */
function csvCell(text: string): string {
  const safe = RUNS.test(text) ? `'${text}` : text
  return /[",;\t|\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replace(/"/g, '""')}"` : safe
}

/** Without outer spaces, and without the apostrophe that keeps a spreadsheet from running a cell. */
export function plainCell(cell: string): string {
  let [from, to] = [0, cell.length]
  while (from < to && cell[from] === ' ') from++
  while (to > from && cell[to - 1] === ' ') to--
  const text = cell.slice(from, to)
  return text.startsWith("'") && RUNS.test(text) ? text.slice(1) : text
}
