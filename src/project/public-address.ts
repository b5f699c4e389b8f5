// Which addresses are out on the internet, and which are this machine, this network or nobody's: an import reads a
// page for whoever asks, a webhook calls whom a file names, and neither may be a way to what only this machine can
// reach.

import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net'

const private4 = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  private4.addSubnet(network, prefix, 'ipv4')

/** Unicast that is routed, without what stands for other addresses or for documentation. */
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')
const special6 = new BlockList()
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  special6.addSubnet(network, prefix, 'ipv6')

/** @param address as `dns` and sockets give it. Whatever is no address is not public. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, '')
  if (isIPv4(bare)) return !private4.check(bare, 'ipv4')
  if (isIP(bare) !== 6) return false
  return global6.check(bare, 'ipv6') && !special6.check(bare, 'ipv6')
}

export class PrivateAddress extends Error {}

/**
 * How a connection finds its host. Only what this answers with is connected to: no second question can be answered
 * otherwise. A host that is an address already is never looked up, and is the caller's to look at.
 */
export const onlyTo =
  (allows: (address: string) => boolean): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) return callback(error, '', 0)
      const open = found.filter(({ address }) => allows(address))
      const [first] = open
      if (!first || open.length < found.length)
        return callback(new PrivateAddress('is inside a private network'), '', 0)
      if (options.all) callback(null, open)
      else callback(null, first.address, first.family)
    })
  }
