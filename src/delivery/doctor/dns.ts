// What DNS says, with 'there is none' and 'nobody answers' kept apart: the one is for the publisher to mend, the
// other says nothing.

import { Resolver as NodeResolver } from 'node:dns/promises'

/** Each gives an empty list where there is no such record, and throws DnsSilent where nobody answers. */
export interface Resolver {
  /** The strings of each record put together. */
  txt(name: string): Promise<readonly string[]>
  /** Best first; the empty name is RFC 7505's: no mail at all. */
  mx(name: string): Promise<readonly string[]>
  /** IPv4 and IPv6. */
  addresses(name: string): Promise<readonly string[]>
  names(address: string): Promise<readonly string[]>
}

export class DnsSilent extends Error {}

const NONE = ['ENOTFOUND', 'ENODATA', 'NXDOMAIN', 'NODATA']
const TIMEOUT_MS = 4000
const TRIES = 2

/**
 * @param server `1.1.1.1` or `127.0.0.1:5353`; the machine's own where nothing is said.
 * @throws TypeError where it is no address of a server.
 */
export function dnsResolver(server?: string): Resolver {
  const dns = new NodeResolver({ timeout: TIMEOUT_MS, tries: TRIES })
  if (server !== undefined) dns.setServers([server])
  return {
    txt: async (name) => (await asked(dns.resolveTxt(name))).map((strings) => strings.join('')),
    async mx(name) {
      const records = await asked(dns.resolveMx(name))
      return records.sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange)
    },
    async addresses(name) {
      const [four, six] = await Promise.all([
        asked(dns.resolve4(name)),
        asked(dns.resolve6(name)).catch(() => []),
      ])
      return [...four, ...six]
    },
    names: (address) => asked(dns.reverse(address)),
  }
}

async function asked<T>(answer: Promise<T[]>): Promise<T[]> {
  try {
    return await answer
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (NONE.includes(code)) return []
    throw new DnsSilent(code === '' ? 'no answer' : code)
  }
}

/** `v=DMARC1; p=none` to its tags, names in lower case. */
export function tagsOf(record: string): ReadonlyMap<string, string> {
  return new Map(
    record.split(';').flatMap((part) => {
      const at = part.indexOf('=')
      return at < 0
        ? []
        : [[part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()] as const]
    }),
  )
}
