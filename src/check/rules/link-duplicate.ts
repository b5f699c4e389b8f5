// One page linked to by different words: a reader follows both and finds the same.

import { linksOf, webAddress } from '../links/letter-links.ts'
import type { Report, Rule } from '../rule.ts'
import { samePage } from './link-same-text.ts'

export const linkDuplicate: Rule = {
  id: 'link-duplicate',
  level: 'note',
  about: 'A page is linked to by the same words wherever it is linked to.',
  mend: 'Link to the page once, or call it the same each time.',
  async check(letter) {
    const byPage = new Map<string, { href: string; names: Map<string, string> }>()
    for (const { href, name, isImage, copy } of linksOf(letter)) {
      // A picture beside its headline is one link to whoever looks at it.
      if (copy !== letter.sample || isImage || name === '' || !webAddress(href)) continue
      const page = samePage(href)
      const known = byPage.get(page) ?? { href, names: new Map() }
      known.names.set(name.toLowerCase(), name)
      byPage.set(page, known)
    }
    const reports: Report[] = []
    for (const { href, names } of byPage.values()) {
      const [first, second] = [...names.values()]
      if (first === undefined || second === undefined) continue
      reports.push({
        message: `"${first}" and "${second}" lead to the same page`,
        mend: 'Link to it once, or call it the same each time.',
        ...(await letter.places.ofAddress(href)),
      })
    }
    return reports
  },
}
