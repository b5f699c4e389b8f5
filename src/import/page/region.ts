// Where the piece is on a page, from what Readability took: the element around it, so that short lines beside long
// ones are not lost.

import { ownLandmark } from './markup.ts'
import { type Element, upward } from './tree.ts'

/** So much of the text that was taken is in the region; a stray paragraph elsewhere does not widen it. */
const NEARLY_ALL = 0.85

export function regionOf(body: Element, taken: ReadonlySet<number>): Element {
  const found = holderOf(body, taken)
  const article = [...upward(found)].find(
    ({ tag, attributes }) => tag === 'article' || attributes.itemprop === 'articleBody',
  )
  return article ?? widened(oneOfMany(found), body)
}

/** The smallest element that holds nearly all of what was taken. */
function holderOf(body: Element, taken: ReadonlySet<number>): Element {
  const sizes = new Map<Element, number>()
  const measure = (element: Element): number => {
    let size = 0
    for (const child of element.children) {
      if (typeof child !== 'string') size += measure(child)
      else if (taken.has(element.id)) size += child.trim().length
    }
    sizes.set(element, size)
    return size
  }
  const enough = measure(body) * NEARLY_ALL
  let region = body
  for (let next: Element | undefined = body; next; ) {
    region = next
    next = region.children.find(
      (child): child is Element => typeof child !== 'string' && (sizes.get(child) ?? 0) >= enough,
    )
    if (region.tag === 'p') break
  }
  return region
}

const LEVELS = 3
const FEWEST_ALIKE = 3

/** Of boxes made alike, one beneath the other, the piece is all, as turns and updates are: not the longest alone. */
function oneOfMany(region: Element): Element {
  for (const at of [...upward(region)].slice(0, LEVELS)) {
    const { parent, tag, attributes } = at
    if (!parent || tag === 'td' || attributes.id !== undefined) continue
    const alike = parent.children.filter(
      (child) =>
        typeof child !== 'string' &&
        child.tag === tag &&
        child.attributes.class === attributes.class &&
        child.attributes.id === undefined &&
        proseIn(child) > 0,
    )
    if (alike.length >= FEWEST_ALIKE) return parent
  }
  return region
}

/** With less of the page's prose than this, what was taken is not the piece. */
const LEAST_OF_PROSE = 0.25

function widened(region: Element, body: Element): Element {
  const least = proseIn(body) * LEAST_OF_PROSE
  return [...upward(region)].find((at) => proseIn(at) >= least) ?? body
}

const prose = new WeakMap<Element, number>()

/** Characters that are read: no links, nothing that is named for what stands around a piece. */
function proseIn(element: Element): number {
  const known = prose.get(element)
  if (known !== undefined) return known
  let size = 0
  for (const child of element.children) {
    if (typeof child === 'string') size += child.trim().length
    else if (child.tag !== 'a' && !child.hidden && !ownLandmark(child)) size += proseIn(child)
  }
  prose.set(element, size)
  return size
}
