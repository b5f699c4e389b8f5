// Which elements of a page are its piece: Readability's judgement, on a copy of the page that has no more in it than
// it needs. Only the numbers of elements come back; what is done with them is ours.

import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { COMMENTS, ownLandmark } from './markup.ts'
import { regionOf } from './region.ts'
import { type Element, find, type PageTree } from './tree.ts'

/** Beyond this much text a paragraph's length is judged by its beginning. */
const LARGE_TEXT = 600_000
const ENOUGH_TEXT = 260
/** Of so many siblings of a kind the others stand where these do. */
const ENOUGH_ALIKE = 80
const ATTRIBUTES = [
  'class',
  'id',
  'itemprop',
  'rel',
  'role',
  'href',
  'src',
  'alt',
  'width',
  'height',
]

export interface MainPart {
  /** Numbers of the elements that Readability took. */
  readonly taken: ReadonlySet<number>
  /** What they stand in: the page's own `article`, or the smallest element that holds nearly all of them. */
  readonly region: Element
}

/** Undefined where no part of it stands out: a short page, or one without prose. */
export function mainPart(tree: PageTree): MainPart | undefined {
  const sizes = textSizes(tree.body)
  const size = sizes.get(tree.body) ?? 0
  const html = new Copy(sizes, size).of(tree.body)
  const title = escaped(tree.title)
  const { document } = parseHTML(
    `<!doctype html><html><head><title>${title}</title></head>${html}</html>`,
  )
  const found = new Readability<unknown>(document as never, {
    charThreshold: Math.min(400, Math.floor(size / 3)),
    nbTopCandidates: 5,
    disableJSONLD: true,
    serializer: (node) => node,
  }).parse()?.content as { querySelectorAll(selector: string): Iterable<MarkedElement> }
  if (!found) return undefined
  const kept = new Set<number>()
  for (const element of found.querySelectorAll('[data-n]'))
    kept.add(Number(element.getAttribute('data-n')))
  return kept.size > 0 ? { taken: kept, region: regionOf(tree.body, kept) } : undefined
}

interface MarkedElement {
  getAttribute(name: string): string | null
}

function textSizes(body: Element): ReadonlyMap<Element, number> {
  const sizes = new Map<Element, number>()
  const measure = (element: Element): number => {
    let size = 0
    for (const child of element.children)
      size += typeof child === 'string' ? child.trim().length : child.hidden ? 0 : measure(child)
    sizes.set(element, size)
    return size
  }
  measure(body)
  return sizes
}

const escaped = (text: string) =>
  text.replace(
    /[&<>"]/g,
    (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[mark] as string,
  )

/** Posts one beneath the other, all made alike. */
function isThread(element: Element): boolean {
  const counts = new Map<string, number>()
  const count = ({ children }: Element, depth: number): void => {
    for (const child of children) {
      if (typeof child === 'string' || !child.attributes.class) continue
      const name = `${child.tag} ${child.attributes.class}`
      counts.set(name, (counts.get(name) ?? 0) + 1)
      if (depth > 0) count(child, depth - 1)
    }
  }
  count(element, 2)
  return Math.max(0, ...counts.values()) >= FEWEST_POSTS
}

const VOID = new Set(['img', 'br', 'hr', 'wbr', 'source', 'col', 'area'])
/** Marks within a paragraph, which say nothing of where the piece is. */
const MARKS = new Set(
  'abbr b bdi bdo big cite code data dfn em font i ins kbd label mark nobr q s samp small span strong sub sup time tt u var'.split(
    ' ',
  ),
)
/** Readability puts a paragraph in the place of such an element, or one of them in that of another. */
const LOSES_ITS_NUMBER = new Set(['div', 'section'])
/** A part that is named for what stands around a piece is left away, unless it is this much of the page. */
const MUCH_OF_IT = 0.3
/** Characters: with so many left, what is named comments is that however long it is. */
const LEAST_OF_A_PIECE = 400
const FEWEST_POSTS = 3

class Copy {
  readonly #html: string[] = []
  readonly #sizes: ReadonlyMap<Element, number>
  readonly #most: number
  readonly #large: boolean
  readonly #whole: number

  /** @param sizes of the text in each element. */
  constructor(sizes: ReadonlyMap<Element, number>, size: number) {
    this.#sizes = sizes
    this.#large = size > LARGE_TEXT
    this.#most = this.#large ? ENOUGH_TEXT : Number.POSITIVE_INFINITY
    this.#whole = size
  }

  of(body: Element): string {
    this.#write(body)
    return this.#html.join('')
  }

  #write(element: Element): void {
    if (element.hidden) return
    const size = this.#sizes.get(element) ?? 0
    if (this.#isAround(element, size)) return
    const bare = this.#large && MARKS.has(element.tag)
    const loses = LOSES_ITS_NUMBER.has(element.tag)
    if (!bare) this.#html.push(this.#open(element))
    if (VOID.has(element.tag)) return
    const alike = new Map<string, number>()
    for (const child of element.children) {
      if (typeof child !== 'string') {
        const count = (alike.get(child.tag) ?? 0) + 1
        alike.set(child.tag, count)
        if (!this.#large || count <= ENOUGH_ALIKE) this.#write(child)
      } else {
        const text = escaped(child.length > this.#most ? child.slice(0, this.#most) : child)
        const marked = loses && text.trim() !== ''
        this.#html.push(marked ? `<span data-n="${element.id}">${text}</span>` : text)
      }
    }
    if (!bare) this.#html.push(`</${element.tag}>`)
  }

  #isAround(element: Element, size: number): boolean {
    const landmark = ownLandmark(element)
    if (!landmark) return false
    if (size < this.#whole * MUCH_OF_IT) return true
    return (
      landmark.why === COMMENTS &&
      this.#whole - size >= LEAST_OF_A_PIECE &&
      find(element, 'h1').length === 0 &&
      isThread(element)
    )
  }

  #open(element: Element): string {
    let attributes = ''
    for (const name of ATTRIBUTES) {
      const value = element.attributes[name]
      if (value !== undefined) attributes += ` ${name}="${escaped(value.slice(0, 300))}"`
    }
    return `<${element.tag} data-n="${element.id}"${attributes}>`
  }
}
