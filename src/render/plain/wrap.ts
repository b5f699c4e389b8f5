// Wrapping by display width, in every script. Lines break at spaces; Chinese and Japanese break between
// characters too, but for the few that may not begin or end a line (JIS X 4051, kinsoku); Thai and its
// neighbours break between words. Korean breaks at spaces alone. A grapheme, a URL and a slot stay whole,
// and the order of the characters is never touched: right-to-left text is the reader's program's to show.

import { SLOT_TOKEN } from '../slot.ts'
import { columnsOf, simpleColumns } from './width.ts'

/** A stretch that is not broken unless it alone is wider than the line. */
interface Unit {
  readonly text: string
  readonly columns: number
  /** What stands before it where the line is not broken there. */
  readonly space: '' | ' '
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const words = new Intl.Segmenter('en', { granularity: 'word' })

/** No letter outside the scripts that put spaces between words: broken at spaces alone. */
const SPACED = /^[\u0000-\u0dff\u1e00-\u2bff\ufb1d-\ufdff\ufe70-\ufefc]*$/
const HANGUL = /\p{Script=Hangul}/u
const UNSPACED_WORDS = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

const NOT_FIRST =
  /^(?:[ \p{Pe}\p{Pf}⁰¹²³⁴-⁹、。，．・：；？！!%,.:;?゛゜ーｰ—…‥〜～‐–々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ\u3000]|\[\d+\])/u
const NOT_LAST = /[\p{Ps}\p{Pi}￥＄£]$/u

/** What stays whole inside a word: a URL, a slot, the mark of a numbered link. */
const WHOLE = new RegExp(`(?:https?://|mailto:|www\\.)[!-~]+|${SLOT_TOKEN.source}|\\[\\d+\\]`, 'g')

/**
 * The lines of `text`, none wider than `width` columns unless it is a single thing that cannot be broken.
 * White space is one space; LF begins a new line. An empty text has no lines.
 */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => fill(unitsOf(line), width))
}

/** `lines` with `first` before the first of them and `rest` before the others; empty lines stay empty. */
export function hang(lines: readonly string[], first: string, rest: string): string[] {
  return lines.map((line, index) => {
    if (index === 0) return first + line
    return line === '' ? '' : rest + line
  })
}

function fill(units: readonly Unit[], width: number): string[] {
  const lines: string[] = []
  let line = ''
  let columns = 0
  for (const unit of units) {
    if (line !== '' && columns + unit.space.length + unit.columns <= width) {
      line += unit.space + unit.text
      columns += unit.space.length + unit.columns
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = unit.columns > width ? burst(unit.text, width) : [unit.text]
    lines.push(...pieces.slice(0, -1))
    line = pieces.at(-1) as string
    columns = columnsOf(line)
  }
  if (line !== '') lines.push(line)
  return lines
}

function unitsOf(text: string): Unit[] {
  // The mark of a numbered link stays with what it belongs to.
  return text
    .replace(/[ \t\r\f]+/g, ' ')
    .split(/^ | (?!\[\d+\])/)
    .filter((word) => word !== '')
    .flatMap((word) => {
      const parts = SPACED.test(word) ? [word] : word.split('\u200b').flatMap(partsOf)
      return parts.map(
        (part, index): Unit => ({
          text: part,
          columns: columnsOf(part),
          space: index === 0 ? ' ' : '',
        }),
      )
    })
}

/** A word cut wherever a line may end inside it. */
function partsOf(word: string): string[] {
  const parts: string[] = []
  let last = ''
  for (const atom of atomsOf(word)) {
    const before = parts.at(-1)
    if (before !== undefined && !mayBreak(last, atom)) parts[parts.length - 1] = before + atom
    else parts.push(atom)
    last = atom
  }
  return parts
}

/** Graphemes, words of scripts without spaces, and what stays whole. */
function atomsOf(word: string): string[] {
  const atoms: string[] = []
  const split = (text: string) => {
    if (simpleColumns(text) !== undefined) {
      for (const character of text) atoms.push(character)
      return
    }
    const segmenter = UNSPACED_WORDS.test(text) ? words : graphemes
    for (const { segment } of segmenter.segment(text)) atoms.push(segment)
  }
  let from = 0
  for (const match of word.matchAll(WHOLE)) {
    split(word.slice(from, match.index))
    atoms.push(match[0])
    from = match.index + match[0].length
  }
  split(word.slice(from))
  return atoms
}

function mayBreak(before: string, after: string): boolean {
  if (NOT_FIRST.test(after) || NOT_LAST.test(before)) return false
  return isLoose(before) || isLoose(after)
}

/** Lines may break at both its sides: a Chinese or Japanese character, an emoji, a Thai word. */
function isLoose(atom: string): boolean {
  if (atom.charCodeAt(0) <= 0x7e || HANGUL.test(atom)) return false
  return UNSPACED_WORDS.test(atom) || columnsOf(graphemeAt(atom)) === 2
}

/** The first grapheme: enough to know the script of an atom, and never the width of a whole word. */
function graphemeAt(atom: string): string {
  if (atom.length === 1) return atom
  const [first] = graphemes.segment(atom)
  return first?.segment ?? ''
}

/** A unit wider than the line: by graphemes in the wide scripts, as it is in those that spell with letters. */
function burst(text: string, width: number): string[] {
  if (SPACED.test(text)) return [text]
  const lines: string[] = []
  let line = ''
  for (const atom of atomsOf(text)) {
    if (line !== '' && columnsOf(line + atom) > width) {
      lines.push(line)
      line = ''
    }
    line += atom
  }
  if (line !== '') lines.push(line)
  // The space before the mark of a link may have come to stand at an edge.
  return lines.map((piece) => piece.replace(/^ | $/g, '')).filter((piece) => piece !== '')
}
