// Where the bytes of a letter's HTML are: what Gmail counts before it cuts.

import { Comment, type Document } from 'domhandler'
import { type ChildNode, Element, elements } from './document.ts'

/** Octets of UTF-8 each; `total` is all of them. */
export interface SizeParts {
  readonly total: number
  /** What a reader reads. */
  readonly words: number
  readonly styleSheets: number
  readonly inlineStyles: number
  readonly addresses: number
  /** Comments that only Outlook for Windows reads. */
  readonly outlook: number
  /** Tags and everything else. */
  readonly markup: number
}

export function sizeParts(html: string, document: Document): SizeParts {
  const bytes = (text: string) => Buffer.byteLength(text)
  let words = 0
  let styleSheets = 0
  let inlineStyles = 0
  let addresses = 0
  let outlook = 0
  const slice = (node: ChildNode) =>
    html.slice(node.startIndex ?? 0, (node.endIndex ?? node.startIndex ?? 0) + 1)
  const walk = (nodes: readonly ChildNode[]): void => {
    for (const node of nodes) {
      if (node instanceof Comment) outlook += bytes(slice(node))
      else if (node instanceof Element) {
        if (node.name === 'style') styleSheets += bytes(slice(node))
        else walk(node.children)
      } else if ('data' in node && node.type === 'text') words += bytes(slice(node).trim())
    }
  }
  walk(document.children)
  for (const { attribs } of elements(document)) {
    inlineStyles += bytes(attribs.style ?? '')
    addresses += bytes(attribs.href ?? '') + bytes(attribs.src ?? '')
  }
  const total = bytes(html)
  return {
    total,
    words,
    styleSheets,
    inlineStyles,
    addresses,
    outlook,
    markup: total - words - styleSheets - inlineStyles - addresses - outlook,
  }
}
