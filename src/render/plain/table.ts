// A table as plain text: aligned columns where they fit, else each row as `head: value` lines.

import { columnsOf, pad } from './width.ts'
import { hang, wrap } from './wrap.ts'

type Align = readonly ('left' | 'center' | 'right' | null)[]
type Row = readonly string[]

const GAP = '  '
/** The widest column may be wrapped down to this, so that the others keep theirs. */
const MIN_COLUMN = 24
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u

export function tableLines(head: Row, rows: readonly Row[], align: Align, width: number): string[] {
  const sizes = columnSizes([head, ...rows], width)
  // Mixed directions would jumble the columns of a line, so those tables are always told row by row.
  const mixed = [head, ...rows].some((row) => row.some((cell) => RIGHT_TO_LEFT.test(cell)))
  if (!sizes || mixed) return rowByRow(head, rows, width)
  const line = (row: Row) => rowLines(row, sizes, align)
  const named = head.some((cell) => cell !== '')
  const rule = sizes.map((size) => '-'.repeat(size)).join(GAP)
  return [...(named ? [...line(head), rule] : []), ...rows.flatMap(line)]
}

/** Natural sizes, with the widest column cut down to what is left; undefined where that is too little. */
function columnSizes(rows: readonly Row[], width: number): number[] | undefined {
  const count = Math.max(...rows.map((row) => row.length))
  const sizes = Array.from({ length: count }, (_, index) =>
    Math.max(1, ...rows.map((row) => columnsOf(row[index] ?? ''))),
  )
  const total = sum(sizes) + GAP.length * (count - 1)
  if (total <= width) return sizes
  const widest = sizes.indexOf(Math.max(...sizes))
  const left = (sizes[widest] as number) - (total - width)
  return left < MIN_COLUMN ? undefined : sizes.with(widest, left)
}

function rowLines(row: Row, sizes: readonly number[], align: Align): string[] {
  const cells = sizes.map((size, index) => wrap(row[index] ?? '', size))
  const height = Math.max(1, ...cells.map((cell) => cell.length))
  return Array.from({ length: height }, (_, at) =>
    cells
      .map((cell, index) => pad(cell[at] ?? '', sizes[index] as number, align[index] ?? 'left'))
      .join(GAP)
      .trimEnd(),
  )
}

function rowByRow(head: Row, rows: readonly Row[], width: number): string[] {
  return rows.flatMap((row, index) => {
    const lines = row.flatMap((cell, column) => {
      const name = head[column]
      return hang(wrap(name ? `${name}: ${cell}` : cell, width - GAP.length), '', GAP)
    })
    return index === 0 ? lines : ['', ...lines]
  })
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
