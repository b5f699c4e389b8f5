// Days that cannot be meant: a year mistyped, an article that first appears after the letter it is in.

import { articlesOf } from '../passages.ts'
import type { Report, Rule } from '../rule.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** How far ahead an issue is planned, and how long ago one may be that is looked at again. */
const AHEAD_DAYS = 366
const AGO_YEARS = 10

export const date: Rule = {
  id: 'date',
  level: 'warning',
  about: 'Dates are not in the far past or future, and no article appears after its letter.',
  mend: 'Correct the year, or the day on which the article appeared.',
  check(letter) {
    const { issue, now, sources } = letter
    const reports: Report[] = []
    const at = Date.parse(`${issue.date}T00:00:00Z`)
    const where = { file: issue.file, line: issue.lines.date ?? 1 }
    if (at > now + AHEAD_DAYS * DAY_MS) {
      reports.push({
        message: `the issue’s date, ${issue.date}, is more than a year ahead`,
        mend: 'Check the year.',
        ...where,
      })
    } else if (at < now - AGO_YEARS * 365.25 * DAY_MS) {
      reports.push({
        message: `the issue’s date, ${issue.date}, is more than ${AGO_YEARS} years ago`,
        mend: 'Check the year.',
        ...where,
      })
    }
    for (const { file, published } of articlesOf(issue)) {
      if (published === undefined || published <= issue.date) continue
      reports.push({
        message: `this article says it first appeared on ${published}, after the issue (${issue.date})`,
        mend: 'Correct one of the dates.',
        ...(sources.find(file, /^(published|date):/) ?? { file }),
      })
    }
    return reports
  },
}
