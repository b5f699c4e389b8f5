// A link to this machine or the network around it: it worked for whoever wrote it.

import { isLocalHost } from '../links/addresses.ts'
import { linksOf } from '../links/letter-links.ts'
import type { Report, Rule } from '../rule.ts'

export const linkLocal: Rule = {
  id: 'link-local',
  level: 'error',
  about: 'No link leads to localhost, a private address or a file.',
  mend: 'Write the public address.',
  async check(letter) {
    const reports: Report[] = []
    for (const { href } of linksOf(letter)) {
      const url = URL.parse(href)
      if (!url) continue
      const local =
        url.protocol === 'file:' || (/^https?:$/.test(url.protocol) && isLocalHost(url.hostname))
      if (!local) continue
      reports.push({
        message: `"${href}" is on this machine or in its network, where no reader gets`,
        mend: 'Write the public address.',
        ...(await letter.places.ofAddress(href)),
      })
    }
    return unique(reports)
  },
}

/** The same address is told once, however often it is linked to. */
export const unique = (reports: readonly Report[]): readonly Report[] => [
  ...new Map(reports.map((report) => [report.message, report])).values(),
]
