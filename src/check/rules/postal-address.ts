// Where the publication can be written to. The law of most countries asks for it in every letter.

import { wordsIn } from '../html/document.ts'
import type { Report, Rule } from '../rule.ts'
import { placeOfFooter, textTemplate } from './unsubscribe-link.ts'

export const postalAddress: Rule = {
  id: 'postal-address',
  level: 'error',
  about: 'The postal address stands in the letter and in its plain text.',
  mend: 'Show `publication.address` in the footer and in the text template.',
  async check(letter) {
    const { address } = letter.project
    const { document, text } = letter.sample
    const missing = (words: string) =>
      address.filter((line) => !squeezed(words).includes(squeezed(line)))
    const reports: Report[] = []
    if (missing(wordsIn(document)).length > 0) {
      reports.push({
        message: 'the postal address is not in the letter',
        mend: 'Put {{#each publication.address}}{{this}}<br>{{/each}} into the footer.',
        ...(await placeOfFooter(letter)),
      })
    }
    if (missing(text).length > 0) {
      reports.push({
        message: 'the postal address is not in the plain text',
        mend: 'Put {{#each publication.address}}{{this}} {{/each}} at the end of the text template.',
        file: textTemplate(letter.files.list('templates'), letter.issue.template),
      })
    }
    return reports
  },
}

/** Wrapped or not, it is the same line. */
const squeezed = (text: string) => text.replace(/[\s\u00a0]+/g, '').toLowerCase()
