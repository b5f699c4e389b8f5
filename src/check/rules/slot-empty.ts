// A slot with nothing to fall back on, and readers of whom nothing is known: 'Dear ,'.

import { valuesOf } from '../../message/evaluate.ts'
import type { Letter } from '../letter.ts'
import { emptySlots } from '../readers.ts'
import type { Report, Rule } from '../rule.ts'

export const slotEmpty: Rule = {
  id: 'slot-empty',
  level: 'warning',
  about: 'Where a reader’s name or a column may be empty, the letter says something else instead.',
  mend: 'Say what to put there instead, `{{or subscriber.first_name "reader"}}`, or an `{{#if}}` around it.',
  async check(letter) {
    const { list } = letter
    const reports: Report[] = []
    for (const [path, count] of list ? list.empty : fromNobody(letter)) {
      if (list && !list.columns.has(path.split('.')[0] as string)) continue
      const whom = list
        ? `${count.toLocaleString('en-US')} of ${list.readers.toLocaleString('en-US')} readers have no "${path}"`
        : `a reader without "${path}"`
      reports.push({
        message: list
          ? `${whom}, and get nothing in its place`
          : `${whom} gets nothing in its place`,
        mend: `Write {{or subscriber.${path} "…"}} with what to say instead, or an {{#if}} around it.`,
        ...(list ? {} : { level: 'note' as const }),
        ...(await letter.places.ofSlot('subscriber', path)),
      })
    }
    return reports
  },
}

/** Without a list: what somebody comes to of whom only the address is known. Other columns may always be filled. */
function fromNobody(letter: Letter): ReadonlyMap<string, number> {
  const { subscriber } = letter.nobody
  const empty = emptySlots(letter.rendered, valuesOf(subscriber, letter.linksOf(subscriber)))
  return new Map(
    [...empty].filter((path) => /^(?:first_)?name$/.test(path)).map((path) => [path, 1]),
  )
}
