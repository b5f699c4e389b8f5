// Which line could be a title, and which is the same as another.

import type { Block } from '../block.ts'
import { isHeadingLike } from '../interview/part.ts'
import { columns } from '../text/wrapping.ts'

/** Its lines were broken on purpose. */
export const isVerse = ({ markdown }: Block) => markdown.includes('\\\n')

/** What stands beneath the title of a play. */
export const OF_A_PLAY =
  /^(?:an?|eine?|une?|una?)\s.{2,40}\s(?:in|en)\s.{2,20}\b(?:acts?|akte?n?|actes?|actos?|scenes?|szenen?|scènes?|escenas?)\.?$/iu

/** In capitals alone. */
export const shouted = (text: string) => /\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text)

export function isTitle(block: Block): boolean {
  const width = columns(block.text)
  return isHeadingLike(block) || (width <= 170 && width >= 12 && !/[;,:،、，]$/.test(block.text))
}

/** The same words, whatever stands around them: `Title | Site`. */
export function sameTitle(text: string, title: string): boolean {
  const words = (value: string) =>
    value
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  const [a, b] = [words(text), words(title)]
  return (
    a !== '' &&
    (a === b || (columns(a) > 12 && b.startsWith(a)) || (columns(b) > 12 && a.startsWith(b)))
  )
}
