// http: whoever sits between may read and change what a reader sees, and some clients warn of it.

import { isLocalHost } from '../links/addresses.ts'
import { linksOf, webAddress } from '../links/letter-links.ts'
import type { Report, Rule } from '../rule.ts'
import { unique } from './link-local.ts'

export const linkHttp: Rule = {
  id: 'link-http',
  level: 'warning',
  about: 'Links to web pages are https.',
  mend: 'Write https, where the page has it.',
  async check(letter) {
    const reports: Report[] = []
    for (const { href } of linksOf(letter)) {
      const url = webAddress(href)
      if (url?.protocol !== 'http:' || isLocalHost(url.hostname)) continue
      reports.push({
        message: `"${href}" is not encrypted`,
        mend: 'Write https, where the page has it.',
        ...(await letter.places.ofAddress(href)),
      })
    }
    return unique(reports)
  },
}
