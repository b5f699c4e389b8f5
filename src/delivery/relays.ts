// The project's relays as one transport: what a send hands its messages to.

import type { Project } from '../project/project.ts'
import { outboxTransport } from './outbox.ts'
import { relayTarget, type Target } from './relay-target.ts'
import { sendmailTransport } from './sendmail.ts'
import { sesSdk, sesTransport } from './ses.ts'
import { type Member, sharedTransport } from './shared-transport.ts'
import { smtpTransport } from './smtp/smtp.ts'
import type { Timeouts } from './smtp/timeouts.ts'
import type { Transport } from './transport.ts'

type Sending = Pick<Project, 'relays' | 'secrets' | 'root' | 'limits' | 'dsn'>

export interface TransportMeans {
  /** Milliseconds, never back: for how long a relay in trouble is left alone. */
  readonly now: () => number
  readonly timeouts?: Partial<Timeouts>
}

/**
 * All that the project sends through. Opens nothing yet.
 * @throws PressrunError `config` where a relay has no address, or one that cannot be.
 */
export function projectTransport(project: Sending, means: TransportMeans): Transport {
  const members = relayTransports(project, means)
  const [only] = members
  return only && members.length === 1 ? only.transport : sharedTransport(members, means.now)
}

/** Each relay by itself, in the order of newsletter.yaml. */
export function relayTransports(
  project: Sending,
  { timeouts = {} }: Pick<TransportMeans, 'timeouts'> = {},
): readonly Member[] {
  return project.relays.map((relay) => ({
    weight: relay.weight,
    transport: transportTo(relayTarget(relay, project), relay.name, project, timeouts),
  }))
}

export function transportTo(
  target: Target,
  name: string,
  { limits, dsn, root }: Sending,
  timeouts: Partial<Timeouts>,
): Transport {
  const lanes = limits.connections
  switch (target.kind) {
    case 'smtp':
      return smtpTransport(target.server, { name, limits, timeouts, ...(dsn ? { dsn } : {}) })
    case 'ses':
      return sesTransport(target.account, sesSdk([root]), { name, lanes })
    case 'sendmail':
      return sendmailTransport(target.path, { name, lanes })
    case 'outbox':
      return outboxTransport(target.folder, { name, lanes })
  }
}
