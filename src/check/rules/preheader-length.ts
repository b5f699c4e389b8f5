// What the inbox shows after the subject: a second headline, if somebody writes it.

import { columnsOf } from '../../render/plain/width.ts'
import { tidy } from '../html/document.ts'
import { cutAt, firstWords, preheaderPlace } from '../inbox.ts'
import type { Rule } from '../rule.ts'

/** Columns that the widest inbox shows. */
const MOST = 140

export const preheaderLength: Rule = {
  id: 'preheader-length',
  level: 'warning',
  about:
    'There is a preheader, it says something else than the subject, and the inbox shows all of it.',
  mend: 'Write one sentence, other than the subject, that makes one read on.',
  check(letter) {
    const { subject, preheader, document } = letter.sample
    const where = preheaderPlace(letter)
    if (tidy(preheader) === '') {
      const first = cutAt(firstWords(document), 60)
      return [
        {
          message: `there is no preheader, so the inbox goes on with what the letter begins with ("${first}…")`,
          mend: 'Add "preheader:" with a sentence that makes one read on.',
          ...where,
        },
      ]
    }
    if (tidy(preheader).toLowerCase() === tidy(subject).toLowerCase()) {
      return [
        {
          message: 'the preheader says the same as the subject',
          mend: 'Say what the subject does not.',
          ...where,
        },
      ]
    }
    const columns = columnsOf(preheader)
    if (columns <= MOST) return []
    return [
      {
        level: 'note',
        message: `the preheader has ${columns} columns, and no inbox shows more than ${MOST}`,
        mend: 'Shorten it.',
        ...where,
      },
    ]
  },
}
