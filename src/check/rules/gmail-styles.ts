// Gmail drops a whole style sheet for one thing in it that it does not like, and says nothing.

import { readSheet } from '../html/css.ts'
import { all } from '../html/document.ts'
import type { Report, Rule } from '../rule.ts'

/** Characters of one style element. */
const LIMIT = 8192
/** Of all of them. */
const LIMIT_OF_ALL = 16_384

export const gmailStyles: Rule = {
  id: 'gmail-styles',
  level: 'warning',
  about: 'Style sheets are such that Gmail keeps them: not long, and without errors.',
  mend: 'Split long style sheets, correct what cannot be read, write colours as `#rrggbb`.',
  async check(letter) {
    const sheets = all(letter.sample.document, 'style').map((style) => ({
      css: style.children.map((child) => ('data' in child ? child.data : '')).join(''),
      media: style.attribs.media,
    }))
    const reports: Report[] = []
    const style = () => letter.places.inTemplates(/<mj-style/)
    for (const { css, media } of sheets) {
      if (css.length > LIMIT) {
        reports.push({
          message: `a style sheet has ${css.length.toLocaleString('en-US')} characters, and Gmail drops one with more than 8,192`,
          mend: 'Split it: an mj-style each for what belongs together.',
          ...(await style()),
        })
      }
      const { errors, rules } = readSheet(css, media)
      if (errors.length > 0) {
        reports.push({
          message: `a style sheet has an error, and Gmail drops the whole of it (${errors[0]})`,
          mend: 'Correct it.',
          ...(await style()),
        })
      }
      const spaced = rules
        .flatMap(({ declarations }) => declarations)
        .find(({ value }) => /\brgba?\(\s*[\d.%]+\s+[\d.%]+\s+/.test(value))
      if (spaced) {
        reports.push({
          message: `"${spaced.property}: ${spaced.value}" makes Gmail drop the whole style sheet`,
          mend: 'Write colours as #rrggbb.',
          ...(await letter.places.inTemplates(/rgba?\(\s*[\d.%]+\s+[\d.%]+\s+/)),
        })
      }
    }
    const total = sheets.reduce((sum, { css }) => sum + css.length, 0)
    if (total > LIMIT_OF_ALL) {
      reports.push({
        message: `the style sheets have ${total.toLocaleString('en-US')} characters together, and Gmail reads 16,384`,
        mend: 'Leave out rules that no element needs.',
        ...(await style()),
      })
    }
    return reports
  },
}
