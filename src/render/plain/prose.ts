// Prose to lines of plain text. Made from the content tree, never from HTML. Links are numbered through a
// piece and listed at its end, and so are footnotes: both are kept in the piece's `References`.

import type { Block, Inline, Prose } from '../../issue/content.ts'
import type { ImageRef } from '../../project/image-ref.ts'
import type { References } from './references.ts'
import { tableLines } from './table.ts'
import { columnsOf } from './width.ts'
import { hang, wrap } from './wrap.ts'

export interface TextOptions {
  /** A phrase of the letter's language. */
  readonly t: (key: string, values?: Readonly<Record<string, unknown>>) => string
  /** A `YYYY-MM-DD` date, written out. */
  readonly date: (date: string) => string
  /** Columns. */
  readonly width: number
}

/** What stands around the blocks that are being written. */
export interface Setting extends TextOptions {
  readonly references: References
}

/** However deep a list goes, its text is not squeezed below this. */
const MIN_WIDTH = 20
const INDENT = '    '

/** Lines of the whole, footnotes noted in `references`. */
export function proseLines(prose: Prose, setting: Setting): string[] {
  setting.references.open(prose.footnotes)
  return blocksLines(prose.blocks, setting)
}

/** Blocks with an empty line between them. */
export function blocksLines(blocks: readonly Block[], setting: Setting): string[] {
  return spaced(blocks.map((block) => blockLines(block, setting)))
}

/** Groups of lines with an empty line between them; empty groups are left out. */
export function spaced(groups: readonly (readonly string[])[]): string[] {
  return groups
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]))
}

/** A heading with a line of `mark` under it, as long as its longest line. */
export function headingLines(text: string, mark: '=' | '-', width: number): string[] {
  const lines = wrap(text, width)
  if (lines.length === 0) return []
  return [...lines, rule(lines, mark, width)]
}

export function rule(lines: readonly string[], mark: string, width: number): string {
  return mark.repeat(Math.min(width, Math.max(0, ...lines.map(columnsOf))))
}

/**
 * What a reader who does not see the image is told, then caption and credit.
 * @param mark puts the number of its link after it, where it has one.
 */
export function imageLines(
  image: Readonly<Pick<ImageRef, 'alt'>> & {
    readonly caption?: string | null
    readonly credit?: string | null
  },
  { t, width }: TextOptions,
  mark: (shown: string) => string = (shown) => shown,
): string[] {
  const alt = image.alt === '' ? [] : wrap(mark(`[${t('image', { alt: image.alt })}]`), width)
  const below = [image.caption, image.credit && `(${image.credit})`].filter(Boolean).join(' ')
  return [...alt, ...wrap(below, width)]
}

function blockLines(block: Block, setting: Setting): string[] {
  const { width } = setting
  switch (block.type) {
    case 'paragraph':
      return wrap(inlineText(block.children, setting), width)
    case 'heading':
      return headingLines(inlineText(block.children, setting), '-', width)
    case 'quote':
      return indented(INDENT, setting, (inner) => blocksLines(block.children, inner))
    case 'list':
      return listLines(block, setting)
    case 'code':
      // As it is: a broken line of code is no longer that line.
      return block.text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => (line === '' ? '' : INDENT + line))
    case 'table': {
      const cells = (row: readonly (readonly Inline[])[]) =>
        row.map((cell) => inlineText(cell, setting).replaceAll('\n', ' '))
      return tableLines(cells(block.head), block.rows.map(cells), block.align, width)
    }
    case 'image':
      return imageLines(block.image, setting, (shown) =>
        block.href === undefined ? shown : setting.references.linked(shown, block.href),
      )
    case 'rule':
      return ['* * *']
  }
}

function listLines(list: Extract<Block, { type: 'list' }>, setting: Setting): string[] {
  const last = list.start + list.items.length - 1
  const size = list.ordered ? `${last}. `.length : 2
  const items = list.items.map((item, index) => {
    const marker = list.ordered ? `${list.start + index}. `.padStart(size) : '- '
    const groups = item.map((block) => blockLines(block, narrower(setting, size)))
    const lines = list.tight ? groups.flat() : spaced(groups)
    return lines.length === 0 ? [marker.trimEnd()] : hang(lines, marker, ' '.repeat(size))
  })
  return list.tight ? items.flat() : spaced(items)
}

function indented(indent: string, setting: Setting, write: (inner: Setting) => string[]): string[] {
  return hang(write(narrower(setting, indent.length)), indent, indent)
}

/** The setting with `columns` taken from the width. */
export function narrower(setting: Setting, columns: number): Setting {
  return { ...setting, width: Math.max(MIN_WIDTH, setting.width - columns) }
}

/**
 * Inline content as text with LF for hard breaks. Emphasis is not marked, since letters have no slant
 * here; what was struck out is, since it would say the opposite otherwise.
 */
export function inlineText(nodes: readonly Inline[], setting: Setting): string {
  return nodes.map((node) => nodeText(node, setting)).join('')
}

function nodeText(node: Inline, setting: Setting): string {
  switch (node.type) {
    case 'text':
      return node.text.replaceAll('\n', ' ')
    case 'code':
      return `\`${node.text}\``
    case 'break':
      return '\n'
    case 'footnote':
      return setting.references.noteMark(node.number)
    case 'link':
      return setting.references.linked(inlineText(node.children, setting), node.href, node.title)
    case 'strike':
      return `~${inlineText(node.children, setting)}~`
    case 'emphasis':
    case 'strong':
      return inlineText(node.children, setting)
  }
}
