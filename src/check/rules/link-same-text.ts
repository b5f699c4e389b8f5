// Links that say the same and lead to different pages: who goes from link to link by ear cannot tell them apart.

import { linksOf } from '../links/letter-links.ts'
import type { Report, Rule } from '../rule.ts'

export const linkSameText: Rule = {
  id: 'link-same-text',
  level: 'warning',
  about: 'Links that say the same lead to the same page.',
  mend: 'Say in each link where it leads.',
  async check(letter) {
    const byName = new Map<string, Map<string, { href: string; name: string }>>()
    // Within one copy: two readers' own links differ as they should.
    for (const link of linksOf(letter).filter(({ copy }) => copy === letter.sample)) {
      const name = link.name.toLowerCase()
      if (name === '' || link.href === '' || link.href.startsWith('#')) continue
      const known = byName.get(name) ?? new Map()
      byName.set(name, known.set(samePage(link.href), link))
    }
    const reports: Report[] = []
    for (const links of byName.values()) {
      const [first, second] = [...links.values()]
      if (!first || !second) continue
      reports.push({
        message: `${links.size} links say "${first.name}" and lead to different pages`,
        mend: 'Say in each where it leads.',
        ...(await letter.places.ofAddress(second.href)),
      })
    }
    return reports
  },
}

/** Without what does not change the page: the place in it, a slash at the end, campaign parameters. */
export function samePage(href: string): string {
  const url = URL.parse(href)
  if (!url) return href
  url.hash = ''
  for (const name of [...url.searchParams.keys()])
    if (/^utm_/i.test(name)) url.searchParams.delete(name)
  return url.href.replace(/\/$/, '')
}
