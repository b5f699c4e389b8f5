// A table of an article to HTML that fits a phone: cells and their texts enter, markup leaves. Where its words
// would not fit side by side, each row becomes a small record there, with the column's name before each value.

import { columnsOf } from './plain/width.ts'
import { tongueAttributes, tongueOf } from './tongue.ts'

export interface Cell {
  readonly html: string
  /** The same as plain text: what its width is guessed from. */
  readonly text: string
}

export interface DataTable {
  readonly align: readonly ('left' | 'center' | 'right' | null)[]
  readonly head: readonly Cell[]
  readonly rows: readonly (readonly Cell[])[]
}

/** CSS pixels: a column of text as the plain-text twin counts it, in small sans; what is between two cells. */
const COLUMN = 8
const GAP = 14
/** The narrowest phone, and what a sheet is wide before its margins: see the templates' breakpoints. */
const PHONE = 320 - 2 * 24
/** A short cell is not broken where there is room: a date, a place. */
const SHORT = 18

/**
 * @param width of the column on a desktop, CSS pixels.
 * @param lang of the letter.
 */
export function dataTableHtml(table: DataTable, width: number, lang: string): string {
  const { head, rows, align } = table
  const named = head.some(({ text }) => text !== '')
  const columns = head.map((cell, index) => {
    const texts = [cell.text, ...rows.map((row) => row[index]?.text ?? '')]
    return {
      /** What cannot be broken. */
      least: Math.max(1, ...texts.map(longestWord)),
      most: Math.max(1, ...texts.map(columnsOf)),
    }
  })
  const needs = (sizes: readonly number[]) =>
    sizes.reduce((sum, size) => sum + size * COLUMN, 0) + GAP * (sizes.length - 1)
  const least = needs(columns.map((column) => column.least))
  const stacked = columns.length > 1 && least > PHONE
  const whole = needs(columns.map(({ least, most }) => (most <= SHORT ? most : least))) <= width
  const classes = ['data', ...(stacked ? ['stack'] : []), ...(least <= width ? ['fits'] : [])]

  const cellHtml = (tag: 'th' | 'td', cell: Cell, index: number) => {
    const side = align[index]
    const keep = whole && (columns[index]?.most ?? 0) <= SHORT ? ' class="whole"' : ''
    const label = tag === 'td' && stacked && index > 0 ? labelHtml(head[index]) : ''
    const scope = tag === 'th' ? ' scope="col"' : ''
    const tongue = tongueAttributes(tongueOf(cell.text, lang))
    return `<${tag}${scope}${keep}${side ? ` align="${side}"` : ''}${tongue}>${label}${cell.html}</${tag}>`
  }
  const rowHtml = (tag: 'th' | 'td', row: readonly Cell[]) =>
    `<tr>${row.map((cell, index) => cellHtml(tag, cell, index)).join('')}</tr>`
  const top = named ? `<thead>${rowHtml('th', head)}</thead>` : ''
  const body = rows.map((row) => rowHtml('td', row)).join('\n')
  return `<table class="${classes.join(' ')}" border="0" cellpadding="0" cellspacing="0" width="100%">${top}<tbody>\n${body}\n</tbody></table>`
}

/** Shown on phones alone: elsewhere, and where styles are dropped, the head of the table says it. */
function labelHtml(head: Cell | undefined): string {
  if (!head || head.text === '') return ''
  return `<span class="label" style="display:none;mso-hide:all">${head.html}</span>`
}

/** Korean is broken between words, Chinese and Japanese between characters. */
function longestWord(text: string): number {
  return Math.max(
    0,
    ...text
      .split(/\s+|(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/u)
      .map(columnsOf),
  )
}
