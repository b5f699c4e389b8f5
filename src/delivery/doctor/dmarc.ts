// DMARC (RFC 7489): whether the From domain has a policy, and whether letters can pass it: DKIM or SPF must pass for
// a domain that belongs to the From domain.

import { type Diagnosis, found } from './diagnosis.ts'
import { type Resolver, tagsOf } from './dns.ts'

export interface Identities {
  /** Of the From address. */
  readonly from: string
  /** Who signs; absent where nobody does. */
  readonly dkim?: string
  /** Of the envelope sender: what SPF is about. */
  readonly spf: string
}

export async function examineDmarc(
  { from, dkim, spf }: Identities,
  dns: Resolver,
): Promise<Diagnosis> {
  const dmarc = found('DMARC')
  const held = await policyOf(from, dns)
  if (!held)
    return dmarc.error(
      `${from} has no DMARC policy, which Gmail and Yahoo ask of bulk senders`,
      `Add a TXT record at _dmarc.${from}, to begin with: v=DMARC1; p=none; rua=mailto:dmarc@${from}.`,
    )
  const { domain, tags, count } = held
  if (count > 1)
    return dmarc.error(
      `_dmarc.${domain} has ${count} DMARC records, and so none counts`,
      'Remove all but one.',
    )
  const policy = tags.get(domain === from ? 'p' : 'sp') ?? tags.get('p')
  if (policy === undefined || !/^(?:none|quarantine|reject)$/i.test(policy))
    return dmarc.error(
      `the record at _dmarc.${domain} names no policy`,
      'Write p=none, p=quarantine or p=reject in it.',
    )
  const aligned = (identity: string | undefined, mode: string | undefined) =>
    identity !== undefined &&
    (mode?.toLowerCase() === 's' ? identity === from : isOf(identity, from, domain))
  const signs = aligned(dkim, tags.get('adkim'))
  const sends = aligned(spf, tags.get('aspf'))
  if (!signs && !sends)
    return dmarc.error(
      `neither a signature nor SPF speaks for ${from}, so that no letter passes its policy (${policy})`,
      'Sign with a DKIM key of that domain (pressrun dkim), or use an envelope sender in it.',
    )
  if (!signs)
    return dmarc.warning(
      `letters pass the policy of ${from} by SPF alone, which does not survive forwarding`,
      'Sign with a DKIM key of that domain (pressrun dkim).',
    )
  return dmarc.ok(`${from}: p=${policy}, and letters pass it by ${sends ? 'DKIM and SPF' : 'DKIM'}`)
}

/** The nearest record from the domain upward, but for the last label. */
async function policyOf(from: string, dns: Resolver) {
  const labels = from.split('.')
  for (let at = 0; at < labels.length - 1; at++) {
    const domain = labels.slice(at).join('.')
    const records = (await dns.txt(`_dmarc.${domain}`)).filter((one) => /^v=DMARC1\b/i.test(one))
    const [record] = records
    if (record !== undefined) return { domain, tags: tagsOf(record), count: records.length }
  }
  return undefined
}

/** One is the other's parent, or both are below the domain that holds the policy. */
function isOf(identity: string, from: string, organisation: string): boolean {
  const below = (one: string, other: string) => one === other || one.endsWith(`.${other}`)
  return (
    below(identity, from) ||
    below(from, identity) ||
    (below(identity, organisation) && below(from, organisation))
  )
}
