// Headings are how somebody who listens finds the way: one first, and no level left out on the way down.

import { all, wordsIn } from '../html/document.ts'
import type { Report, Rule } from '../rule.ts'

export const headingOrder: Rule = {
  id: 'heading-order',
  level: 'warning',
  about: 'There is one first heading, and no level is left out below it.',
  mend: 'Keep one first heading, and leave no level out below it.',
  async check(letter) {
    const { sample } = letter
    const look = sample.look('light')
    const headings = all(sample.document, 'h1', 'h2', 'h3', 'h4', 'h5', 'h6').filter(
      (heading) => wordsIn(heading) !== '' && !look.isHidden(heading),
    )
    const reports: Report[] = []
    const first = headings.filter(({ name }) => name === 'h1')
    if (first.length === 0) {
      reports.push({
        message: 'the letter has no first heading (h1)',
        mend: 'Set the headline as an h1 in the template.',
        ...((await letter.places.inTemplates(/<h2/)) ??
          (await letter.places.inTemplates(/<mj-body/))),
      })
    }
    for (const second of first.slice(1)) {
      reports.push({
        message: `"${wordsIn(second)}" is another first heading (h1)`,
        mend: 'Keep one h1, the headline; make this one an h2.',
        ...(await letter.places.ofElement(second)),
      })
    }
    let level = first.length === 0 ? 1 : 0
    for (const heading of headings) {
      const own = Number(heading.name.slice(1))
      if (own > level + 1 && level > 0) {
        reports.push({
          message: `"${wordsIn(heading)}" is a heading of level ${own} after one of level ${level}`,
          mend: `Make it one of level ${level + 1}.`,
          ...(await letter.places.ofElement(heading)),
        })
      }
      level = own
    }
    return reports
  },
}
