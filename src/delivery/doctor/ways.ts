// Ways for mail: whether replies and bounces find a server, and whether our own server has a name that its address
// gives back, without which many refuse what it sends.

import net from 'node:net'
import { isLoopback } from '../smtp/server.ts'
import { type Diagnosis, found } from './diagnosis.ts'
import type { Resolver } from './dns.ts'
import { providerOf } from './spf.ts'

/** @param what comes back there: `replies`. */
export async function examineMx(domain: string, what: string, dns: Resolver): Promise<Diagnosis> {
  const mx = found('MX')
  const [best, ...others] = await dns.mx(domain)
  if (best === '' || best === '.')
    return mx.error(
      `${domain} says that it takes no mail, and ${what} come there`,
      'Use another domain, or give it an MX record.',
    )
  if (best !== undefined)
    return mx.ok(
      `${domain}: ${what} come to ${best}${others.length > 0 ? ` and ${others.length} more` : ''}`,
    )
  // RFC 5321 section 5.1: without MX the domain's own address serves.
  if ((await dns.addresses(domain)).length > 0)
    return mx.warning(
      `${domain} has no MX record, and ${what} go to its web address`,
      'Add an MX record.',
    )
  return mx.error(
    `no server takes mail for ${domain}, where ${what} come`,
    `Add an MX record to ${domain}.`,
  )
}

/** @param host of the server that letters are handed to. */
export async function examineReverse(host: string, dns: Resolver): Promise<Diagnosis | undefined> {
  const reverse = found('reverse DNS')
  if (isLoopback(host))
    return reverse.unknown(`${host} is this machine: look at the address that it sends from`)
  // Who sends through a provider sends from the provider's addresses.
  if (providerOf(host) !== undefined) return undefined
  const addresses = net.isIP(host) ? [host] : await dns.addresses(host)
  const [address] = addresses
  if (address === undefined)
    return reverse.error(`there is no host ${host}`, 'Correct its name in PRESSRUN_SMTP_URL.')
  const [name] = await dns.names(address)
  if (name === undefined)
    return reverse.warning(
      `${address} (${host}) has no name, and many servers refuse mail from such addresses`,
      'Ask whoever gave you the address to set one, unless the server sends from another.',
    )
  if (!(await dns.addresses(name)).includes(address))
    return reverse.warning(
      `${address} says that it is ${name}, and ${name} does not say so`,
      `Give ${name} the address ${address}, unless the server sends from another.`,
    )
  return reverse.ok(`${address} is ${name}, and back`)
}
