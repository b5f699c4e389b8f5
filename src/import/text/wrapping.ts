// Whether the lines of a text were broken to a width, as e-mail and old documents are, so that a line is no
// paragraph; and how wide a line is.

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uff60]/u

/** Columns of a text, roughly: wide characters count twice. */
export function columns(text: string): number {
  if (!WIDE.test(text)) return text.length
  let width = 0
  for (const character of text) width += WIDE.test(character) ? 2 : 1
  return width
}

/** A sentence may end here: the marks of all scripts, closing quotes and brackets after them. */
export const SENTENCE_END = /[.!?…。！？؟｡।:：;；]["'”’»«」』）)\]›“]*\s*$/u

const MIN_WIDTH = 52
const MAX_WIDTH = 130
const MAX_MEASURED = 5_000

/**
 * @param lines text lines as they stand; blank lines are empty.
 * @returns the width that the lines were broken to, undefined where a line is a paragraph.
 */
export function wrapWidth(lines: readonly string[]): number | undefined {
  const followed: { readonly width: number; readonly line: string; readonly next: string }[] = []
  for (let at = 0; at + 1 < lines.length && followed.length < MAX_MEASURED; at++) {
    const line = (lines[at] as string).trim()
    const next = (lines[at + 1] as string).trim()
    if (line !== '' && next !== '') followed.push({ width: columns(line), line, next })
  }
  if (followed.length < 3) return undefined
  const widths = followed.map(({ width }) => width).sort((a, b) => a - b)
  const width = widths[Math.floor(widths.length * 0.95)] as number
  if (width < MIN_WIDTH || width > MAX_WIDTH) return undefined
  const share = (test: (entry: (typeof followed)[number]) => boolean) =>
    followed.filter(test).length / followed.length
  const full = share((entry) => entry.width >= width * 0.72)
  const open = share(({ line }) => !SENTENCE_END.test(line))
  const cased = followed.filter(
    ({ next }) => /^["'“‘«(]?\p{L}/u.test(next) && /^["'“‘«(]?[\p{Lu}\p{Ll}]/u.test(next),
  )
  const lower =
    cased.length > 0
      ? cased.filter(({ next }) => /^["'“‘«(]?\p{Ll}/u.test(next)).length / cased.length
      : 1
  return full >= 0.6 && open >= 0.5 && lower >= 0.35 ? width : undefined
}
