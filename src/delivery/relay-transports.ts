// The project's relays as transports, each with its share of the messages. Opens nothing yet.

import type { Project, Rates } from '../project/project.ts'
import { outboxTransport } from './outbox.ts'
import { relayTarget, type Target } from './relay-target.ts'
import { sendmailTransport } from './sendmail.ts'
import { sesSdk, sesTransport } from './ses.ts'
import { smtpTransport } from './smtp/smtp.ts'
import type { Timeouts } from './smtp/timeouts.ts'
import type { Transport } from './transport.ts'

type Sending = Pick<Project, 'relays' | 'secrets' | 'root' | 'limits' | 'dsn'>

export interface RelayTransport {
  readonly transport: Transport
  /** Its share of the messages; 0: only while the others are in trouble. */
  readonly weight: number
  /** How fast it may be given messages, beside the limits of all together. */
  readonly limits?: Rates
}

/**
 * In the order of newsletter.yaml.
 * @param timeouts in milliseconds, where the RFC's are not meant.
 * @throws PressrunError `config` where a relay has no address, or one that cannot be.
 */
export function relayTransports(
  project: Sending,
  timeouts: Partial<Timeouts> = {},
): readonly RelayTransport[] {
  return project.relays.map((relay) => ({
    weight: relay.weight,
    ...(relay.limits ? { limits: relay.limits } : {}),
    transport: transportTo(relayTarget(relay, project), relay.name, project, timeouts),
  }))
}

/** @param name what outcomes call it. */
export function transportTo(
  target: Target,
  name: string,
  { limits, dsn, root }: Sending,
  timeouts: Partial<Timeouts> = {},
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
