// Lines that belong together made one block again: a paragraph broken in mid-sentence, lines of verse, lines with
// a break that was meant. Whatever begins a turn stands for itself.

import { softBreak } from '../../issue/typography.ts'
import type { Block } from '../block.ts'
import { emphasisOf } from '../text/markdown-forms.ts'
import { columns, SENTENCE_END } from '../text/wrapping.ts'
import { readHeadLine } from './bylines.ts'

export interface Joined {
  readonly blocks: readonly Block[]
  /** Index of the new block for each old one. */
  readonly place: readonly number[]
}

type Seam = 'none' | 'flow' | 'break'

/**
 * @param startsTurn by index; no block that starts a turn is joined to the one before.
 * @param play lines are spoken or directions: no verse.
 */
export function joinParagraphs(
  blocks: readonly Block[],
  startsTurn: (index: number) => boolean,
  { play = false }: { readonly play?: boolean } = {},
): Joined {
  const verse = play ? new Set<number>() : verseLines(blocks, startsTurn)
  const joined: Block[] = []
  const place: number[] = []
  for (const [index, block] of blocks.entries()) {
    const before = joined.at(-1)
    const seam =
      before && !startsTurn(index) ? seamBetween(before, block, verse.has(index)) : 'none'
    if (before && seam !== 'none') joined[joined.length - 1] = join(before, block, seam)
    else joined.push(block)
    place.push(joined.length - 1)
  }
  return { blocks: joined, place }
}

function seamBetween(before: Block, block: Block, verse: boolean): Seam {
  if (before.form !== 'text' || block.form !== 'text') return 'none'
  if (before.hint || block.hint) return 'none'
  if (block.after === 'break' || verse) return 'break'
  if (readHeadLine(before.text) || readHeadLine(block.text)) return 'none'
  return isBroken(before, block) ? 'flow' : 'none'
}

const OPEN_END =
  /(?:[,،、，(–—-]|\b(?:and|or|the|a|an|of|to|in|on|at|by|for|with|from|as|that|which|who|his|her|their|its|y|de|la|el|los|las|en|que|con|por|para|un|una|et|le|les|des|du|une|dans|pour|und|der|die|das|den|dem|ein|eine|von|mit|zu|في|من|على|إلى))$/iu
/** Sentences in scripts where a full stop is often left out at the end of a line. */
const UNSTOPPED = /(?:다|요|까|죠|습니다)$|(?:[たるいだす])$/u
const PROSE_COLUMNS = 110

/** The sentence goes on: it has no end here, and what follows is no start. */
function isBroken(before: Block, block: Block): boolean {
  const text = before.text
  if (SENTENCE_END.test(text) || before.emphasis !== block.emphasis) return false
  if (/^\p{Ll}/u.test(block.text)) return columns(text) >= 30 || OPEN_END.test(text)
  const opens = /^["'“‘«([]?[\p{L}\p{N}]/u.test(block.text)
  if (!opens) return false
  if (OPEN_END.test(text) && columns(text) >= 40) return true
  if (before.bounded && block.bounded) return false
  return columns(text) >= PROSE_COLUMNS && !UNSTOPPED.test(text) && columns(block.text) >= 20
}

const MAX_VERSE_COLUMNS = 64

/** Indices of lines of verse that continue a stanza. */
function verseLines(
  blocks: readonly Block[],
  startsTurn: (index: number) => boolean,
): ReadonlySet<number> {
  const isLine = (index: number) => {
    const { form, emphasis, text } = blocks[index] as Block
    if (form !== 'text' || emphasis || startsTurn(index)) return false
    return columns(text) <= MAX_VERSE_COLUMNS && readHeadLine(text) === undefined
  }
  const isOpen = (index: number) => !SENTENCE_END.test(blocks[index]?.text ?? '')
  const stanzas = runs(blocks).filter((run) => run.length >= 2 && run.every(isLine))
  const lines = new Set<number>()
  for (const stanza of stanzas) {
    // The title stands right above the first line in many a poem that was typed.
    const titled = stanza[0] === 0 && stanza.length >= 3 && !/\p{P}$/u.test(blocks[0]?.text ?? '')
    const own = titled ? stanza.slice(1) : stanza
    const open = own.filter(isOpen).length
    const long = own.length >= 3 && open >= own.length * 0.3
    if (long || (stanzas.length >= 3 && open > 0))
      for (const index of own.slice(1)) lines.add(index)
  }
  return lines
}

/** Indices of blocks that no blank line parts. */
function runs(blocks: readonly Block[]): number[][] {
  const found: number[][] = []
  for (const [index, { after }] of blocks.entries()) {
    const run = found.at(-1)
    if (run && after !== 'blank') run.push(index)
    else found.push([index])
  }
  return found
}

export function join(before: Block, block: Block, seam: 'flow' | 'break'): Block {
  const hyphen = seam === 'flow' && isHyphenated(before.text, block.text)
  const glue = hyphen ? '' : softBreak(before.text, block.text)
  const cut = (text: string) => (hyphen ? text.replace(/-$/, '') : text)
  const markdown =
    seam === 'break'
      ? `${before.markdown}\\\n${block.markdown}`
      : cut(before.markdown) + glue + block.markdown
  const { emphasis: _, ...rest } = before
  const emphasis = before.emphasis === block.emphasis ? before.emphasis : emphasisOf(markdown)
  return {
    ...rest,
    lines: [...before.lines, ...block.lines],
    text: cut(before.text) + glue + block.text,
    markdown,
    ...(emphasis ? { emphasis } : {}),
  }
}

/** A word divided at the end of a line. */
export const isHyphenated = (before: string, after: string): boolean =>
  /\p{Ll}{2}-$/u.test(before) && /^\p{Ll}{2}/u.test(after)
