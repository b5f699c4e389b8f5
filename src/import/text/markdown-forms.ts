// What a line of Markdown, or of text that is written like it, looks like by its first characters.

import type { Form } from '../block.ts'

export interface LineForm {
  readonly form: Form
  /** What follows the marker. */
  readonly rest: string
  readonly level?: number
  /** The marker as Markdown: `-`, `3.`. */
  readonly marker?: string
}

const BULLET = /^[-*+•‣◦⁃·∙▪]\s+(?=\S)/
const NUMBER = /^(\d{1,3})[.)]\s+(?=\S)/

/** @param markdown whether the text is Markdown: plain text has bullets, numbers and quotes only. */
export function lineForm(line: string, markdown: boolean): LineForm {
  const text = line.trim()
  if (markdown) {
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(text)
    if (heading?.[1]) {
      return { form: 'heading', level: heading[1].length, rest: heading[2] ?? '' }
    }
    if (/^([-*_])(?:\s*\1){2,}$/.test(text)) return { form: 'rule', rest: '' }
    if (/^\|.*\|$/.test(text)) return { form: 'table', rest: text }
    if (/^\[\^[^\]\s]{1,60}\]:/.test(text)) return { form: 'footnote', rest: text }
    if (/^!\[[^\]]*\]\([^)]*\)$/.test(text)) return { form: 'image', rest: text }
  } else if (/^[-–—=_*~·•.]{3,}$/.test(text) || /^(?:[*#~·•✦]\s*){3,}$/u.test(text)) {
    return { form: 'rule', rest: '' }
  }
  const quote = /^>\s?/.exec(text)
  if (quote) return { form: 'quote', rest: text.slice(quote[0].length) }
  const bullet = BULLET.exec(text)
  if (bullet) return { form: 'item', rest: text.slice(bullet[0].length), marker: '-' }
  const number = NUMBER.exec(text)
  if (number)
    return { form: 'item', rest: text.slice(number[0].length), marker: `${Number(number[1])}.` }
  return { form: 'text', rest: text }
}

/** Whether a text speaks Markdown: marks that nobody types by accident, more than once. */
export function looksLikeMarkdown(text: string): boolean {
  const sample = text.slice(0, 200_000)
  const marks =
    (sample.match(/^#{1,6} \S/gm)?.length ?? 0) +
    (sample.match(/\*\*[^*\n]{1,200}\*\*/g)?.length ?? 0) +
    (sample.match(/(?<![\w\]])\[[^\]\n]{1,200}\]\(https?:[^)\s]+\)/g)?.length ?? 0) +
    (sample.match(/^\|[^\n]*\|\n\|[ :|-]+\|$/gm)?.length ?? 0) * 2
  return marks >= 2
}

const STRONG = /^(\*\*|__)(?!\s)((?:(?!\1).)+?)\1[.:]?$/su
const EMPHASIS = /^([*_])(?!\1|\s)((?:(?!\1).)+?)\1$/su

/** The emphasis that covers the whole of a piece of inline Markdown. */
export function emphasisOf(markdown: string): 'strong' | 'emphasis' | undefined {
  const text = markdown.trim()
  if (STRONG.test(text) || /^(\*\*\*|___)(?!\s)(?:(?!\1).)+\1$/su.test(text)) return 'strong'
  return EMPHASIS.test(text) ? 'emphasis' : undefined
}

/** Inline Markdown as it is read. Linear in its length, whatever stands in it. */
export function plainOf(markdown: string): string {
  if (!/[*_`[\]\\~!&]/.test(markdown)) return markdown.replace(/\s+/g, ' ').trim()
  return markdown
    .replace(
      /!?\[((?:[^\][\\\n]|\\.){0,1000})\]\((?:[^()\\\n]|\\.|\([^()\n]{0,200}\)){0,2000}\)/g,
      '$1',
    )
    .replace(/\[\^[^\]\s]{1,60}\]/g, '')
    .replace(/(?<!\\)(?:\*+(?=\S)|(?<=\S)\*+|~~|`)/g, '')
    .replace(/(?<![\\\p{L}\p{N}])_+(?=\S)|(?<=[^\s\\])_+(?![\p{L}\p{N}])/gu, '')
    .replace(/\\([!-/:-@[-`{-~\n])/g, (_, mark: string) => (mark === '\n' ? ' ' : mark))
    .replace(/\s+/g, ' ')
    .trim()
}
