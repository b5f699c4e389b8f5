// Which elements the rules of style sheets are about. Almost every selector of a letter ends in a class or an element:
// only those that have it are asked.

import { compile } from 'css-select'
import type { AnyNode, Document, Element } from 'domhandler'
import type { Sheet, StyleRule } from './css.ts'
import { elements } from './document.ts'

export interface Matched {
  readonly rule: StyleRule
  /** Each with the specificity of the selector that it matches. */
  readonly found: readonly (readonly [Element, readonly number[]])[]
}

/** In the order of the sheets. */
export function matchedRules(document: Document, sheets: readonly Sheet[]): readonly Matched[] {
  const all = elements(document)
  const byName = Map.groupBy(all, ({ name }) => name)
  const byClass = new Map<string, Element[]>()
  for (const element of all) {
    for (const name of new Set(element.attribs.class?.split(/\s+/) ?? []))
      byClass.set(name, [...(byClass.get(name) ?? []), element])
  }
  const candidates = (selector: string): readonly Element[] => {
    const className = /\.([\w-]+)$/.exec(selector)?.[1]
    if (className !== undefined) return byClass.get(className) ?? []
    const name = /(?:^|[\s>+~])([a-z][\w-]*)$/i.exec(selector)?.[1]
    return name === undefined ? all : (byName.get(name.toLowerCase()) ?? [])
  }
  return sheets.flatMap(({ rules }) =>
    rules.map((rule) => ({ rule, found: [...matches(rule, candidates)] })),
  )
}

function* matches(
  { selectors }: StyleRule,
  candidates: (selector: string) => readonly Element[],
): Generator<readonly [Element, readonly number[]]> {
  for (const { text, specificity } of selectors) {
    // States and parts of an element that a letter at rest does not show.
    if (/::|:(?:hover|focus|active|visited|before|after|checked|target)\b/i.test(text)) continue
    let test: (element: Element) => boolean
    try {
      test = compile<AnyNode, Element>(text)
    } catch {
      // What cannot be told here matches nothing.
      continue
    }
    for (const element of candidates(text)) if (test(element)) yield [element, specificity]
  }
}
