// Which blocks are the page's own furniture: by what they say (furniture-phrases.ts), by what stands around them
// (a counter among counters, headlines under 'Related'), by a mask that was all there was. Prose is never furniture.

import type { Block } from '../block.ts'
import { isInterviewHeading } from '../interview/evidence.ts'
import { labelsOf } from '../interview/labels.ts'
import { columns, SENTENCE_END } from '../text/wrapping.ts'
import { PHRASES } from './furniture-phrases.ts'

/** Longer lines are judged as prose. */
const MAX_FURNITURE = 240
const MAX_WHOLE = 90

const compiled = PHRASES.map(({ why, weak, whole, opens }) => ({
  why,
  weak: weak ?? false,
  whole: whole.length > 0 ? new RegExp(`^(?:${whole.join('|')})$`, 'u') : undefined,
  opens: opens.length > 0 ? new RegExp(`^(?:${opens.join('|')})`, 'u') : undefined,
}))

/** Icons, bullets, brackets and punctuation around what a button says, and the number behind it. */
const DECORATION =
  /^[\s\-–—*+•·▪■□▶▷►◀›»>|\\/[\](){}<【】「」_~=:.,]+|[\s\-–—*•·▪■□▶▷►◀‹›»>|\\/[\](){}<【】「」_~=:.,…]+$/gu
const COUNT = /\s*[(（[]?\d[\d.,]*\s?[kKmM만천万]?\+?[)）\]]?$/u

/**
 * @param blocks in order, nothing left out yet.
 * @returns for each block why it is no part of the piece, or undefined.
 */
export function judgeFurniture(blocks: readonly Block[]): (string | undefined)[] {
  const found = blocks.map((block) =>
    block.outside === undefined ? furnitureOf(block) : { why: block.outside, weak: false },
  )
  const why = found.map((entry, at) =>
    entry?.weak && !(found[at - 1] ?? found[at + 1]) ? undefined : entry?.why,
  )
  judgeTrail(blocks, why)
  judgeCounters(blocks, why)
  judgeRelated(blocks, why)
  judgeSurrounded(blocks, why)
  return why
}

interface Verdict {
  readonly why: string
  readonly weak: boolean
}

const sure = (why: string): Verdict => ({ why, weak: false })

function furnitureOf({ text, form, image }: Block): Verdict | undefined {
  if (image || form === 'table' || form === 'code' || form === 'footnote' || form === 'rule')
    return undefined
  if (text === '') return sure('nothing is left of it')
  if (text.length > MAX_FURNITURE) return undefined
  const line = text.toLowerCase().replace(DECORATION, '')
  if (line === '') return sure('marks only')
  const named = phraseFor(line) ?? phraseFor(line.replace(COUNT, ''))
  if (named !== undefined) return named
  return isCounter(line) ? sure('reaction counter') : undefined
}

function phraseFor(line: string): Verdict | undefined {
  if (line === '') return undefined
  for (const { why, weak, whole, opens } of compiled) {
    if (line.length <= MAX_WHOLE && whole?.test(line)) return { why, weak }
    if (opens?.test(line)) return { why, weak }
  }
  return undefined
}

const UNITS =
  'likes?|shares?|comments?|views?|reads?|reactions?|votes?|claps?|tweets?|retweets?|replies|followers?|subscribers?|dog|dogs|pcs|명|개|건|회|人|件|回|次|条|个|me gusta|comentarios?|vistas?|compartidos?|j.aime|commentaires?|partages?|vues?|kommentare?|aufrufe|تعليق|تعليقات|مشاهدة|مشاهدات|إعجاب'
const COUNTER = new RegExp(`^(?:\\d[\\d.,]*\\s?[km]?\\s?(?:${UNITS})|0\\s?\\p{L}{1,12})$`, 'u')

const isCounter = (line: string) => COUNTER.test(line)
const isNumber = ({ text }: Block) => /^[\d.,]{1,7}[kKmM]?$/.test(text.replace(DECORATION, ''))

