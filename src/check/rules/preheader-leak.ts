// The inbox row is filled from the letter's text: after the preheader comes whatever stands next, unless
// something that takes room and shows nothing follows it.

import { isText } from 'domhandler'
import { columnsOf } from '../../render/plain/width.ts'
import { all, type ChildNode, type Document, Element, INVISIBLE, tidy } from '../html/document.ts'
import { cutAt, firstWords, preheaderPlace } from '../inbox.ts'
import type { Rule } from '../rule.ts'

/** Columns of an inbox row that a preheader and what follows it may fill. */
const ROW = 90

export const preheaderLeak: Rule = {
  id: 'preheader-leak',
  level: 'warning',
  about:
    'The preheader is the first text of the letter, and no other text follows it into the inbox.',
  mend: 'Write a longer preheader, or keep the filler after it in the layout.',
  async check(letter) {
    const { preheader, document } = letter.sample
    const said = tidy(preheader)
    if (said === '') return []
    if (!firstWords(document).startsWith(said)) {
      return [
        {
          message: `the letter begins with other words than the preheader ("${cutAt(firstWords(document), 40)}…"), and the inbox shows those`,
          mend: 'Put {{preheader}} first in the body, hidden: in an mj-preview or an mj-raw.',
          ...((await letter.places.inTemplates(/<mj-body/)) ?? preheaderPlace(letter)),
        },
      ]
    }
    const room = columnsOf(said) + fillerAfter(document, said)
    if (room >= ROW) return []
    const next = firstWords(document).slice(said.length).trim()
    if (next === '') return []
    return [
      {
        message: `after the preheader the inbox shows "${cutAt(next, 40)}…"`,
        mend: 'Write a longer preheader, or put what shows nothing after it (&#847;&zwnj;&nbsp;, many times).',
        ...preheaderPlace(letter),
      },
    ]
  },
}

/** Columns of spaces that do not collapse, between the preheader and the next letter. */
function fillerAfter(document: Document, preheader: string): number {
  const text = rawText(all(document, 'body')[0] ?? document)
  let at = 0
  let matched = 0
  const wanted = preheader.replace(/\s/g, '')
  while (at < text.length && matched < wanted.length) {
    if (text[at] === wanted[matched]) matched++
    at++
  }
  const filler = /^(?:\u034f|[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff])*/.exec(text.slice(at))
  return (filler?.[0].replace(INVISIBLE, '').match(/[\u00a0\u2002-\u200a]/g) ?? []).length
}

function rawText(node: Document | Element): string {
  return node.children
    .map((child: ChildNode) => {
      if (isText(child)) return child.data
      return child instanceof Element && child.name !== 'style' ? rawText(child) : ''
    })
    .join('')
}
