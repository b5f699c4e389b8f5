// Old Outlook lays out tables within tables slowly and in the end not at all; webmails wrap a letter in some
// dozens of elements of their own.

import { type Document, Element } from '../html/document.ts'
import type { Rule } from '../rule.ts'

const MOST_ELEMENTS = 60
const MOST_TABLES = 12

export const domDepth: Rule = {
  id: 'dom-depth',
  level: 'warning',
  about: 'Elements do not stand deeper in one another than mail clients can be trusted with.',
  mend: 'Nest sections and tables less in the template.',
  async check(letter) {
    const depth = deepest(letter.sample.document, () => true)
    const tables = deepest(letter.sample.document, ({ name }) => name === 'table')
    const where =
      tables > MOST_TABLES || depth > MOST_ELEMENTS
        ? await letter.places.inTemplates(/<mj-body/)
        : undefined
    return [
      ...(tables > MOST_TABLES
        ? [
            {
              message: `tables stand ${tables} deep in one another`,
              mend: `Nest them less: up to ${MOST_TABLES} is safe.`,
              ...where,
            },
          ]
        : []),
      ...(depth > MOST_ELEMENTS
        ? [
            {
              message: `elements stand ${depth} deep in one another`,
              mend: `Nest them less: up to ${MOST_ELEMENTS} is safe.`,
              ...where,
            },
          ]
        : []),
    ]
  },
}

function deepest(node: Document | Element, counts: (element: Element) => boolean): number {
  let most = 0
  for (const child of node.children) {
    if (child instanceof Element)
      most = Math.max(most, deepest(child, counts) + Number(counts(child)))
  }
  return most
}
