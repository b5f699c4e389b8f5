// Links as they answer today. Only where `--links` asks for it: this is the one rule that goes out.

import { isReaderLink, linksOf, webAddress } from '../links/letter-links.ts'
import type { LinkState } from '../links/probe.ts'
import type { Report, Rule } from '../rule.ts'

export const linkBroken: Rule = {
  id: 'link-broken',
  level: 'error',
  needs: 'links',
  about: 'Every page that is linked to answers (with --links).',
  mend: 'Correct the address, or take the link away. What turns programs away you open yourself.',
  async check(letter) {
    const { prober } = letter
    if (!prober) return []
    const addresses = new Set(
      linksOf(letter)
        .filter((link) => webAddress(link.href) && !isReaderLink(letter, link))
        .map(({ href }) => href),
    )
    const reports = await Promise.all(
      [...addresses].map(async (href): Promise<readonly Report[]> => {
        const told = tell(href, await prober.probe(href))
        return told ? [{ ...told, ...(await letter.places.ofAddress(href)) }] : []
      }),
    )
    return reports.flat()
  },
}

function tell(href: string, state: LinkState): Report | undefined {
  switch (state.kind) {
    case 'fine':
      return undefined
    case 'broken':
      return {
        message: `"${href}" does not work: ${state.reason}`,
        mend: 'Correct the address, or take the link away.',
      }
    case 'private':
      return {
        message: `"${href}" leads to ${state.host}, an address that no reader can reach`,
        mend: 'Link to a public page.',
      }
    case 'refused':
      return {
        level: 'note',
        message: `"${href}" turns programs away (${state.status}), so nobody knows whether it works`,
        mend: 'Open it yourself.',
      }
    case 'silent':
      return {
        level: 'warning',
        message: `"${href}" could not be asked: ${state.reason}`,
        mend: 'Try again later, or open it yourself.',
      }
  }
}
