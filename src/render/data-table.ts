// A table of an article to HTML that fits: cells and their texts enter, markup leaves. Where its words would not
// fit side by side on a phone, each row becomes a small record there, with the column's name before each value;
// where they would not fit on a desktop either, it is records everywhere.

import { directionOf } from '../issue/typography.ts'
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
/** Between the margins of the narrowest phone. */
const PHONE = 320 - 2 * 24
/** A short cell is not broken where there is room: a date, a place. */
const SHORT = 18
/** Verdana and DejaVu, which some readers have, are so much wider: nothing may push the letter's column apart. */
const WIDE_FONT = 9 / 8
/** A word that is longer may be broken anywhere: an address, a compound. */
const LONG_WORD = 18

interface Column {
  readonly align: string
  /** Columns of text that cannot be broken, and of the longest cell. */
  readonly least: number
  readonly most: number
}

/**
 * @param width of the column on a desktop, CSS pixels.
 * @param lang of the letter.
 */
export function dataTableHtml(table: DataTable, width: number, lang: string): string {
  const columns = columnsIn(table, directionOf(lang) === 'rtl' ? 'right' : 'left')
  const least = room(columns.map((column) => column.least))
  if (columns.length > 1 && least > width) return recordsHtml(table, lang)

  const { head, rows } = table
  const stacked = columns.length > 1 && least > PHONE
  const unbroken = room(columns.map(({ least, most }) => (most <= SHORT ? most : least)))
  const whole = unbroken * WIDE_FONT <= width
  const cell = (tag: 'th' | 'td', cell: Cell, index: number) => {
    const { align, most } = columns[index] as Column
    const keep = whole && most <= SHORT ? ' class="whole"' : ''
    const scope = tag === 'th' ? ' scope="col"' : ''
    const label = tag === 'td' && stacked && index > 0 ? labelHtml(head[index]) : ''
    return cellHtml(tag, `${scope}${keep} align="${align}"`, cell, lang, label)
  }
  const row = (tag: 'th' | 'td') => (cells: readonly Cell[]) =>
    `<tr>${cells.map((inside, index) => cell(tag, inside, index)).join('')}</tr>`
  const top = isNamed(head) ? `<thead>${row('th')(head)}</thead>` : ''
  return tableHtml(`data${stacked ? ' stack' : ''}`, top, rows.map(row('td')))
}

/** A row as a heading, its first cell, and a line for each of the others. */
function recordsHtml({ head, rows }: DataTable, lang: string): string {
  const named = isNamed(head)
  const records = rows.flatMap(([first, ...rest]) => [
    `<tr>${first ? cellHtml('th', ' scope="rowgroup" colspan="2"', first, lang) : ''}</tr>`,
    ...rest.map((cell, index) => {
      const name = head[index + 1]
      const label = named && name ? cellHtml('td', ' class="faint"', name, lang) : ''
      return `<tr>${label}${cellHtml('td', label ? '' : ' colspan="2"', cell, lang)}</tr>`
    }),
  ])
  return tableHtml('data records', '', records)
}

function tableHtml(classes: string, head: string, rows: readonly string[]): string {
  return `<table class="${classes}" border="0" cellpadding="0" cellspacing="0" width="100%">${head}<tbody>\n${rows.join('\n')}\n</tbody></table>`
}

function cellHtml(
  tag: 'th' | 'td',
  attributes: string,
  { html, text }: Cell,
  lang: string,
  before = '',
): string {
  const breaks = longestWord(text) > LONG_WORD ? ' style="word-break:break-word"' : ''
  return `<${tag}${attributes}${breaks}${tongueAttributes(tongueOf(text, lang))}>${before}${html}</${tag}>`
}

/** Shown on phones alone: elsewhere, and where styles are dropped, the head of the table says it. */
function labelHtml(head: Cell | undefined): string {
  if (!head || head.text === '') return ''
  return `<span class="label" style="display:none;mso-hide:all">${head.html}</span>`
}

function columnsIn({ head, rows, align }: DataTable, start: string): readonly Column[] {
  return head.map((cell, index) => {
    const texts = [cell.text, ...rows.map((row) => row[index]?.text ?? '')]
    return {
      align: align[index] ?? start,
      least: Math.max(1, ...texts.map((text) => Math.min(longestWord(text), LONG_WORD))),
      most: Math.max(1, ...texts.map(columnsOf)),
    }
  })
}

const isNamed = (head: readonly Cell[]) => head.some(({ text }) => text !== '')

/** CSS pixels that columns of these sizes need. */
const room = (sizes: readonly number[]) =>
  sizes.reduce((sum, size) => sum + size * COLUMN, 0) + GAP * (sizes.length - 1)

/** Korean is broken between words, Chinese and Japanese between characters. */
function longestWord(text: string): number {
  const words = text.split(/\s+|(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/u)
  return Math.max(0, ...words.map(columnsOf))
}