const TRAIL = /^[\p{L}\p{N}&'’. -]{2,28}(?:\s*[>›»＞→]\s*[\p{L}\p{N}&'’. -]{2,40}){1,5}$/u
const MAX_TRAIL_BLOCKS = 8

/** Where the page stands on its site, above it: `Culture > Books`. */
function judgeTrail(blocks: readonly Block[], why: (string | undefined)[]): void {
  for (const [at, { text, form }] of blocks.slice(0, MAX_TRAIL_BLOCKS).entries())
    if (form === 'text' && TRAIL.test(text)) why[at] ??= 'page navigation'
}

/** Short items of a list in which counters stand are all of the same machine. */
function judgeCounters(blocks: readonly Block[], why: (string | undefined)[]): void {
  const short = (block: Block | undefined) =>
    block !== undefined && block.text.length <= 30 && block.form !== 'heading' && !block.image
  for (let start = 0; start < blocks.length; start++) {
    if (!short(blocks[start])) continue
    let end = start
    while (short(blocks[end + 1]) && blocks[end + 1]?.form === blocks[start]?.form) end++
    const size = end - start + 1
    const counters = why
      .slice(start, end + 1)
      .filter((found) => found === 'reaction counter').length
    if (size >= 3 && counters >= size * 0.4) {
      for (let at = start; at <= end; at++) why[at] ??= 'reaction counter'
    }
    start = end
  }
  for (const [at, block] of blocks.entries()) {
    if (why[at] === undefined && isNumber(block) && (why[at - 1] ?? why[at + 1]) !== undefined)
      why[at] = 'reaction counter'
  }
}

/** Under a heading such as 'Related' stand other pieces' headlines, until prose or a turn begins. */
function judgeRelated(blocks: readonly Block[], why: (string | undefined)[]): void {
  for (let at = 0; at < blocks.length; at++) {
    if (why[at] !== 'related stories' || !opensList(blocks[at] as Block)) continue
    const items: number[] = []
    let next = at + 1
    for (; next < blocks.length && why[next] === undefined; next++) {
      if (!couldBeHeadline(blocks[next] as Block)) break
      items.push(next)
    }
    const last = next >= blocks.length || why[next] !== undefined
    for (const item of last ? items : withoutOwn(blocks, items)) why[item] = 'related story'
    at = next - 1
  }
}

/** What follows a list may have its own headline, which then stands apart from the list or is alone. */
function withoutOwn(blocks: readonly Block[], items: readonly number[]): readonly number[] {
  const block = blocks[items.at(-1) ?? 0] as Block
  if (block.form === 'item') return items
  const spaced = block.after === 'blank' && blocks[items.at(-2) ?? -1]?.after !== 'blank'
  const beforeInterview = isInterviewHeading(blocks[(items.at(-1) ?? 0) + 1]?.text ?? '')
  const own = items.length === 1 || block.form === 'heading' || spaced || !beforeInterview
  return own ? items.slice(0, -1) : items
}

/** It stands alone: no link follows the words on the same line. */
const opensList = ({ text }: Block) => columns(text) <= 60 && !/[:：>»|]\s*\S{3}/.test(text)

function couldBeHeadline(block: Block): boolean {
  if (block.form !== 'text' && block.form !== 'item' && block.form !== 'heading') return false
  const { text } = block
  if (text.length > 140 || isInterviewHeading(text)) return false
  if (block.form !== 'item' && SENTENCE_END.test(text) && !/[?？؟!！…”"’]$/.test(text)) return false
  return !labelsOf(text, block.markdown).some(
    ({ kind, rest }) => kind === 'colon' && rest.length > 60,
  )
}

/** A short line without a sentence, with furniture before and after it. */
function judgeSurrounded(blocks: readonly Block[], why: (string | undefined)[]): void {
  for (let at = 1; at + 1 < blocks.length; at++) {
    const { text, form } = blocks[at] as Block
    const inside = why[at] === undefined && why[at - 1] !== undefined && why[at + 1] !== undefined
    const short = columns(text) <= 24 && !SENTENCE_END.test(text) && form !== 'heading'
    if (inside && short && form !== 'rule' && form !== 'image') why[at] = 'among page furniture'
  }
}
