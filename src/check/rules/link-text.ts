// What a link says when it is all that one hears of it.

import { linksOf } from '../links/letter-links.ts'
import type { Report, Rule } from '../rule.ts'
import { isVague } from '../words/phrases.ts'

export const linkText: Rule = {
  id: 'link-text',
  level: 'warning',
  about: 'Every link says where it leads, in the language of the letter.',
  mend: 'Link the words that name the page.',
  async check(letter) {
    const reports: Report[] = []
    for (const { href, name, element } of linksOf(letter)) {
      if (name.trim() === '') {
        reports.push({
          level: 'error',
          message: `the link to "${href}" has no words, so a screen reader spells out its address`,
          mend: 'Give it words, or its picture an alt text.',
          ...(await letter.places.ofElement(element)),
        })
      } else if (isVague(name, letter.issue.lang)) {
        reports.push({
          message: `the link "${name}" does not say where it leads`,
          mend: 'Link the words that name the page.',
          ...(await letter.places.ofElement(element)),
        })
      }
    }
    return reports
  },
}
