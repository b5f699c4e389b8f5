// Where a picture of a page is, among the places that pages put it: the widest that a letter needs.

import type { SourceImage } from '../block.ts'
import { type Element, find, upward } from './tree.ts'

const FEW_PIXELS = 40

export function isSmall({ attributes }: Element): boolean {
  const sizes = [attributes.width, attributes.height].map(Number).filter((size) => size > 0)
  return sizes.some((size) => size <= FEW_PIXELS)
}

/** The largest that the element offers; what lazy pages put where they look later comes first. */
export function imageOf(element: Element, base: string | undefined): SourceImage | undefined {
  const { attributes } = element
  const picture = [...upward(element.parent)].find(({ tag }) => tag === 'picture')
  const sets = [
    attributes['data-srcset'] ?? attributes.srcset,
    ...(picture ? find(picture, 'source').map((source) => source.attributes.srcset) : []),
  ]
  const lazy = attributes['data-src'] ?? attributes['data-original'] ?? attributes['data-lazy-src']
  const own = attributes.src?.startsWith('data:')
    ? (lazy ?? largest(sets) ?? attributes.src)
    : (lazy ?? attributes.src)
  const src = largest(sets) ?? own
  if (src === undefined || src.trim() === '') return undefined
  const alt = (attributes.alt ?? '').replace(/\s+/g, ' ').trim()
  if (src.startsWith('data:')) return { src, alt }
  const whole = URL.parse(src.trim(), base)?.href
  return { src: whole ?? src.trim(), alt }
}

const MAX_WIDTH = 2000

/** From `srcset`: the widest that is not wider than a letter needs. */
function largest(sets: readonly (string | undefined)[]): string | undefined {
  const offers = sets
    .filter((set) => set !== undefined)
    .flatMap((set) => set.split(/,\s+/))
    .map((offer) => /^\s*(\S+?),?\s+(\d+(?:\.\d+)?)([wx])\s*$/.exec(offer))
    .filter((offer) => offer !== null)
    .map((offer) => ({
      src: offer[1] as string,
      width: Number(offer[2]) * (offer[3] === 'x' ? 600 : 1),
    }))
    .filter(({ src, width }) => width <= MAX_WIDTH && !src.startsWith('data:'))
    .sort((a, b) => b.width - a.width)
  return offers[0]?.src
}
