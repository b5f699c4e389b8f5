// Parameters in links: what newsletter.yaml forbids or asks for. Where it says nothing, those are told that name a
// person: they were in an address that somebody copied, and would make every reader be that person.

import { isReaderLink, linksOf, webAddress } from '../links/letter-links.ts'
import { escaped } from '../places.ts'
import type { Report, Rule } from '../rule.ts'

const PERSONAL = [
  '_hsenc',
  '_hsmi',
  '_kx',
  'dclid',
  'fbclid',
  'gclid',
  'igsh',
  'igshid',
  'mc_eid',
  'mkt_tok',
  'msclkid',
  'oly_anon_id',
  'oly_enc_id',
  'rb_clickid',
  's_cid',
  'ttclid',
  'twclid',
  'vero_id',
  'wbraid',
  'yclid',
]

export const linkTracking: Rule = {
  id: 'link-tracking',
  level: 'warning',
  about:
    'Links carry no parameters that name a person, none that newsletter.yaml forbids, and all that it requires.',
  mend: 'Take the parameter out of the address, or add the one that is asked for.',
  async check(letter) {
    const { forbid = PERSONAL, require } = letter.project.checks.tracking
    const forbidden = forbid.map(pattern)
    const reports: Report[] = []
    const seen = new Set<string>()
    for (const link of linksOf(letter)) {
      const url = webAddress(link.href)
      if (!url || isReaderLink(letter, link) || seen.has(link.href)) continue
      seen.add(link.href)
      const names = [...url.searchParams.keys()]
      const bad = names.filter((name) => forbidden.some((wrong) => wrong.test(name)))
      const missing = require.filter((name) => !names.some((given) => pattern(name).test(given)))
      if (bad.length > 0) {
        reports.push({
          message: `the link to ${url.host} carries ${quoted(bad)}, which tells who followed it`,
          mend: 'Take it out of the address.',
          ...(await letter.places.ofAddress(link.href)),
        })
      }
      if (missing.length > 0) {
        reports.push({
          message: `the link to ${url.host}${url.pathname} lacks ${quoted(missing)}`,
          mend: 'Add it: newsletter.yaml asks for it under checks.tracking.require.',
          ...(await letter.places.ofAddress(link.href)),
        })
      }
    }
    return reports
  },
}

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')

/** `utm_*` */
const pattern = (name: string) => new RegExp(`^${name.split('*').map(escaped).join('.*')}$`, 'i')
