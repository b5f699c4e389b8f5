// SPF (RFC 7208): whether the domain that bounces go to says who may send for it, and can be read by those who ask.

import { type Diagnosis, found } from './diagnosis.ts'
import type { Resolver } from './dns.ts'

/**
 * Providers, by the end of their servers' names, and what they ask to be put into the record. Those that ask for
 * nothing send with an envelope sender of their own, for which they answer.
 */
const PROVIDERS: readonly (readonly [end: string, include?: string])[] = [
  ['gmail.com', '_spf.google.com'],
  ['google.com', '_spf.google.com'],
  ['office365.com', 'spf.protection.outlook.com'],
  ['outlook.com', 'spf.protection.outlook.com'],
  ['messagingengine.com', 'spf.messagingengine.com'],
  ['fastmail.com', 'spf.messagingengine.com'],
  ['zoho.com', 'zohomail.com'],
  ['zoho.eu', 'zohomail.eu'],
  ['mailjet.com', 'spf.mailjet.com'],
  ['amazonaws.com'],
  ['mailgun.org'],
  ['sendgrid.net'],
  ['postmarkapp.com'],
  ['brevo.com'],
  ['sparkpostmail.com'],
  ['mandrillapp.com'],
]

/** @returns what is known of whom a mail server belongs to; undefined for one's own. */
export function providerOf(host: string): { readonly include?: string } | undefined {
  const known = PROVIDERS.find(([end]) => host === end || host.endsWith(`.${end}`))
  return known && (known[1] === undefined ? {} : { include: known[1] })
}

/** RFC 7208 section 4.6.4 */
const MAX_LOOKUPS = 10
const LOOKS_UP = /^[+?~-]?(?:include:|exists:|(?:a|mx|ptr)(?:[:/]|$))|^redirect=/i

/**
 * @param domain of the envelope sender.
 * @param hosts the mail servers that letters are handed to.
 */
export async function examineSpf(
  domain: string,
  hosts: readonly string[],
  dns: Resolver,
): Promise<Diagnosis> {
  const spf = found('SPF')
  const wanted = hosts.flatMap((host) => providerOf(host)?.include ?? [])
  const example = `v=spf1 ${wanted.length > 0 ? wanted.map((name) => `include:${name}`).join(' ') : 'a mx'} ~all`
  const records = await spfRecords(domain, dns)
  const [record] = records
  if (record === undefined) {
    const answersItself = ({ include }: { include?: string }) => include === undefined
    const providers = hosts.map(providerOf)
    if (hosts.length > 0 && providers.every((one) => one && answersItself(one)))
      return spf.ok(
        `${domain} has no record; your provider sends with an envelope sender of its own`,
      )
    return spf.error(
      `${domain} does not say who may send for it`,
      `Add a TXT record at ${domain}, such as: ${example}`,
    )
  }
  if (records.length > 1)
    return spf.error(
      `${domain} has ${records.length} SPF records, and so none counts`,
      'Put what they say into one, and remove the others.',
    )
  const { lookups, broken } = await walk(record, dns, new Set([domain]))
  if (broken !== undefined)
    return spf.error(
      `the record of ${domain} includes ${broken}, which has no SPF record`,
      `Remove include:${broken}, or correct it.`,
    )
  if (lookups > MAX_LOOKUPS)
    return spf.error(
      `the record of ${domain} asks for ${lookups} look-ups, and more than ${MAX_LOOKUPS} are not made`,
      'Remove includes of services that you no longer send through.',
    )
  const missing = wanted.find((name) => !record.toLowerCase().includes(name))
  if (missing !== undefined)
    return spf.warning(
      `the record of ${domain} does not name the server that you send through`,
      `Add include:${missing} to it.`,
    )
  const terms = record.trim().split(/\s+/)
  if (terms.some((term) => /^\+?all$/i.test(term)))
    return spf.warning(`the record of ${domain} lets everybody send for it`, 'End it with ~all.')
  if (!terms.some((term) => /^(?:[?~-]all$|redirect=)/i.test(term)))
    return spf.warning(
      `the record of ${domain} does not say what of all others`,
      'End it with ~all.',
    )
  return spf.ok(`${domain}: ${record}`)
}

const spfRecords = async (domain: string, dns: Resolver): Promise<readonly string[]> =>
  (await dns.txt(domain)).filter((record) => /^v=spf1(?: |$)/i.test(record))

/** Look-ups that a record costs whoever asks, with those of its includes. */
async function walk(
  record: string,
  dns: Resolver,
  seen: Set<string>,
): Promise<{ lookups: number; broken?: string }> {
  let lookups = 0
  for (const term of record.trim().split(/\s+/)) {
    if (!LOOKS_UP.test(term)) continue
    lookups++
    const [, target] = /^(?:[+?~-]?include:|redirect=)(.+)$/i.exec(term) ?? []
    // A macro cannot be followed without a letter; a record met before is no news.
    if (target === undefined || target.includes('%') || seen.has(target)) continue
    if (lookups > MAX_LOOKUPS) break
    seen.add(target)
    const [included] = await spfRecords(target, dns)
    if (included === undefined) return { lookups, broken: target }
    const below = await walk(included, dns, seen)
    lookups += below.lookups
    if (below.broken !== undefined) return { lookups, broken: below.broken }
  }
  return { lookups }
}
