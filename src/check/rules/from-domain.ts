// Who the letter says it is from, and which domains vouch for it: without alignment (RFC 7489 section 3.1) large
// providers refuse bulk mail. Only what can be told without asking DNS.

import type { Report, Rule } from '../rule.ts'

/** Domains whose owners tell everybody to refuse their mail where it comes from elsewhere. */
const MAILBOXES = new Set(
  'aol.com,comcast.net,fastmail.com,gmail.com,gmx.de,gmx.net,googlemail.com,hotmail.com,icloud.com,live.com,mac.com,mail.com,mail.ru,me.com,msn.com,naver.com,hanmail.net,daum.net,outlook.com,proton.me,protonmail.com,qq.com,163.com,web.de,yahoo.co.jp,yahoo.co.uk,yahoo.com,yandex.com,yandex.ru,ymail.com,zoho.com'.split(
    ',',
  ),
)

export const fromDomain: Rule = {
  id: 'from-domain',
  level: 'warning',
  about:
    'The From address is at a domain of the publication’s own, and what else vouches for the letter is at the same.',
  mend: 'Send from an address at a domain of your own, with links at the same.',
  async check(letter) {
    const { project } = letter
    const domain = domainOf(project.from.address)
    const where = letter.places.inConfig(/^from:/)
    if (MAILBOXES.has(domain)) {
      return [
        {
          level: 'error',
          message: `the letter is from an address at ${domain}, which tells everybody to refuse mail that it did not send itself`,
          mend: 'Send from an address at a domain of your own.',
          ...where,
        },
      ] satisfies Report[]
    }
    const reports: Report[] = []
    const { envelopeFrom, fields } = await letter.message()
    const signed = /(?:^|;)\s*d=([^;\s]+)/.exec(fields.get('dkim-signature') ?? '')?.[1]
    if (!isAligned(domain, domainOf(envelopeFrom)) && !(signed && isAligned(domain, signed))) {
      reports.push({
        message: `neither the envelope sender (${domainOf(envelopeFrom)}) nor a signature is at the domain of From (${domain}), so DMARC fails`,
        mend: 'Sign with a key of that domain, or send from it.',
        ...where,
      })
    }
    const host = new URL(project.url).hostname
    if (!isAligned(domain, host)) {
      reports.push({
        level: 'note',
        message: `the links to unsubscribe are at ${host}, and the letter is from ${domain}: readers and filters look for the same name in both`,
        mend: 'Give the pages an address at the domain that you send from, if you can.',
        ...letter.places.inConfig(/^url:/),
      })
    }
    return reports
  },
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** Second labels under which countries sell third ones. */
const PUBLIC = /^(?:ac|co|com|edu|gen|go|gob|gov|gouv|ind|info|lg|mil|ne|net|nom|or|org|re|pe)$/

/**
 * Relaxed alignment: the same organisational domain. Without the list of public suffixes a doubt counts in the
 * letter's favour only where one domain is below the other.
 */
export function isAligned(a: string, b: string): boolean {
  if (a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`)) return true
  const [left, right] = [a, b].map((domain) => domain.split('.').reverse()) as [string[], string[]]
  let shared = 0
  while (shared < left.length && left[shared] === right[shared]) shared++
  const country = left[0]?.length === 2 && PUBLIC.test(left[1] ?? '')
  return shared >= (country ? 3 : 2)
}
