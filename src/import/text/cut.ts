// The start of a block taken off: a speaker's label, a dateline. What is left is Markdown that stands by itself.

import type { Block } from '../block.ts'
import { escapeStart } from './escape.ts'
import { emphasisOf, plainOf } from './markdown-forms.ts'

const MAX_START = 260

/**
 * @param rest what is left of the block's text; its end.
 * @returns the block without its start, as a paragraph.
 */
export function cutStart(block: Block, rest: string): Block {
  const marker =
    block.form === 'item' ? (/^\s*(?:-|\d+\.)\s/.exec(block.markdown)?.[0].length ?? 0) : 0
  const whole = block.markdown.slice(marker)
  const markdown = rest === '' ? '' : balanced(tailOf(whole, rest))
  const { emphasis: _, level: __, ...plain } = block
  const emphasis = emphasisOf(markdown)
  return {
    ...plain,
    form: 'text',
    text: rest,
    markdown: escapeStart(markdown),
    ...(emphasis ? { emphasis } : {}),
  }
}

/** The shortest start taken off that leaves what reads like `rest`. */
function tailOf(markdown: string, rest: string): string {
  const wanted = rest.slice(0, 60)
  for (let at = 0; at <= Math.min(markdown.length, MAX_START); at++) {
    const next = markdown.slice(at, at + 4)
    if (at > 0 && next.charAt(0) !== wanted.charAt(0) && !/^[*_`\\[!&]/.test(next)) continue
    if (/^(\*{1,3}|_{1,3})(\s|$)/.test(next)) continue
    if (plainOf(markdown.slice(at, at + 400)).startsWith(wanted)) return markdown.slice(at)
  }
  return markdown
}

/** Each mark, and where it stands as one: not escaped, not within a word, no half of a longer mark. */
const MARKS: readonly (readonly [string, RegExp])[] = [
  ['**', /(?<!\\)\*\*/g],
  ['__', /(?<!\\)__/g],
  ['*', /(?<![\\*\p{L}\p{N}])\*(?!\*)|(?<![\\*])\*(?![\p{L}\p{N}*])/gu],
  ['_', /(?<![\\_\p{L}\p{N}])_(?!_)|(?<![\\_])_(?![\p{L}\p{N}_])/gu],
]

/** A mark whose other half was taken off goes too. */
function balanced(markdown: string): string {
  let text = markdown.trim()
  for (const [mark, pattern] of MARKS) {
    const found = [...text.matchAll(pattern)]
    if (found.length % 2 === 0) continue
    const last = found.at(-1) as RegExpExecArray
    text = (text.slice(0, last.index) + text.slice(last.index + mark.length)).trim()
  }
  return text
}

/** Bold or italics that cover a whole paragraph, taken off: the letter sets questions its own way. */
export function withoutEmphasis(block: Block): Block {
  if (!block.emphasis) return block
  const markdown = block.markdown
    .trim()
    .replace(/^(\*{1,3}|_{1,3})(?=\S)(.+)(?<=\S)\1([.:]?)$/su, '$2$3')
  const { emphasis: _, ...rest } = block
  return { ...rest, markdown: escapeStart(markdown) }
}
