// The subject as the inbox shows it: cut where the row ends.

import { columnsOf } from '../../render/plain/width.ts'
import { cutAt } from '../inbox.ts'
import type { Report, Rule } from '../rule.ts'

/** Columns; a character of Korean or Chinese takes two. */
const GMAIL = 70
const PHONE = 40

export const subjectLength: Rule = {
  id: 'subject-length',
  level: 'warning',
  about:
    'There is a subject, and it is not longer than the 70 columns that Gmail on the web shows.',
  mend: 'Say what matters first, and shorter.',
  check(letter) {
    const { issue } = letter
    const where = { file: issue.file, line: issue.lines.subject ?? issue.lines.title }
    const { subject } = letter.sample
    if (subject.trim() === '') {
      return [
        { level: 'error', message: 'the subject is empty', mend: 'Write one.', ...where },
      ] satisfies Report[]
    }
    const columns = columnsOf(subject)
    if (columns <= GMAIL) return []
    return [
      {
        message: `the subject has ${columns} columns: Gmail shows about ${GMAIL}, a phone about ${PHONE} ("${cutAt(subject, PHONE)}…")`,
        mend: 'Say what matters first, and shorter.',
        ...where,
      },
    ]
  },
}
