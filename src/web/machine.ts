// Who asks, as far as it is known: never kept whole, only the network.

import type { Context } from 'hono'
import { isPublicAddress } from '../project/public-address.ts'

const remoteOf = (c: Context): string | undefined =>
  ((c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } }).incoming?.socket
    ?.remoteAddress

/** The address that asks; behind a proxy the last one that it was told. */
export function machineOf(c: Context, behindProxy: boolean): string {
  const forwarded = behindProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : ''
  return forwarded || remoteOf(c) || 'unknown'
}

/** From this machine or a private network, and not passed on by a proxy for somebody else. */
export function isFromInside(c: Context): boolean {
  const remote = remoteOf(c)?.replace(/^::ffff:/, '')
  const isPassedOn = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'].some((name) =>
    c.req.header(name),
  )
  return remote !== undefined && !isPassedOn && !isPublicAddress(remote)
}

/** All that is kept of it: `192.0.2.0/24`, `2001:db8:1::/48`. */
export function networkOf(machine: string): string {
  const v4 = /(\d+\.\d+\.\d+)\.\d+$/.exec(machine)?.[1]
  if (v4) return `${v4}.0/24`
  const groups = machine.split(':')
  return groups.length > 2 ? `${groups.slice(0, 3).join(':')}::/48` : machine
}
