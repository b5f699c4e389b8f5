// A table of a page: rows of cells, as Markdown, or a grid that somebody laid a page out with.

import { inlineOf } from './inline.ts'
import type { Element } from './tree.ts'

const LAYS_OUT = new Set([
  'table',
  'p',
  'div',
  'ul',
  'ol',
  'h1',
  'h2',
  'h3',
  'h4',
  'blockquote',
  'figure',
  'article',
  'section',
])
const MAX_COLUMNS = 12

export const rowsOf = (table: Element): readonly Element[] => within(table, 'tr')

function within(element: Element, tag: string): Element[] {
  const found: Element[] = []
  for (const child of element.children) {
    if (typeof child === 'string' || child.hidden) continue
    if (child.tag === tag) found.push(child)
    else if (child.tag !== 'table') found.push(...within(child, tag))
  }
  return found
}

const cellsOf = (row: Element) =>
  row.children.filter(
    (child): child is Element =>
      typeof child !== 'string' && !child.hidden && (child.tag === 'td' || child.tag === 'th'),
  )

/** Whether it holds data: cells of words in more than one column, and no paragraphs. */
export function isDataTable(table: Element): boolean {
  if (/^(?:presentation|none)$/.test(table.attributes.role ?? '')) return false
  const rows = rowsOf(table).map(cellsOf)
  const columns = Math.max(0, ...rows.map((cells) => cells.length))
  if (rows.length < 2 || columns < 2 || columns > MAX_COLUMNS) return false
  const blocks = rows.flat().filter((cell) => holds(cell)).length
  return blocks <= rows.flat().length * 0.1
}

const holds = (cell: Element): boolean =>
  cell.children.filter((child) => typeof child !== 'string' && LAYS_OUT.has(child.tag)).length > 1

export function tableOf(table: Element): { readonly text: string; readonly markdown: string } {
  const rows = rowsOf(table).map((row) => cellsOf(row).map((cell) => inlineOf(cell.children)))
  const size = Math.max(...rows.map((cells) => cells.length))
  const line = (cells: readonly string[]) =>
    `| ${Array.from({ length: size }, (_, at) => (cells[at] ?? '').replaceAll('|', '\\|')).join(' | ')} |`
  const written = rows.map((cells) => line(cells.map(({ markdown }) => markdown)))
  written.splice(1, 0, line(Array.from({ length: size }, () => '---')))
  return {
    text: rows.map((cells) => cells.map(({ text }) => text).join(' ')).join(' '),
    markdown: written.join('\n'),
  }
}
