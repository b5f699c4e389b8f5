// How wide a text is in a monospaced column: CJK and emoji take two columns, marks none.

import { createRequire } from 'node:module'
import { SLOT_TOKEN } from '../slot.ts'

const require = createRequire(import.meta.url)
let stringWidth: ((text: string) => number) | undefined

/** By grapheme. What does it brings tables of its own, which most letters have no use for. */
function graphemeColumns(text: string): number {
  stringWidth ??= (require('string-width') as typeof import('string-width')).default
  return stringWidth(text)
}

/** What a slot is taken to hold: an address as long as most are, so that a line with one is not too long. */
const SLOT_COLUMNS = 24

/** Columns that `text` takes; each slot token counts as 24. */
export function columnsOf(text: string): number {
  let slots = 0
  let rest = text
  if (text.includes('slot')) {
    rest = text.replace(SLOT_TOKEN, () => {
      slots++
      return ''
    })
  }
  return slots * SLOT_COLUMNS + (simpleColumns(rest) ?? graphemeColumns(rest))
}

/**
 * Columns of a text in which every UTF-16 unit is a character of its own: letters and punctuation without
 * marks, Hangul syllables, kana, ideographs. Undefined where there is anything else. Most text is of this
 * kind, and measuring it so costs a fiftieth of doing it by grapheme.
 */
export function simpleColumns(text: string): number | undefined {
  let columns = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit >= 0x20 && unit <= 0x7e) columns += 1
    else if (isNarrow(unit)) columns += 1
    else if (isWide(unit)) columns += 2
    else return undefined
  }
  return columns
}

const isNarrow = (unit: number) =>
  (unit >= 0xa0 && unit <= 0x2ff && unit !== 0xad) || // Latin
  (unit >= 0x370 && unit <= 0x482) || // Greek, Cyrillic
  (unit >= 0x2010 && unit <= 0x2027) // dashes, quotation marks, the ellipsis

const isWide = (unit: number) =>
  (unit >= 0x4e00 && unit <= 0x9fff) || // ideographs
  (unit >= 0xac00 && unit <= 0xd7a3) || // Hangul syllables
  (unit >= 0x3041 && unit <= 0x30ff && !(unit >= 0x3097 && unit <= 0x309a)) || // kana
  (unit >= 0x3000 && unit <= 0x3029) || // CJK punctuation
  (unit >= 0xff01 && unit <= 0xff60) || // fullwidth forms
  (unit >= 0x3400 && unit <= 0x4dbf) // rarer ideographs

/** `text` with spaces up to `columns`; as it is where it is that wide already. */
export function pad(
  text: string,
  columns: number,
  align: 'left' | 'center' | 'right' = 'left',
): string {
  const room = Math.max(0, columns - columnsOf(text))
  const before = align === 'left' ? 0 : align === 'right' ? room : Math.floor(room / 2)
  return ' '.repeat(before) + text + ' '.repeat(room - before)
}
