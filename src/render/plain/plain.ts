// What the plain-text templates call: a value and options to text, with LF at line ends and none at the
// end. All of it wraps by display width; a slot token counts as a word of 24 columns.

import type { ViewImage } from '../view.ts'
import { imageLines, rule, type TextOptions } from './prose.ts'
import { wrap } from './wrap.ts'

export {
  type ArticleExtras,
  articleText,
  interviewText,
  type SectionView,
  sectionText,
} from './piece.ts'
export type { TextOptions } from './prose.ts'

/** Columns of a plain-text letter (RFC 5322 section 2.1.1 asks for at most 78). */
export const TEXT_WIDTH = 72

export function wrapText(text: string, { width }: Pick<TextOptions, 'width'>): string {
  return wrap(text, width).join('\n')
}

/** A line of `mark` as long as `text` is when wrapped: what stands under a heading. */
export function ruleText(
  text: string,
  mark: string,
  { width }: Pick<TextOptions, 'width'>,
): string {
  return rule(wrap(text, width), mark, width)
}

/** `[Image: …]`, then caption and credit. */
export function imageText(
  image: Pick<ViewImage, 'alt' | 'caption' | 'credit'>,
  options: TextOptions,
): string {
  return imageLines(image, options).join('\n')
}
