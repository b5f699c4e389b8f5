// What can be said of an element of a page by looking at it and what is in it.

import { type Element, upward } from './tree.ts'

export const INLINE = new Set(
  'a abbr acronym b bdi bdo big button cite code data del dfn em font i img ins kbd label mark nobr output q rp rt ruby s samp small span strike strong sub sup time tt u var wbr center picture source'.split(
    ' ',
  ),
)

export const isWithin = (element: Element, region: Element) => [...upward(element)].includes(region)

/** What stands in a button and nowhere else is said by the button. */
export function onlyButton(nodes: readonly (Element | string)[]): Element | undefined {
  const said = nodes.filter((node) => typeof node !== 'string' || node.trim() !== '')
  const [first] = said
  const all = said.every((node) => typeof node !== 'string' && node.tag === 'button')
  return all && typeof first !== 'string' ? first : undefined
}

export const isCaption = (element: Element) => element.tag === 'figcaption'

/** A span that a page builder put paragraphs into. */
export function holdsBlocks(element: Element): boolean {
  return element.children.some(
    (child) =>
      typeof child !== 'string' &&
      (child.tag === 'br' || !INLINE.has(child.tag) || holdsBlocks(child)),
  )
}

/** Inline, whatever stands between. */
export const flat = (nodes: readonly (Element | string)[]): readonly (Element | string)[] =>
  nodes.flatMap((node) =>
    typeof node !== 'string' && !INLINE.has(node.tag) ? [...flat(node.children), ' '] : [node],
  )

export const rawText = (element: Element): string =>
  element.children
    .map((child) =>
      typeof child === 'string' ? child : child.tag === 'br' ? '\n' : rawText(child),
    )
    .join('')
