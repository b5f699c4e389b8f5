// Where the interview begins and ends in a source: what is article, what is heading, introduction, turns, and the
// note after them.

import type { Block } from '../block.ts'
import { readHeadLine } from '../judge/bylines.ts'
import { columns, SENTENCE_END } from '../text/wrapping.ts'
import type { Cue, Style } from './cues.ts'
import { askedBy, isClosingNote, isInterviewHeading, mentionsInterview } from './evidence.ts'
import type { Label } from './labels.ts'

export interface RawTurn {
  readonly voice: string
  readonly label?: Label
  readonly role?: 'interviewer' | 'guest'
  /** At least one; the label still stands at the start of the first. */
  readonly blocks: readonly Block[]
}

export interface InterviewPart {
  readonly way: Style['way']
  /** Lines above it: its title, and the line that says what it is. */
  readonly headings: readonly Block[]
  readonly intro: readonly Block[]
  readonly turns: readonly RawTurn[]
  readonly closing: readonly Block[]
}

export interface Parts {
  readonly article: readonly Block[]
  readonly interview?: InterviewPart
}

export interface PartHints {
  /** The person said that the source is an interview and nothing else. */
  readonly whole: boolean
  /** The title of the page. */
  readonly title: string
}

/** @param style of `blocks`; its cues' indices are into them. */
export function partInterview(
  blocks: readonly Block[],
  style: Style | undefined,
  hints: PartHints,
): Parts {
  const first = style?.cues[0]?.block
  if (!style || first === undefined) return { article: blocks }
  const { turns, closing } = turnsOf(blocks, style.cues)
  const start = interviewStart(
    blocks,
    first,
    charactersOf(turns.flatMap((turn) => turn.blocks)),
    hints,
  )
  const before = blocks.slice(start.at, first)
  const headings = before.slice(0, start.headings)
  return {
    article: blocks.slice(0, start.at),
    interview: { way: style.way, headings, intro: before.slice(start.headings), turns, closing },
  }
}

function turnsOf(blocks: readonly Block[], cues: readonly Cue[]) {
  const end = closingStart(blocks, cues)
  const turns = cues
    .filter(({ block }) => block < end)
    .map(({ block, ...cue }, index): RawTurn => {
      const until = Math.min(cues[index + 1]?.block ?? end, end)
      return { ...cue, blocks: blocks.slice(block, until) }
    })
  return { turns, closing: blocks.slice(end) }
}

/** Index of the first block after the last turn that is no answer any more. */
function closingStart(blocks: readonly Block[], cues: readonly Cue[]): number {
  const last = cues.at(-1)?.block ?? 0
  for (let at = last + 1; at < blocks.length; at++) {
    const block = blocks[at] as Block
    const parted = block.form === 'rule' || block.form === 'heading' || block.hint === 'note'
    const bracketed =
      /^[([（【※＊*].*[)\]）】]?$/u.test(block.text) &&
      block.text.length > 30 &&
      /^[([（【].*[)\]）】]$|^[※＊*]/u.test(block.text)
    const italic = block.emphasis === 'emphasis' && block.text.length > 30
    if (parted || isClosingNote(block.text) || bracketed || italic) return at
  }
  return blocks.length
}

const MAX_INTRO_BLOCKS = 5
const MAX_INTRO_CHARACTERS = 2_500

/** Where it starts, and how many of the blocks there are headings. */
function interviewStart(
  blocks: readonly Block[],
  first: number,
  spoken: number,
  hints: PartHints,
): { readonly at: number; readonly headings: number } {
  if (hints.whole) return { at: 0, headings: headingsFrom(blocks, 0, first) }
  const heading = lastIndex(
    blocks,
    first,
    (block) =>
      isHeadingLike(block) &&
      isInterviewHeading(block.text) &&
      (block.form === 'heading' || askedBy(block.text) === undefined),
  )
  if (heading >= 0) {
    // The line above may be the headline of the interview, where an article came to its end before.
    let at = heading
    while (at > 0 && couldHead(blocks[at - 1] as Block) && heading - at < 2) at--
    if (hasProse(blocks.slice(0, at))) return { at, headings: heading - at + 1 }
    if (hasProse(blocks.slice(0, heading))) return { at: heading, headings: 1 }
    return { at: 0, headings: headingsFrom(blocks, 0, first) }
  }
  const before = blocks.slice(0, first)
  const prose = before.filter(isProse)
  const title =
    mentionsInterview(hints.title) ||
    before.slice(0, 3).some(({ text }) => text.length < 160 && mentionsInterview(text))
  const short =
    prose.length <= MAX_INTRO_BLOCKS &&
    charactersOf(prose) <= Math.min(MAX_INTRO_CHARACTERS, spoken * 0.8)
  if (prose.length === 0 || short || (title && charactersOf(prose) < spoken))
    return { at: 0, headings: headingsFrom(blocks, 0, first) }
  // A heading of its own over the last paragraphs before the first turn.
  const own = lastIndex(
    blocks,
    first,
    (block, at) => at > 0 && block.form === 'heading' && first - at <= 4,
  )
  if (own > 0 && hasProse(blocks.slice(0, own))) return { at: own, headings: 1 }
  const introduces = before.at(-1)
  const announced =
    introduces !== undefined &&
    (/[:：]$/.test(introduces.text) ||
      (introduces.text.length < 300 && mentionsInterview(introduces.text)))
  if (introduces && isHeadingLike(introduces) && !isProse(introduces))
    return { at: first - 1, headings: 1 }
  return { at: announced ? first - 1 : first, headings: 0 }
}

/** Short lines from `start` on, before the first prose. */
function headingsFrom(blocks: readonly Block[], start: number, end: number): number {
  let at = start
  while (at < end && !isProse(blocks[at] as Block)) at++
  return at - start
}

function lastIndex(
  blocks: readonly Block[],
  before: number,
  test: (block: Block, index: number) => boolean,
): number {
  for (let at = before - 1; at >= 0; at--) if (test(blocks[at] as Block, at)) return at
  return -1
}

export const isHeadingLike = ({ form, text }: Block): boolean =>
  form === 'heading' ||
  (form === 'text' &&
    columns(text) <= 180 &&
    (!SENTENCE_END.test(text) || /[?？؟”"」]$/.test(text)) &&
    !/[,،、，;]$/.test(text))

/** A line above an interview's heading that is its headline, not the byline with which the article ends. */
const couldHead = (block: Block) => isHeadingLike(block) && readHeadLine(block.text) === undefined

/** A block that tells something: whole sentences. */
export const isProse = (block: Block): boolean =>
  block.form === 'text' &&
  !block.hint &&
  columns(block.text) > 60 &&
  (SENTENCE_END.test(block.text) || columns(block.text) > 200) &&
  !isInterviewHeading(block.text)

const hasProse = (blocks: readonly Block[]) => blocks.some(isProse)
const charactersOf = (blocks: readonly Block[]) =>
  blocks.reduce((sum, { text }) => sum + text.length, 0)
