// The links of a reader's copy: where each leads, and what somebody who only hears the letter is told of it.

import { all, type Element, wordsIn } from '../html/document.ts'
import type { Copy, Letter } from '../letter.ts'

export interface LetterLink {
  readonly element: Element
  /** As it stands, trimmed; empty where there is none. */
  readonly href: string
  /** Its words, alt texts included, or its label. */
  readonly name: string
  /** Nothing but a picture. */
  readonly isImage: boolean
  readonly copy: Copy
}

/** Of every copy, each address under each name once. Anchors that lead nowhere on purpose (`name`) are none. */
export function linksOf(letter: Letter): readonly LetterLink[] {
  const seen = new Set<string>()
  return letter.copies
    .flatMap((copy) => linksIn(copy))
    .filter(({ href, name, isImage }) => {
      const key = `${href}\n${name}\n${isImage}`
      if (seen.has(key)) return false
      seen.add(key)
      return true
    })
}

export function linksIn(copy: Copy): readonly LetterLink[] {
  return all(copy.document, 'a', 'area')
    .filter(({ attribs }) => attribs.href !== undefined || !('name' in attribs || 'id' in attribs))
    .map((element) => {
      const { href = '', alt, title } = element.attribs
      const label = element.attribs['aria-label'] ?? ''
      const words = wordsIn(element) || (element.name === 'area' ? (alt ?? '') : '')
      const images = all(element, 'img')
      return {
        element,
        href: href.trim(),
        name: label || words || (title ?? ''),
        isImage: images.length > 0 && words === images.map(wordsIn).join(' ').trim(),
        copy,
      }
    })
}

/** A link to a page on the web. */
export function webAddress(href: string): URL | undefined {
  const url = URL.parse(href)
  return url && /^https?:$/.test(url.protocol) ? url : undefined
}

/** Links that Pressrun makes for each reader: not the author's to mend. */
export function isReaderLink(letter: Letter, { href, copy }: LetterLink): boolean {
  const { unsubscribe, browser } = letter.linksOf(copy.subscriber)
  return href === unsubscribe || href === browser
}
