// A reader's HTML as a tree. Conditional comments stay comments: what only Outlook for Windows reads is not
// looked at.

import { type ChildNode, type Document, Element, hasChildren, isText } from 'domhandler'
import { parseDocument } from 'htmlparser2'

export type { ChildNode, Document, Text } from 'domhandler'
export { Element } from 'domhandler'

/** Each node knows where it begins and ends in the text. */
export function readHtml(html: string): Document {
  return parseDocument(html, { withStartIndices: true, withEndIndices: true })
}

/** Every element below, in the order of the text. */
export function elements(root: Document | Element): readonly Element[] {
  const known = listed.get(root)
  if (known) return known
  const found: Element[] = []
  const visit = (node: Document | Element): void => {
    for (const child of node.children) {
      if (!(child instanceof Element)) continue
      found.push(child)
      visit(child)
    }
  }
  visit(root)
  listed.set(root, found)
  return found
}

/** Trees do not change once they are read. */
const listed = new WeakMap<Document | Element, readonly Element[]>()

export function all(root: Document | Element, ...names: readonly string[]): Element[] {
  return elements(root).filter(({ name }) => names.includes(name))
}

/** From an element's parent upward. */
export function* ancestors(node: ChildNode): Generator<Element> {
  for (let parent = node.parent; parent instanceof Element; parent = parent.parent) yield parent
}

/** What stands in an element, alt texts included, white space as one space. */
export function wordsIn(node: ChildNode | Document): string {
  return tidy(rawWords(node))
}

export const tidy = (text: string): string =>
  text
    .replace(INVISIBLE, '')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()

/** Characters that take no room: joiners, marks of direction, what fills a preheader. */
export const INVISIBLE =
  /\u034f|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g

const SILENT = new Set(['style', 'script', 'title', 'head', 'template', 'noscript'])
const BLOCKS =
  /^(?:address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul)$/

function rawWords(node: ChildNode | Document): string {
  if (isText(node)) return node.data
  if (!hasChildren(node)) return ''
  if (!(node instanceof Element)) return node.children.map(rawWords).join('')
  if (SILENT.has(node.name)) return ''
  if (node.name === 'img') return ` ${node.attribs.alt ?? ''} `
  const inside = node.children.map(rawWords).join('')
  return BLOCKS.test(node.name) ? `\n${inside}\n` : inside
}
